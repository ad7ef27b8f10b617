"""Hours in words, for pages that work without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import formats, translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gerai.place.choices import ZONE_ABBREVIATIONS
from gerai.place.clock import (
    DayPlan,
    Intervals,
    LocalText,
    OpenState,
    ReasonKind,
    Timetable,
    WeeklyHours,
)
from gerai.publishing.reading import once_per_snapshot


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One or several weekdays with the same hours.

    ``first`` and ``last`` are weekdays (Monday is 0), for marking today in the browser.
    """

    first: int
    last: int
    days: str
    hours: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ComingChange:
    """Days in a row on which the usual hours don't count.

    ``kind`` is closure, holiday or season. ``hours`` is when it is open all the same, or
    "" if it is not.
    """

    first_day: date
    last_day: date
    kind: str
    days: str
    reason: str
    hours: str
    is_confirmed: bool


def time_text(minute: int, language: str) -> str:
    """Minutes after midnight as the language writes them: 08.00 or 08:00."""
    with translation.override(language):
        template = pgettext("time of day", "{hour}:{minute}")
    return template.format(hour=f"{minute // 60:02d}", minute=f"{minute % 60:02d}")


def hours_text(hours: Intervals | None, language: str) -> str:
    """``08.00-12.00 dan 13.00-15.00``; closed and unknown hours in words."""
    with translation.override(language):
        if hours is None:
            return _("not known")
        if not hours:
            return _("closed")
        ranges = [
            f"{time_text(one.opens, language)}-{time_text(one.closes, language)}"
            for one in hours
        ]
        return pgettext("between openings of a day", " and ").join(ranges)


def zone_text(timetable: Timetable) -> str:
    """WIB, WITA or WIT."""
    return ZONE_ABBREVIATIONS.get(str(timetable.zone), "")


@once_per_snapshot
def weekly_rows(timetable: Timetable, language: str) -> list[WeekRow]:
    """The usual week, neighbouring days with the same hours in one row.

    Empty if the hours are not known.
    """
    week = timetable.usual_week
    return [] if week is None else list(_rows(week, language))


@once_per_snapshot
def weekly_summary(timetable: Timetable, language: str) -> str:
    """``Senin-Kamis 08.00-15.00, Jumat 08.00-11.00 WITA``; what a pill says unaided."""
    rows = [row for row in weekly_rows(timetable, language) if not row.is_closed]
    with translation.override(language):
        if timetable.usual_week is None:
            return _("Hours not known")
        if not rows:
            return _("closed")
    listed = ", ".join(f"{row.days} {row.hours}" for row in rows)
    return f"{listed} {zone_text(timetable)}".strip()


def reason_text(state: OpenState, language: str) -> str | None:
    """Why it is not open, in a few words; None while it is open."""
    if state.reason_kind is None:
        return None
    if state.reason is not None:
        return state.reason.in_language(language)
    with translation.override(language):
        return {
            ReasonKind.BREAK: _("break"),
            ReasonKind.OUTSIDE_HOURS: _("outside service hours"),
            ReasonKind.NOT_A_SERVICE_DAY: _("no service on this day"),
            ReasonKind.CLOSURE: _("closed"),
            ReasonKind.HOLIDAY: _("holiday"),
            ReasonKind.UNKNOWN: _("hours not known"),
        }[state.reason_kind]


def date_text(day: date, language: str) -> str:
    """``Selasa, 24 November 2026``."""
    with translation.override(language):
        return formats.date_format(day, "l, j F Y")


def days_text(first_day: date, last_day: date, language: str) -> str:
    """One day, or a range: ``Senin, 1 Maret 2027 sampai Kamis, 4 Maret 2027``."""
    first = date_text(first_day, language)
    if first_day == last_day:
        return first
    with translation.override(language):
        return _("%(first)s to %(last)s") % {
            "first": first,
            "last": date_text(last_day, language),
        }


def coming_changes(
    timetable: Timetable, *, first_day: date, days: int, language: str
) -> list[ComingChange]:
    """Closures, holidays and seasons from ``first_day`` on, days in a row together.

    Days on which there is no service anyway are left out, unless they lie between.
    """
    span = (first_day + timedelta(days=offset) for offset in range(days))
    planned = [(day, timetable.day(day)) for day in span]
    week = timetable.usual_week
    changes: list[ComingChange] = []
    for (kind, reason), group in groupby(planned, key=_change_key):
        members = list(group)
        if not kind or not _matters(members, week):
            continue
        first, last = members[0][0], members[-1][0]
        changes.append(
            ComingChange(
                first_day=first,
                last_day=last,
                kind=kind,
                days=days_text(first, last, language),
                reason=reason.in_language(language) if reason else "",
                hours=_hours_of(members, language),
                is_confirmed=all(one.is_confirmed for _day, one in members),
            )
        )
    return changes


def _rows(week: WeeklyHours, language: str) -> Iterator[WeekRow]:
    for hours, group in groupby(range(7), key=lambda number: week.days[number]):
        numbers = list(group)
        first, last = numbers[0], numbers[-1]
        with translation.override(language):
            names = str(WEEKDAYS[first])
            if last > first:
                names = f"{names}-{WEEKDAYS[last]}"
        yield WeekRow(
            first=first,
            last=last,
            days=names,
            hours=hours_text(hours, language),
            is_closed=not hours,
        )


def _change_key(dated: tuple[date, DayPlan]) -> tuple[str, LocalText | None]:
    plan = dated[1]
    if plan.reason_kind is not None:
        return plan.reason_kind.value, plan.reason
    if plan.closures:
        return ReasonKind.CLOSURE.value, plan.closures[0].reason
    if plan.season is not None:
        return "season", plan.season.name
    return "", None


def _matters(members: list[tuple[date, DayPlan]], week: WeeklyHours | None) -> bool:
    return week is None or any(
        week.days[day.weekday()] or plan.hours for day, plan in members
    )


def _hours_of(members: list[tuple[date, DayPlan]], language: str) -> str:
    """The hours of these days, days with the same hours together."""
    if all(plan.hours == () for _day, plan in members):
        return ""
    by_weekday = {day.weekday(): plan.hours for day, plan in reversed(members)}
    if len(set(by_weekday.values())) == 1:
        return hours_text(members[0][1].hours, language)
    days = [by_weekday.get(number) or () for number in range(7)]
    mon, tue, wed, thu, fri, sat, sun = days
    week = WeeklyHours((mon, tue, wed, thu, fri, sat, sun))
    return ", ".join(
        f"{row.days} {row.hours}" for row in _rows(week, language) if not row.is_closed
    )
