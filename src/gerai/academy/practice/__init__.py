"""A private copy of the mall for each trainee."""
