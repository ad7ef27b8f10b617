"""Puts the records of a pack into the site."""
