"""Minutes of a day and of a week; the arithmetic below the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

DAY_END = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Minutes after midnight, from ``opens`` up to but without ``closes`` (1440: 24:00).

    Raises:
        ValueError: unless 0 <= opens < closes <= 1440.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY_END:
            raise ValueError(f"{self.opens}-{self.closes} is no interval of a day")


Intervals: TypeAlias = tuple[Interval, ...]
FULL_DAY = Interval(0, DAY_END)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The hours of the seven weekdays, Monday first."""

    days: tuple[
        Intervals, Intervals, Intervals, Intervals, Intervals, Intervals, Intervals
    ]

    @classmethod
    def of(cls, *days: Iterable[tuple[int, int]]) -> WeeklyHours:
        """From seven lists of ``(opens, closes)`` in minutes; touching ones are joined.

        Raises:
            ValueError: for another number of days, or intervals that are none.
        """
        if len(days) != 7:
            raise ValueError(f"A week has seven days, not {len(days)}.")
        mon, tue, wed, thu, fri, sat, sun = (
            joined(Interval(*pair) for pair in day) for day in days
        )
        return cls((mon, tue, wed, thu, fri, sat, sun))


def joined(intervals: Iterable[Interval]) -> Intervals:
    """The same minutes in order, with touching and overlapping intervals made one."""
    result: list[Interval] = []
    for interval in sorted(intervals):
        if result and interval.opens <= result[-1].closes:
            closes = max(result[-1].closes, interval.closes)
            result[-1] = Interval(result[-1].opens, closes)
        else:
            result.append(interval)
    return tuple(result)


def common_hours(weeks: list[WeeklyHours | None], weekday: int) -> Intervals | None:
    """The minutes of a weekday that all weeks allow.

    None if one of the weeks is not known, or if there is none.
    """
    hours: Intervals | None = None
    for number, week in enumerate(weeks):
        if week is None:
            return None
        day = week.days[weekday]
        hours = day if number == 0 or hours is None else _within(hours, day)
    return hours


def _within(hours: Intervals, other: Intervals) -> Intervals:
    return tuple(
        Interval(max(one.opens, two.opens), min(one.closes, two.closes))
        for one in hours
        for two in other
        if max(one.opens, two.opens) < min(one.closes, two.closes)
    )


def without(hours: Intervals, closed: Iterable[Interval]) -> Intervals:
    for gap in closed:
        rest: list[Interval] = []
        for interval in hours:
            if interval.opens < min(interval.closes, gap.opens):
                rest.append(Interval(interval.opens, min(interval.closes, gap.opens)))
            if max(interval.opens, gap.closes) < interval.closes:
                rest.append(Interval(max(interval.opens, gap.closes), interval.closes))
        hours = tuple(rest)
    return hours


def covering(hours: Intervals, minute: int) -> Interval | None:
    for interval in hours:
        if interval.opens <= minute < interval.closes:
            return interval
    return None
