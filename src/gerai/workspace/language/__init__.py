"""The desk speaks the language of whoever works there."""
