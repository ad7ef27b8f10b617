"""Reads the site's database as the contents of a pack."""
