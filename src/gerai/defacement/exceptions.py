"""What is raised when a change is held back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HELD_WORDS = _(
    "This isn't public yet: it looks like advertising that somebody has slipped in "
    "(“%(found)s”). Nothing was lost. A manager was asked to look; once it is allowed, "
    "it can go out."
)


class HeldBack(ValidationError):
    """A change looks like a defacement and doesn't become public.

    A ``ValidationError``, so that whoever publishes many things goes on with the next.
    """

    def __init__(self, found: str) -> None:
        super().__init__(HELD_WORDS, code="held_back", params={"found": found})


class NotYours(Exception):
    """Somebody wants to decide on what they wrote themselves."""


class DecidedAlready(Exception):
    """Somebody else was faster."""
