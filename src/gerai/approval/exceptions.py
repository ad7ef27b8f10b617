"""Why an act on a draft isn't possible; the text is for the person who tried it."""

from __future__ import annotations


class ApprovalError(Exception):
    """Nothing was changed."""


class ChangedMeanwhile(ApprovalError):
    """The draft isn't the one that the person looked at."""


class AlreadyDecided(ApprovalError):
    """Somebody else was faster, or the button was pressed twice."""
