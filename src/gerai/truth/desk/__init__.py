"""Screens of the truth watch, and its place on the home screen."""
