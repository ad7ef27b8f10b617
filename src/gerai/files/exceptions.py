"""What can be wrong with a file; the text is for the person who sent it."""

from __future__ import annotations


class FileRefused(Exception):
    """The file can't be taken; nothing was stored. The message says what to do."""
