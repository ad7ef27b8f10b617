"""What staff see of the question path."""
