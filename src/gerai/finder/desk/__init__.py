"""What staff see of the search."""
