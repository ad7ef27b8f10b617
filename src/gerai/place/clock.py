"""Open or closed, until when, and how sure: pure arithmetic on days and minutes.

Nothing here reads a database, a setting or the time of day; every question brings its
instant. Intervals hold their first minute and not their last one. What decides about a
day, strongest first: a closure, a holiday, a season, the weekly hours. A timetable is a
chain of layers, the mall's first, then the agency's, then the counter's: each one can
only narrow the one above it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo

from gerai.place.hours_values import (
    Closure,
    DayPlan,
    Holiday,
    HolidaySource,
    HoursLayer,
    LocalText,
    NoHolidays,
    OpenState,
    ReasonKind,
    Season,
)
from gerai.place.intervals import (
    DAY_END,
    FULL_DAY,
    Interval,
    Intervals,
    WeeklyHours,
    common_hours,
    covering,
    joined,
    without,
)

__all__ = [
    "DAY_END",
    "FULL_DAY",
    "LOOK_AHEAD_DAYS",
    "Closure",
    "DayPlan",
    "Holiday",
    "HolidaySource",
    "HoursLayer",
    "Interval",
    "Intervals",
    "LocalText",
    "NoHolidays",
    "OpenState",
    "ReasonKind",
    "Season",
    "Timetable",
    "WeeklyHours",
    "joined",
]

LOOK_AHEAD_DAYS = 366
_KEPT_PLANS = 2 * LOOK_AHEAD_DAYS
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Hours in the mall's zone, as a chain of layers, with its holidays."""

    zone: tzinfo
    layers: tuple[HoursLayer, ...]
    holidays: HolidaySource = field(default_factory=NoHolidays)
    _plans: dict[date, DayPlan] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def narrowed_by(self, parent: Timetable) -> Timetable:
        """These hours within those of ``parent``, with its closures and holidays."""
        return replace(parent, layers=parent.layers + self.layers)

    def as_unconfirmed(self) -> Timetable:
        """The same hours for somebody about whom nobody has confirmed them."""
        return replace(self, layers=(*self.layers, HoursLayer(follows_parent=True)))

    @property
    def usual_week(self) -> WeeklyHours | None:
        """The weekly hours that all layers allow; None if one of them is not known."""
        days: list[Intervals] = []
        weeks = [layer.weekly for layer in self.layers if not layer.follows_parent]
        for weekday in range(7):
            hours = common_hours(weeks, weekday)
            if hours is None:
                return None
            days.append(hours)
        mon, tue, wed, thu, fri, sat, sun = days
        return WeeklyHours((mon, tue, wed, thu, fri, sat, sun))

    @property
    def is_usually_confirmed(self) -> bool:
        """Whether every layer of the usual week is confirmed."""
        return all(layer.is_confirmed for layer in self.layers)

    @property
    def note(self) -> LocalText:
        """The innermost note about the hours; empty if there is none."""
        notes = (layer.note for layer in reversed(self.layers))
        return next((note for note in notes if note.id), LocalText(""))

    def day(self, day: date) -> DayPlan:
        """What is decided about ``day``."""
        plan = self._plans.get(day)
        if plan is None:
            if len(self._plans) >= _KEPT_PLANS:
                self._plans.clear()
            plan = self._plans[day] = self._decide(day)
        return plan

    def state_at(self, instant: datetime) -> OpenState:
        """Open at ``instant``? Until when, when next, why not, and how sure?

        Raises:
            ValueError: if ``instant`` has no time zone.
        """
        if instant.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        local = instant.astimezone(self.zone)
        today, minute = local.date(), local.hour * 60 + local.minute
        plan = self.day(today)
        current = covering(plan.hours or (), minute)
        if current is not None:
            return self._open_state(today, current, plan)
        if plan.hours is None:
            closure = _closing(plan.closures, minute)
            if closure is None:
                return OpenState(is_open=None, reason_kind=ReasonKind.UNKNOWN)
            return OpenState(
                is_open=False,
                reason=closure.reason,
                reason_kind=ReasonKind.CLOSURE,
                is_confirmed=True,
            )
        kind, reason = _why_closed(plan, minute)
        opens_next, is_confirmed = self._next_opening(today, minute)
        return OpenState(
            is_open=False,
            opens_next=opens_next,
            reason=reason,
            reason_kind=kind,
            is_confirmed=is_confirmed,
        )

    def _decide(self, day: date) -> DayPlan:
        partial: list[Closure] = []
        for layer in self.layers:
            for closure in layer.closures:
                if closure.first_day <= day <= closure.last_day:
                    if closure.hours == FULL_DAY:
                        return DayPlan(
                            hours=(),
                            planned=(),
                            reason_kind=ReasonKind.CLOSURE,
                            reason=closure.reason,
                            is_confirmed=True,
                        )
                    partial.append(closure)
        holiday = self.holidays.get(day)
        if holiday is not None:
            return DayPlan(
                hours=(),
                planned=(),
                reason_kind=ReasonKind.HOLIDAY,
                reason=holiday.name,
                is_confirmed=not holiday.is_estimated,
            )
        return self._decide_hours(day, tuple(partial))

    def _decide_hours(self, day: date, partial: tuple[Closure, ...]) -> DayPlan:
        weeks: list[WeeklyHours | None] = []
        is_confirmed = True
        in_season: Season | None = None
        for layer in self.layers:
            season = _season_of(layer.seasons, day)
            if season is not None:
                in_season = season
                is_confirmed = is_confirmed and season.is_confirmed
                weeks.append(season.weekly)
                continue
            is_confirmed = is_confirmed and layer.is_confirmed
            if not layer.follows_parent:
                weeks.append(layer.weekly)
        planned = common_hours(weeks, day.weekday())
        hours = planned
        if planned is not None and partial:
            hours = without(planned, [closure.hours for closure in partial])
        return DayPlan(
            hours=hours,
            planned=planned,
            closures=partial,
            season=in_season,
            is_confirmed=is_confirmed and planned is not None,
        )

    def _open_state(self, today: date, current: Interval, plan: DayPlan) -> OpenState:
        closing_day, closes, is_confirmed = today, current.closes, plan.is_confirmed
        while closes == DAY_END:
            # Open until midnight: it closes when the day that follows says so.
            closing_day += _ONE_DAY
            following = self.day(closing_day)
            if following.hours is None or (closing_day - today).days > LOOK_AHEAD_DAYS:
                return OpenState(is_open=True, is_confirmed=is_confirmed)
            if not following.hours or following.hours[0].opens > 0:
                closing_day, closes = closing_day - _ONE_DAY, DAY_END
                break
            closes = following.hours[0].closes
            is_confirmed = is_confirmed and following.is_confirmed
        opens_next, _ = self._next_opening(
            closing_day, closes - 1, last_day=today + LOOK_AHEAD_DAYS * _ONE_DAY
        )
        return OpenState(
            is_open=True,
            closes=self._instant(closing_day, closes),
            opens_next=opens_next,
            is_confirmed=is_confirmed,
        )

    def _next_opening(
        self, start: date, minute: int, *, last_day: date | None = None
    ) -> tuple[datetime | None, bool]:
        """The first opening after ``minute`` of ``start``, and whether all is sure.

        ``minute`` is closed, or the last one of an interval that doesn't touch the next.
        """
        last_day = last_day or start + LOOK_AHEAD_DAYS * _ONE_DAY
        day, plan = start, self.day(start)
        is_confirmed = first_is_confirmed = plan.is_confirmed
        while plan.hours is not None:
            for interval in plan.hours:
                if interval.opens > minute:
                    return self._instant(day, interval.opens), is_confirmed
            minute = -1
            day += _ONE_DAY
            if day > last_day:
                break
            plan = self.day(day)
            is_confirmed = is_confirmed and plan.is_confirmed
        return None, first_is_confirmed

    def _instant(self, day: date, minute: int) -> datetime:
        if minute == DAY_END:
            day, minute = day + _ONE_DAY, 0
        return datetime.combine(day, time(minute // 60, minute % 60), self.zone)


def _closing(closures: tuple[Closure, ...], minute: int) -> Closure | None:
    for closure in closures:
        if closure.hours.opens <= minute < closure.hours.closes:
            return closure
    return None


def _season_of(seasons: tuple[Season, ...], day: date) -> Season | None:
    for season in seasons:
        if season.first_day <= day <= season.last_day:
            return season
    return None


def _why_closed(plan: DayPlan, minute: int) -> tuple[ReasonKind, LocalText | None]:
    if plan.reason_kind is not None:
        return plan.reason_kind, plan.reason
    planned, hours = plan.planned or (), plan.hours or ()
    # The next minute that was meant to be open today: is it a closure that took it?
    for interval in planned:
        if interval.closes > minute:
            closure = _closing(plan.closures, max(interval.opens, minute))
            if closure is not None:
                return ReasonKind.CLOSURE, closure.reason
            break
    if not planned:
        return ReasonKind.NOT_A_SERVICE_DAY, None
    if hours and hours[0].opens < minute and minute < hours[-1].opens:
        return ReasonKind.BREAK, None
    return ReasonKind.OUTSIDE_HOURS, None
