"""Hypothesis strategies for timetables around a fixed week."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from gerai.place.choices import HolidayKind, MallZone
from gerai.place.clock import (
    DAY_END,
    FULL_DAY,
    Closure,
    Holiday,
    HoursLayer,
    Interval,
    LocalText,
    Season,
    Timetable,
    WeeklyHours,
)

# The days lie around a year's end on purpose.
FIRST_DAY = date(2026, 12, 27)
SPAN_DAYS = 9

days = st.integers(0, SPAN_DAYS - 1).map(lambda offset: FIRST_DAY + timedelta(offset))
zones = st.sampled_from([ZoneInfo(name) for name in MallZone.values])
# Whole quarters meet each other often; odd minutes catch rounding.
minutes = st.one_of(
    st.integers(0, 96).map(lambda quarter: quarter * 15), st.integers(0, DAY_END)
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    opens, closes = sorted(draw(st.lists(minutes, min_size=2, max_size=2, unique=True)))
    return Interval(opens, closes)


@st.composite
def day_hours(draw: st.DrawFn) -> list[tuple[int, int]]:
    count: int = draw(st.sampled_from([0, 1, 1, 2, 2, 3]))
    edges = sorted(
        draw(st.lists(minutes, min_size=2 * count, max_size=2 * count, unique=True))
    )
    starts_at_midnight: bool = draw(st.sampled_from([True, False, False]))
    ends_at_midnight: bool = draw(st.booleans())
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    if pairs and ends_at_midnight:
        pairs[-1] = (pairs[-1][0], DAY_END)
    if pairs and starts_at_midnight:
        pairs[0] = (0, pairs[0][1])
    return pairs


@st.composite
def weeks(draw: st.DrawFn) -> WeeklyHours:
    return WeeklyHours.of(*(draw(day_hours()) for _ in range(7)))


maybe_weeks = st.one_of(weeks(), weeks(), weeks(), weeks(), st.none())


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    first, last = sorted((draw(days), draw(days)))
    return Season(
        LocalText("Ramadan", "Ramadan"),
        first,
        last,
        draw(maybe_weeks),
        draw(st.booleans()),
    )


@st.composite
def closures(draw: st.DrawFn) -> Closure:
    first, last = sorted((draw(days), draw(days)))
    hours = draw(st.one_of(intervals(), intervals(), st.just(FULL_DAY)))
    reason = draw(st.sampled_from(["rapat", "listrik padam"]))
    return Closure(
        first, min(last, first + timedelta(2)), LocalText(reason, "meeting"), hours
    )


@st.composite
def layers(draw: st.DrawFn, *, is_first: bool) -> HoursLayer:
    follows_parent = not is_first and draw(st.booleans())
    return HoursLayer(
        weekly=None if follows_parent else draw(maybe_weeks),
        follows_parent=follows_parent,
        seasons=tuple(draw(st.lists(seasons(), max_size=1))),
        closures=tuple(draw(st.lists(closures(), max_size=2))),
        is_confirmed=draw(st.booleans()),
    )


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    chain = [draw(layers(is_first=True))]
    chain += [
        draw(layers(is_first=False)) for _ in range(draw(st.sampled_from([0, 1, 1, 2])))
    ]
    holidays = {
        day: Holiday(
            LocalText("Tahun Baru", "New Year"),
            HolidayKind.NATIONAL,
            is_estimated=draw(st.booleans()),
        )
        for day in draw(st.lists(days, max_size=2, unique=True))
    }
    return Timetable(draw(zones), tuple(chain), holidays)


@st.composite
def instants(draw: st.DrawFn, timetable: Timetable) -> datetime:
    """An instant in the span, often at an edge of the plan, in some other zone."""
    day = draw(days)
    edges = [0, 1, DAY_END - 1]
    plan = timetable.day(day)
    found = [*(plan.planned or ()), *(plan.hours or ())]
    for interval in (*found, *(closure.hours for closure in plan.closures)):
        edges += [interval.opens, interval.closes, interval.closes - 1]
    minute = draw(st.one_of(st.sampled_from(edges), st.integers(0, DAY_END - 1)))
    second = draw(st.sampled_from([0, 0, 1, 59]))
    local = datetime(day.year, day.month, day.day, tzinfo=timetable.zone)
    instant = local + timedelta(minutes=minute, seconds=second)
    hours = draw(st.integers(-11, 12))
    return instant.astimezone(timezone(timedelta(hours=hours)))
