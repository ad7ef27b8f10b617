"""When all counters of a visit are open at the same time.

Pure arithmetic on the clock of ``place``: layers of a timetable only narrow each other,
so the common hours of several counters are one timetable with all their layers. Hours
that nobody knows stay unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gerai.place.clock import LOOK_AHEAD_DAYS, Interval, Timetable

LEAST_MINUTES = 60
"""Less time than this is no time to start a visit."""


@dataclass(frozen=True, slots=True)
class CommonDay:
    """The first day on which everything is open, and the first such hours of it."""

    day: date
    hours: Interval
    is_confirmed: bool


def together(timetables: Sequence[Timetable]) -> Timetable:
    """The hours that all timetables have in common, in the zone of the first.

    Raises:
        ValueError: for no timetable at all.
    """
    if not timetables:
        raise ValueError("Nothing has no opening hours.")
    layers = [layer for timetable in timetables for layer in timetable.layers]
    return replace(timetables[0], layers=tuple(layers))


def earliest_day(
    timetables: Sequence[Timetable],
    *,
    after: datetime,
    least_minutes: int = LEAST_MINUTES,
    look_ahead: int = LOOK_AHEAD_DAYS,
) -> CommonDay | None:
    """The first day with enough common time from ``after`` on.

    None if there is none within ``look_ahead`` days, or if a day comes first that may
    be one for all that is known.

    Raises:
        ValueError: for no timetable, or if ``after`` has no time zone.
    """
    common = together(timetables)
    if after.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    local = after.astimezone(common.zone)
    minute = local.hour * 60 + local.minute
    for offset in range(look_ahead + 1):
        day = local.date() + timedelta(days=offset)
        if any(one.day(day).hours == () for one in timetables):
            continue
        plan = common.day(day)
        if plan.hours is None:
            return None
        for hours in plan.hours:
            opens = max(hours.opens, minute) if offset == 0 else hours.opens
            if hours.closes - opens >= least_minutes:
                return CommonDay(day, Interval(opens, hours.closes), plan.is_confirmed)
    return None
