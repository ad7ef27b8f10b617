"""The values that the clock works on and answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from gerai.place.choices import HolidayKind
from gerai.place.intervals import FULL_DAY, Interval, Intervals, WeeklyHours


class ReasonKind(StrEnum):
    """Why it is closed, or why nobody can say."""

    CLOSURE = "closure"
    HOLIDAY = "holiday"
    BREAK = "break"
    OUTSIDE_HOURS = "outside_hours"
    NOT_A_SERVICE_DAY = "not_a_service_day"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LocalText:
    """A short text in Indonesian and perhaps in English."""

    id: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in ``language``, in Indonesian where there is no other."""
        return self.en if language.startswith("en") and self.en else self.id


@dataclass(frozen=True, slots=True)
class Season:
    """Other weekly hours from ``first_day`` to ``last_day``, both included.

    ``weekly`` is None when the hours of the season are not known.
    """

    name: LocalText
    first_day: date
    last_day: date
    weekly: WeeklyHours | None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which public offices rest; estimated ones follow the moon's course."""

    name: LocalText
    kind: HolidayKind = HolidayKind.NATIONAL
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """Closed once, from ``first_day`` to ``last_day``, during ``hours`` of each day."""

    first_day: date
    last_day: date
    reason: LocalText
    hours: Interval = FULL_DAY


class HolidaySource(Protocol):
    """Whatever knows the holiday of a day: a dict, or the national calendar."""

    def get(self, day: date, /) -> Holiday | None: ...


@dataclass(frozen=True, slots=True)
class NoHolidays:
    """A calendar without any holiday."""

    def get(self, day: date, /) -> Holiday | None:
        return None


@dataclass(frozen=True, slots=True)
class HoursLayer:
    """The hours of one link of the chain.

    ``follows_parent``: it has no weekly hours of its own and is there whenever the
    layer above is. Otherwise ``weekly`` None means that they are not known.
    """

    weekly: WeeklyHours | None = None
    follows_parent: bool = False
    seasons: tuple[Season, ...] = ()
    closures: tuple[Closure, ...] = ()
    is_confirmed: bool = False
    note: LocalText = LocalText("")


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day, decided.

    Attributes:
        hours: when it is open; None if nobody knows.
        planned: ``hours`` as they would be without the closures of parts of the day.
        closures: those closures.
        reason_kind, reason: why the whole day is closed, if something closed it.
        season: the season whose hours count, the innermost first.
        is_confirmed: whether every layer that decided the day is confirmed.
    """

    hours: Intervals | None
    planned: Intervals | None
    closures: tuple[Closure, ...] = ()
    reason_kind: ReasonKind | None = None
    reason: LocalText | None = None
    season: Season | None = None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class OpenState:
    """The answer about one instant.

    Attributes:
        is_open: None if the hours are not known.
        closes: when it closes; None unless it is open, and if it stays open beyond what
            is known or beyond the look-ahead.
        opens_next: the next instant after this one at which it opens; None if there is
            none within 366 days or the hours up to it are not known.
        reason_kind: why it is not open; None while it is.
        reason: the words for it, where people wrote some (closure, holiday).
        is_confirmed: whether every layer that ``is_open`` and ``closes`` (open) or
            ``opens_next`` (closed) rests on is confirmed.
    """

    is_open: bool | None
    closes: datetime | None = None
    opens_next: datetime | None = None
    reason: LocalText | None = None
    reason_kind: ReasonKind | None = None
    is_confirmed: bool = False
