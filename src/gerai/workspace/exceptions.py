"""What the room ``workspace`` refuses, in sentences for people."""

from __future__ import annotations


class ErrandRefused(Exception):
    """An everyday task can't be done or undone; the text says why and what to do."""
