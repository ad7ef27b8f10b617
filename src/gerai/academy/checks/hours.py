"""Rules on closures and hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any, ClassVar, Literal

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from gerai.academy.checks.looking import (
    holder_of,
    mentions,
    name_of,
    wider_schedules,
)
from gerai.academy.checks.rules import (
    WEEKDAYS,
    Problem,
    Rule,
    Situation,
    days_of,
    register,
)
from gerai.academy.checks.values import Clock, Day, Slug, Wanted, clock_of, said
from gerai.contentpack.format.base import refuse
from gerai.place.choices import Weekday
from gerai.place.models import Closure
from gerai.place.weekly_hours import parse_day

_STORED = dict(zip(WEEKDAYS, Weekday.values, strict=True))


class _OfHolder(Rule):
    """Whose hours; the mall's where neither counter nor agency is named."""

    counter: Slug | None = None
    agency: Slug | None = None

    @model_validator(mode="after")
    def _one_holder(self) -> Any:
        if self.counter and self.agency:
            raise refuse(_("name a counter or an agency, not both"))
        return self


@register
class ClosureExists(_OfHolder):
    """Somebody is closed on a day, for the right hours, with a reason.

    ``until`` left out: until closing time; ``any``: whatever. ``reason``: ``any``, or words to mention.
    """

    kind: ClassVar[str] = "closure_exists"
    day: Day
    last_day: Day | None = None
    starts: Clock | None = Field(default=None, alias="from")
    until: Literal["any"] | Clock | None = None
    reason: Literal["any"] | Wanted = "any"

    def goal(self) -> str:
        return _("The closure is entered, with day, time and reason.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        holder = holder_of(self.counter, self.agency, situation)
        name = name_of(holder)
        closures = _closures(holder.schedule)
        if not closures:
            yield self._why_none(holder, name)
            return
        closure = self._nearest(closures, situation)
        yield from self._wrong(closure, situation)

    def _why_none(self, holder: Any, name: str) -> Problem:
        """Closed too much is another mistake than not closed at all."""
        if any(_closures(schedule) for schedule in wider_schedules(holder)):
            return Problem(
                _("More is closed than %(name)s alone.") % {"name": name},
                _("Take that closure back, and choose %(name)s in the list.")
                % {"name": name},
            )
        return Problem(
            _("%(name)s isn't closed yet.") % {"name": name},
            _("Begin on the home screen of the desk with “Close my counter”."),
        )

    def _nearest(self, closures: list[Closure], situation: Situation) -> Closure:
        return min(
            closures,
            key=lambda one: (len(list(self._wrong(one, situation))), -one.pk),
        )

    def _wrong(self, closure: Closure, situation: Situation) -> Iterator[Problem]:
        first = days_of(self.day, situation.todays)
        last = days_of(self.last_day or self.day, situation.todays)
        if closure.first_day not in first:
            yield _wrong_day(_("It begins on %(day)s."), closure.first_day, first)
        elif closure.last_day not in last:
            yield _wrong_day(_("It ends on %(day)s."), closure.last_day, last)
        yield from _wrong_time(
            _("Closed from"), closure.from_time, self.starts, _("the morning")
        )
        if self.until != "any":
            yield from _wrong_time(
                _("Open again from"), closure.until_time, self.until, _("the next day")
            )
        reason = (closure.reason or "").strip()
        if len(reason) < 3:
            yield Problem(_("The reason is missing."), _("Visitors read it: say why."))
        elif self.reason != "any":
            for wanted in self.reason:
                if not mentions(reason, wanted):
                    yield Problem(
                        _("The reason doesn't mention “%(words)s”.")
                        % {"words": wanted.split("|")[0].strip()}
                    )


@register
class NotClosed(_OfHolder):
    """Nothing is closed (any more) on a day."""

    kind: ClassVar[str] = "not_closed"
    day: Day

    def goal(self) -> str:
        return _("It is open as usual on that day.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        holder = holder_of(self.counter, self.agency, situation)
        days = days_of(self.day, situation.todays)
        for closure in _closures(holder.schedule):
            if any(closure.first_day <= day <= closure.last_day for day in days):
                yield Problem(
                    _("%(name)s is still closed on %(day)s.")
                    % {"name": name_of(holder), "day": _date(min(days))},
                    _("Take the closure back."),
                )


@register
class HoursEqual(_OfHolder):
    """The weekly hours of some days: ``hours: {friday: "08.00-11.00"}``."""

    kind: ClassVar[str] = "hours_equal"
    hours: dict[
        Literal[
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
        ],
        str,
    ] = Field(min_length=1)

    @field_validator("hours")
    @classmethod
    def _readable(cls, hours: dict[Any, str]) -> dict[Any, str]:
        for text in hours.values():
            try:
                parse_day(text)
            except ValidationError as problem:
                raise refuse(" ".join(problem.messages)) from problem
        return hours

    def goal(self) -> str:
        return _("The opening hours are right.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        holder = holder_of(self.counter, self.agency, situation)
        schedule = holder.schedule
        if schedule is None or schedule.weekly is None:
            yield Problem(
                _("%(name)s has no hours of its own yet.") % {"name": name_of(holder)},
                _("Begin on the home screen of the desk with “Change opening hours”."),
            )
            return
        for day, text in self.hours.items():
            wanted = parse_day(text)
            present = schedule.weekly.get(_STORED[day], [])
            if present != wanted:
                yield Problem(
                    _("%(day)s: %(present)s is entered, but it should be %(wanted)s.")
                    % {
                        "day": Weekday(_STORED[day]).label,
                        "present": _span(present),
                        "wanted": _span(wanted),
                    },
                    _("Open the hours again and correct that day."),
                )


def _closures(schedule: Any) -> list[Closure]:
    return [] if schedule is None else list(Closure.objects.filter(schedule=schedule))


def _wrong_day(text: str, present: date, wanted: set[date]) -> Problem:
    return Problem(
        f"{text % {'day': _date(present)}} "
        + _("It should be %(day)s.") % {"day": _date(max(wanted))},
        _("Take the closure back and enter it again with the right day."),
    )


def _wrong_time(
    label: str, present: time | None, wanted: str | None, empty: str
) -> Iterator[Problem]:
    right = clock_of(wanted) if wanted else None
    if present == right:
        return
    yield Problem(
        _("%(label)s: %(present)s is entered, but it should be %(wanted)s.")
        % {
            "label": label,
            "present": said(present) if present else empty,
            "wanted": said(right) if right else empty,
        },
        _("Choose “Choose day and time” to say from when until when."),
    )


def _date(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _span(intervals: list[list[str]]) -> str:
    words = [f"{start}-{end}".replace(":", ".") for start, end in intervals]
    return ", ".join(words) or _("closed")
