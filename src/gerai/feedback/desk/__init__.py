"""Screens of the desk: what readers said, page by page."""
