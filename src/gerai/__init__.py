"""Gerai: the website platform of an Indonesian public service mall."""
