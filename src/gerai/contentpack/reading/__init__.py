"""Reads a folder into a checked :class:`gerai.contentpack.format.Pack`, or into problems."""
