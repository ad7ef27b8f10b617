"""What the room ``guard`` tells others; public."""

from __future__ import annotations

from django.dispatch import Signal

factors_reset = Signal()
"""Somebody's second factors were taken off: ``member``, ``by`` (None: command line)."""
