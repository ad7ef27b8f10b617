"""The handbook: the same lessons, with pictures of the running product."""
