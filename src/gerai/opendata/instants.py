"""Reading the instant that a question is about."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = 40

INSTANT_PATTERN = (
    "^20[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
    "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?)?$"
)
"""What every reader of the API may write. More is understood (29 February, fractions of
a second), but this is what we promise."""
# A plus sign in an address that nobody encoded arrives as a space.
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d{2}:?\d{2}$)", re.ASCII)


class InstantProblem(ValueError):
    """The text is no instant; the message says how to write one."""


def parse_instant(text: str, zone: tzinfo) -> datetime:
    """Read ISO 8601, in ``zone`` if the text names none.

    Raises:
        InstantProblem: if it is another format, a date that doesn't exist or a year
            that no calendar of holidays covers.
    """
    if len(text) > LONGEST or not text.isprintable():
        raise InstantProblem(_example())
    written = text.strip()
    if "T" in written.upper():
        written = _LOST_PLUS.sub("+", written)
    try:
        instant = datetime.fromisoformat(written)
    except ValueError as problem:
        raise InstantProblem(_example()) from problem
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise InstantProblem(
            _("Only the years %(first)s to %(last)s can be asked about.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return instant.replace(tzinfo=zone) if instant.tzinfo is None else instant


def _example() -> str:
    return _(
        "Write a date and time in ISO 8601, such as 2026-11-24T09:30 or "
        "2026-11-24T09:30+08:00."
    )
