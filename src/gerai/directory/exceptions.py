"""Why the directory refuses something, in words for staff."""

from __future__ import annotations


class DirectoryError(Exception):
    """Base of this room's errors; the message is a sentence for people."""


class ConfirmationRefused(DirectoryError):
    """The record can't be confirmed as it is now."""
