"""Truth watch: what of the content needs care, and the one act that cures it."""
