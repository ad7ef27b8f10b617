from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gerai.guidance.visit.days import CommonDay, earliest_day, together
from gerai.place.clock import (
    Closure,
    Holiday,
    HoursLayer,
    Interval,
    LocalText,
    Season,
    Timetable,
    WeeklyHours,
)
from gerai.place.tests.strategies import instants, timetables

ZONE = ZoneInfo("Asia/Makassar")
MONDAY = date(2026, 11, 23)
LOOK_AHEAD = 12


def open_on(*weekdays: int, hours: tuple[int, int] = (8, 15)) -> Timetable:
    span = [(hours[0] * 60, hours[1] * 60)]
    week = WeeklyHours.of(*(span if day in weekdays else [] for day in range(7)))
    return Timetable(ZONE, (HoursLayer(weekly=week, is_confirmed=True),))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def test_the_first_day_that_suits_all() -> None:
    found = earliest_day(
        [open_on(0, 1, 2, 3), open_on(2, 4, hours=(9, 12))], after=at(MONDAY, 7)
    )
    wednesday = MONDAY + timedelta(2)
    assert found == CommonDay(wednesday, Interval(9 * 60, 12 * 60), True)


def test_today_counts_while_there_is_time_left() -> None:
    every_day = [open_on(*range(7))]
    found = earliest_day(every_day, after=at(MONDAY, 13, 30))
    assert found is not None
    assert (found.day, found.hours) == (MONDAY, Interval(13 * 60 + 30, 15 * 60))
    later = earliest_day(every_day, after=at(MONDAY, 14, 1))
    assert later is not None
    assert later.day == MONDAY + timedelta(1)


def test_holidays_and_closures_of_any_counter_count() -> None:
    tuesday = MONDAY + timedelta(1)
    closed = Closure(MONDAY, MONDAY, LocalText("rapat"))
    first = open_on(*range(7))
    first = replace(first, layers=(replace(first.layers[0], closures=(closed,)),))
    holidays = {tuesday: Holiday(LocalText("Hari libur"))}
    both = [replace(one, holidays=holidays) for one in (first, open_on(*range(7)))]
    found = earliest_day(both, after=at(MONDAY, 7))
    assert found is not None
    assert found.day == MONDAY + timedelta(2)


def test_unknown_hours_are_no_opening() -> None:
    unknown = Timetable(ZONE, (HoursLayer(),))
    assert earliest_day([open_on(*range(7)), unknown], after=at(MONDAY, 7)) is None


def test_a_day_that_one_is_surely_closed_on_is_passed_over() -> None:
    season = Season(LocalText("Ramadan"), MONDAY, MONDAY + timedelta(1), None)
    unknown = open_on(*range(7))
    unknown = replace(unknown, layers=(replace(unknown.layers[0], seasons=(season,)),))
    found = earliest_day([open_on(2), unknown], after=at(MONDAY, 7))
    assert found is not None
    assert found.day == MONDAY + timedelta(2)


def test_never_open_together() -> None:
    assert earliest_day([open_on(0), open_on(1)], after=at(MONDAY, 7)) is None
    assert together([open_on(0), open_on(1)]).usual_week == WeeklyHours.of(*([[]] * 7))


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="opening hours"):
        together([])
    with pytest.raises(ValueError, match="time zone"):
        earliest_day([open_on(0)], after=datetime(2026, 11, 23))


def minutes_open(timetable: Timetable, day: date) -> set[int] | None:
    hours = timetable.day(day).hours
    if hours is None:
        return None
    return {m for one in hours for m in range(one.opens, one.closes)}


def naively(
    counters: list[Timetable], after: datetime, least: int
) -> tuple[date, Interval] | None:
    """Minute by minute, each counter on its own."""
    local = after.astimezone(counters[0].zone)
    for offset in range(LOOK_AHEAD + 1):
        day = local.date() + timedelta(offset)
        known = [minutes_open(one, day) for one in counters]
        if any(one == set() for one in known):
            continue
        if any(one is None for one in known):
            return None
        common = set.intersection(*(one for one in known if one is not None))
        if offset == 0:
            common = {m for m in common if m >= local.hour * 60 + local.minute}
        for start in range(1440):
            if start in common and start - 1 not in common:
                end = start
                while end in common:
                    end += 1
                if end - start >= least:
                    return day, Interval(start, end)
    return None


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_as_a_person_with_all_timetables_would_find_it(data: st.DataObject) -> None:
    first = data.draw(timetables())
    # Counters of one mall share its zone and its holidays.
    others = [
        replace(one, zone=first.zone, holidays=first.holidays)
        for one in data.draw(st.lists(timetables(), max_size=2))
    ]
    counters = [first, *others]
    after = data.draw(instants(first))
    least = data.draw(st.sampled_from([1, 15, 60]))
    found = earliest_day(
        counters, after=after, least_minutes=least, look_ahead=LOOK_AHEAD
    )
    assert (found and (found.day, found.hours)) == naively(counters, after, least)
