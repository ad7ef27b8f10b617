"""Writes a pack's files, canonically: the same values give the same bytes."""
