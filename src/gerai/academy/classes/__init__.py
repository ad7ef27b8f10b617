"""Classes: who learns what together, and how far they are."""
