"""The schedule that a page carries, so that the browser can say "open" in a stored copy.

``open-now.js`` reads exactly this. The days that differ from the usual week are listed
for a limited time; beyond it the browser says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias

from gerai.place.choices import ZONE_ABBREVIATIONS
from gerai.place.clock import DayPlan, Intervals, Timetable
from gerai.place.pill_messages import pill_messages
from gerai.place.weekly_hours import clock_text
from gerai.publishing.reading import once_per_snapshot

Carried: TypeAlias = dict[str, Any]

FORMAT_VERSION: Final = 1
MALL_KEY: Final = "mall"
"""Key of the mall's own schedule in the ``#hours`` script; agencies go by their slug."""
DAYS_AHEAD: Final = 120


@once_per_snapshot
def carried_schedule(
    timetable: Timetable,
    *,
    first_day: date,
    days: int = DAYS_AHEAD,
    language: str,
) -> Carried:
    """The JSON form of ``timetable`` for ``days`` days from ``first_day`` on.

    Returns:
        ``v`` (format), ``offset`` (minutes east of UTC), ``zone`` (WIB, WITA, WIT),
        ``from`` and ``through`` (first and last day that it answers for), ``confirmed``
        (of the usual week), ``weekly`` (seven lists of ``["08:00", "15:00"]``, Monday
        first, or None for unknown), ``days`` (by date, only those that differ:
        ``hours``; for a whole closed day ``reason`` and ``kind``; with closures of
        parts of the day ``planned`` and ``closures``; ``confirmed`` where it differs),
        and ``note`` unless empty.
    """
    week = timetable.usual_week
    is_confirmed = week is not None and timetable.is_usually_confirmed
    exceptions: dict[str, Carried] = {}
    for offset in range(days):
        day = first_day + timedelta(days=offset)
        plan = timetable.day(day)
        usual = week.days[day.weekday()] if week is not None else None
        if not _is_usual(plan, usual, is_confirmed):
            exceptions[day.isoformat()] = _day_json(plan, language, is_confirmed)
    noon = datetime.combine(first_day, time(12), timetable.zone)
    utc_offset = noon.utcoffset() or timedelta()
    carried: Carried = {
        "v": FORMAT_VERSION,
        "offset": int(utc_offset.total_seconds()) // 60,
        "zone": ZONE_ABBREVIATIONS.get(str(timetable.zone), ""),
        "from": first_day.isoformat(),
        "through": (first_day + timedelta(days=days - 1)).isoformat(),
        "confirmed": is_confirmed,
        "weekly": [_hours_json(day) for day in week.days] if week else None,
        "days": exceptions,
    }
    note = timetable.note.in_language(language)
    if note:
        carried["note"] = note
    return carried


def hours_payload(
    timetables: Mapping[str, Timetable],
    *,
    first_day: date,
    days: int = DAYS_AHEAD,
    language: str,
) -> Carried:
    """The whole content of ``<script type="application/json" id="hours">``.

    ``timetables`` is by the key that the page's ``data-open-pill`` attributes use.
    A schedule that equals an earlier one is carried as the key of that one.
    """
    schedules: dict[str, Carried | str] = {}
    for key, timetable in timetables.items():
        carried = carried_schedule(
            timetable, first_day=first_day, days=days, language=language
        )
        twin = next(
            (seen for seen, other in schedules.items() if other == carried), None
        )
        schedules[key] = twin if twin is not None else carried
    return {"messages": pill_messages(language), "schedules": schedules}


def _is_usual(plan: DayPlan, usual: Intervals | None, is_confirmed: bool) -> bool:
    return (
        plan.reason_kind is None
        and not plan.closures
        and plan.hours == usual
        and plan.is_confirmed == is_confirmed
    )


def _day_json(plan: DayPlan, language: str, is_confirmed: bool) -> Carried:
    day: Carried = {"hours": _hours_json(plan.hours)}
    if plan.reason_kind is not None:
        day["kind"] = plan.reason_kind.value
        if plan.reason is not None:
            day["reason"] = plan.reason.in_language(language)
    if plan.closures:
        day["planned"] = _hours_json(plan.planned)
        day["closures"] = [
            [
                clock_text(closure.hours.opens),
                clock_text(closure.hours.closes),
                closure.reason.in_language(language),
            ]
            for closure in plan.closures
        ]
    if plan.is_confirmed != is_confirmed:
        day["confirmed"] = plan.is_confirmed
    return day


def _hours_json(hours: Intervals | None) -> list[list[str]] | None:
    if hours is None:
        return None
    return [[clock_text(one.opens), clock_text(one.closes)] for one in hours]
