"""What a practice copy must look like when an exercise is done."""
