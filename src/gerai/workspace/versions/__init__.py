"""Versions of a page: what changed between two of them, and bringing one back."""
