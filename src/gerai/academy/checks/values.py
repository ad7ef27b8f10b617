"""What may stand in a rule: days, times, pages, holders of hours."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field

from gerai.academy.checks.rules import is_day
from gerai.contentpack.format.base import Line, number_as_text, refuse


def _day(word: str) -> str:
    if not is_day(word):
        raise refuse(
            _(
                "must be a day: today, tomorrow, +3, monday to sunday, or a date such "
                "as 2026-12-31"
            )
        )
    return word


def _clock(text: str) -> str:
    try:
        found = time.fromisoformat(text.replace(".", ":"))
    except ValueError:
        raise refuse(_("must be a time such as 12:00")) from None
    return found.isoformat("minutes")


def _path(text: str) -> str:
    if text.startswith("new:") and text[4:] in NEW_KINDS:
        return text
    if not (text.startswith("/") and text.endswith("/")) or "//" in text:
        raise refuse(
            _("must be the address of a page such as /jam-buka/, or one of: %(new)s")
            % {"new": ", ".join(f"new:{kind}" for kind in NEW_KINDS)}
        )
    return text


NEW_KINDS = ("notice", "news", "event", "service", "page")
"""``new:notice`` is the newest notice that was made in the exercise."""
Day = Annotated[str, BeforeValidator(number_as_text), AfterValidator(_day)]
Clock = Annotated[str, AfterValidator(_clock)]
PageRef = Annotated[str, AfterValidator(_path)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", max_length=80)]
Wanted = Annotated[list[Line], Field(min_length=1, max_length=20)]


def clock_of(text: str) -> time:
    """A time of a rule.

    >>> clock_of("12:30")
    datetime.time(12, 30)
    """
    return time.fromisoformat(text)


def said(value: Any) -> str:
    """A stored value in words for a finding."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, time):
        return value.strftime("%H.%M")
    return f"“{str(value)[:80]}”"
