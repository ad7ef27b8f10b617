"""Dates and times of the newsroom in words."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, translation
from django.utils.translation import gettext as _

from gerai.newsroom.models import EventPage
from gerai.newsroom.selectors.localized import reader_language
from gerai.place.choices import ZONE_ABBREVIATIONS
from gerai.place.wording import date_text, days_text, time_text


def day_words(day: date) -> str:
    """``3 Januari 2026``, in the reader's language."""
    with translation.override(reader_language()):
        return formats.date_format(day, "j F Y")


def clock_words(moment: datetime) -> str:
    """``09.30``; ``moment`` is in the zone of the mall."""
    return time_text(moment.hour * 60 + moment.minute, reader_language())


def moment_words(moment: datetime, at: datetime) -> str:
    """``Selasa, 24 November 2026, pukul 09.30 WITA``, in the zone of ``at``."""
    local = moment.astimezone(at.tzinfo)
    return _("%(day)s at %(time)s") % {
        "day": date_text(local.date(), reader_language()),
        "time": f"{clock_words(local)} {zone_words(at)}".strip(),
    }


def zone_words(at: datetime) -> str:
    """WIB, WITA or WIT."""
    return ZONE_ABBREVIATIONS.get(str(at.tzinfo), "")


def event_words(event: EventPage, at: datetime) -> str:
    """When an event takes place: one day or several, with times unless all day."""
    starts = event.starts_at.astimezone(at.tzinfo)
    ends = event.ends_at.astimezone(at.tzinfo) if event.ends_at else None
    language = reader_language()
    if event.is_all_day:
        return days_text(starts.date(), (ends or starts).date(), language)
    if ends is None or event.ends_at is None:
        return moment_words(event.starts_at, at)
    if ends.date() != starts.date():
        return _("%(first)s to %(last)s") % {
            "first": moment_words(event.starts_at, at),
            "last": moment_words(event.ends_at, at),
        }
    hours = f"{clock_words(starts)}–{clock_words(ends)} {zone_words(at)}".strip()
    return f"{date_text(starts.date(), language)}, {hours}"
