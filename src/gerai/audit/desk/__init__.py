"""Screens of the trail of changes."""
