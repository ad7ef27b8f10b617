"""What can be wrong with an act on staff; the text is for the person who tried it."""

from __future__ import annotations


class StaffError(Exception):
    """The act isn't possible; nothing was changed."""


class InvitationInvalid(StaffError):
    """The link was used, replaced, is older than 48 hours, or was never ours."""
