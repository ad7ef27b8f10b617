"""The clock once more, minute by minute and as naively as possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gerai.place.clock import Closure, HoursLayer, Timetable, WeeklyHours

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Minute:
    """What holds during one minute: ``is_open`` None is unknown."""

    is_open: bool | None
    is_planned: bool
    closure: Closure | None
    whole_day: str | None
    is_known_day: bool
    is_confirmed: bool


def weekly_of(layer: HoursLayer, day: date) -> tuple[bool, WeeklyHours | None, bool]:
    """Whether the layer speaks about the day, its week, and whether that is sure."""
    for season in layer.seasons:
        if season.first_day <= day <= season.last_day:
            return True, season.weekly, season.is_confirmed
    return not layer.follows_parent, layer.weekly, layer.is_confirmed


def minute_at(timetable: Timetable, moment: datetime) -> Minute:
    """``moment`` is local and on a whole minute."""
    day, number = moment.date(), moment.hour * 60 + moment.minute
    active = [
        closure
        for layer in timetable.layers
        for closure in layer.closures
        if closure.first_day <= day <= closure.last_day
    ]
    if any((c.hours.opens, c.hours.closes) == (0, 1440) for c in active):
        first = next(c for c in active if (c.hours.opens, c.hours.closes) == (0, 1440))
        return Minute(False, False, first, "closure", True, True)
    holiday = timetable.holidays.get(day)
    if holiday is not None:
        sure = not holiday.is_estimated
        return Minute(False, False, None, "holiday", True, sure)
    spoken = [weekly_of(layer, day) for layer in timetable.layers]
    weeks = [week for speaks, week, _sure in spoken if speaks]
    known = bool(weeks) and all(week is not None for week in weeks)
    sure = known and all(sure for _speaks, _week, sure in spoken)
    planned = known and all(
        any(i.opens <= number < i.closes for i in week.days[day.weekday()])
        for week in weeks
        if week is not None
    )
    closure = next(
        (c for c in active if c.hours.opens <= number < c.hours.closes), None
    )
    if closure is not None:
        return Minute(False, planned, closure, None, known, sure)
    return Minute(planned if known else None, planned, None, None, known, sure)


@dataclass(frozen=True)
class Answer:
    is_open: bool | None
    closes: datetime | None
    opens_next: datetime | None
    reason_kind: str | None
    reason: str | None
    is_confirmed: bool


def ask(timetable: Timetable, instant: datetime, until: datetime) -> Answer:
    """The answer, looking no further than ``until``."""
    now = instant.astimezone(timetable.zone).replace(second=0, microsecond=0)
    current = minute_at(timetable, now)
    if current.is_open is None:
        return Answer(None, None, None, "unknown", None, False)
    if not current.is_known_day and current.closure:
        return Answer(False, None, None, "closure", current.closure.reason.id, True)
    sure = current.is_confirmed
    closes = opens_next = None
    previous = current
    walk = now + MINUTE
    sure_so_far = sure
    while walk < until:
        minute = minute_at(timetable, walk)
        if not minute.is_known_day:
            break
        if current.is_open and closes is None:
            if minute.is_open:
                sure = sure and minute.is_confirmed
            else:
                closes = walk
        sure_so_far = sure_so_far and minute.is_confirmed
        if minute.is_open and not previous.is_open:
            opens_next = walk
            if not current.is_open:
                sure = sure_so_far
            break
        previous = minute
        walk += MINUTE
    if current.is_open and closes is None:
        opens_next = None
        if walk < until and walk.hour == walk.minute == 0:
            # Beyond midnight nothing is known.
            closes = None
    if current.is_open:
        return Answer(True, closes, opens_next, None, None, sure)
    kind, reason = why(timetable, now, current)
    return Answer(False, None, opens_next, kind, reason, sure)


def why(timetable: Timetable, now: datetime, current: Minute) -> tuple[str, str | None]:
    if current.whole_day == "closure":
        assert current.closure is not None
        return "closure", current.closure.reason.id
    if current.whole_day == "holiday":
        holiday = timetable.holidays.get(now.date())
        assert holiday is not None
        return "holiday", holiday.name.id
    start = now.replace(hour=0, minute=0)
    today = [minute_at(timetable, start + n * MINUTE) for n in range(1440)]
    position = now.hour * 60 + now.minute
    following = next((one for one in today[position:] if one.is_planned), None)
    if following is not None and following.closure is not None:
        return "closure", following.closure.reason.id
    if not any(one.is_planned for one in today):
        return "not_a_service_day", None
    before = any(one.is_open for one in today[:position])
    after = any(one.is_open for one in today[position:])
    return ("break" if before and after else "outside_hours"), None
