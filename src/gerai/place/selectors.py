"""Reads of the room ``place``: the mall, what is known about it, and its clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils import timezone

from gerai.place import clock
from gerai.place.choices import CONTACT_FACT_KINDS, FactKind, MallZone
from gerai.place.holidays_calendar import HolidayCalendar, calendar_with
from gerai.place.models import (
    Closure,
    Facility,
    Floor,
    HolidayChange,
    Mall,
    MallFact,
    Schedule,
    Season,
)
from gerai.place.weekly_hours import WEEKDAY_KEYS, WeeklyJSON, parse_stored_time
from gerai.publishing.reading import once_per_snapshot


@dataclass(frozen=True, slots=True)
class MallFacts:
    """What is known about the mall.

    Attributes:
        shown: the fact that visitors see, by kind.
        conflicts: all facts of a kind on which sources disagree, the shown one first.
    """

    shown: Mapping[FactKind, MallFact] = field(default_factory=dict)
    conflicts: Mapping[FactKind, tuple[MallFact, ...]] = field(default_factory=dict)

    def value(self, kind: FactKind, language: str = "id") -> str:
        """The shown value, or "" if there is none."""
        fact = self.shown.get(kind)
        if fact is None:
            return ""
        return clock.LocalText(fact.value, fact.value_en).in_language(language)

    @property
    def contacts(self) -> list[MallFact]:
        """The shown ways to reach the mall, the quickest first."""
        return [self.shown[kind] for kind in CONTACT_FACT_KINDS if kind in self.shown]

    @property
    def phone(self) -> str:
        return self.value(FactKind.PHONE)


@once_per_snapshot
def current_mall() -> Mall | None:
    """The mall of this installation, None before a content pack is loaded."""
    return Mall.objects.select_related("schedule").first()


@once_per_snapshot
def mall_facts(mall: Mall | None) -> MallFacts:
    """All facts about the mall; one query."""
    by_kind: dict[FactKind, list[MallFact]] = {}
    if mall is not None:
        for fact in mall.facts.order_by("-is_shown", "order", "pk"):
            by_kind.setdefault(FactKind(fact.kind), []).append(fact)
    return MallFacts(
        shown={kind: facts[0] for kind, facts in by_kind.items() if facts[0].is_shown},
        conflicts={
            kind: tuple(facts) for kind, facts in by_kind.items() if len(facts) > 1
        },
    )


@once_per_snapshot
def mall_value(mall: Mall, kind: FactKind) -> str:
    """The shown fact of one kind, or ""; for what rests on no other kind."""
    shown = mall.facts.filter(kind=kind, is_shown=True).order_by("order", "pk")
    return shown.values_list("value", flat=True).first() or ""


@once_per_snapshot
def floors() -> list[Floor]:
    """All floors from the lowest up, each with ``facilities.all()`` at hand."""
    return list(
        Floor.objects.order_by("number", "pk").prefetch_related(
            Prefetch("facilities", Facility.objects.order_by("kind", "pk"))
        )
    )


@once_per_snapshot
def facilities() -> list[Facility]:
    """All facilities with their floor, in order of kind."""
    return list(Facility.objects.select_related("floor").order_by("kind", "pk"))


def mall_timezone(mall: Mall | None = None) -> ZoneInfo:
    """The zone in which the mall's hours are read."""
    mall = mall or current_mall()
    return ZoneInfo(mall.timezone if mall is not None else MallZone.WIB.value)


def mall_today() -> date:
    """The date where the mall is; the server's may differ for two hours a day."""
    return timezone.localdate(timezone=mall_timezone())


@once_per_snapshot
def holiday_calendar() -> HolidayCalendar:
    """The national calendar with the mall's own changes; one query."""
    return calendar_with(HolidayChange.objects.order_by("day", "pk"))


@once_per_snapshot
def mall_timetable(mall: Mall | None = None) -> clock.Timetable:
    """The mall's own hours; without a schedule, hours that nobody knows."""
    mall = mall or current_mall()
    zone = mall_timezone(mall)
    holidays = holiday_calendar()
    schedule_id = mall.schedule_id if mall is not None else None
    if schedule_id is not None:
        return _timetables([schedule_id], zone, holidays)[schedule_id]
    return clock.Timetable(zone, (clock.HoursLayer(),), holidays)


@once_per_snapshot
def timetables(schedule_ids: Iterable[int]) -> dict[int, clock.Timetable]:
    """The own hours of schedules by id, not yet within those of the mall.

    A fixed number of queries. Use :meth:`clock.Timetable.narrowed_by` or
    :func:`timetables_within_mall` for what counts on the spot.
    """
    return _timetables(schedule_ids, mall_timezone(), holiday_calendar())


@once_per_snapshot
def timetables_within_mall(
    schedule_ids: Iterable[int], mall: Mall | None = None
) -> tuple[clock.Timetable, dict[int, clock.Timetable]]:
    """The mall's timetable, and those of schedules within it; a fixed number of queries."""
    mall = mall or current_mall()
    zone, holidays = mall_timezone(mall), holiday_calendar()
    mall_schedule_id = mall.schedule_id if mall is not None else None
    wanted = {*schedule_ids, *([mall_schedule_id] if mall_schedule_id else [])}
    own = _timetables(wanted, zone, holidays)
    if mall_schedule_id is None:
        mall_hours = clock.Timetable(zone, (clock.HoursLayer(),), holidays)
    else:
        mall_hours = own.pop(mall_schedule_id)
    return mall_hours, {
        schedule_id: timetable.narrowed_by(mall_hours)
        for schedule_id, timetable in own.items()
    }


def _timetables(
    schedule_ids: Iterable[int], zone: ZoneInfo, holidays: HolidayCalendar
) -> dict[int, clock.Timetable]:
    schedules = Schedule.objects.filter(pk__in=set(schedule_ids)).order_by("pk")
    seasons: dict[int, list[clock.Season]] = {}
    closures: dict[int, list[clock.Closure]] = {}
    found = {schedule.pk: schedule for schedule in schedules}
    # Seasons and closures hang on ParentalKeys, whose managers prefetch badly.
    for season in Season.objects.filter(schedule_id__in=found).order_by(
        "first_day", "pk"
    ):
        seasons.setdefault(season.schedule_id, []).append(season_value(season))
    for closure in Closure.objects.filter(schedule_id__in=found).order_by(
        "first_day", "from_time", "pk"
    ):
        closures.setdefault(closure.schedule_id, []).append(closure_value(closure))
    return {
        key: clock.Timetable(
            zone,
            (
                clock.HoursLayer(
                    weekly=weekly_value(schedule.weekly),
                    follows_parent=schedule.follows_parent,
                    seasons=tuple(seasons.get(key, ())),
                    closures=tuple(closures.get(key, ())),
                    is_confirmed=schedule.is_confirmed,
                    note=clock.LocalText(schedule.note, schedule.note_en),
                ),
            ),
            holidays,
        )
        for key, schedule in found.items()
    }


def weekly_value(weekly: WeeklyJSON | None) -> clock.WeeklyHours | None:
    """Stored weekly hours as the clock reads them."""
    if weekly is None:
        return None
    return clock.WeeklyHours.of(
        *(
            [
                (parse_stored_time(opens), parse_stored_time(closes))
                for opens, closes in weekly.get(key, ())
            ]
            for key in WEEKDAY_KEYS
        )
    )


def season_value(season: Season) -> clock.Season:
    """A stored season as the clock reads it."""
    return clock.Season(
        name=clock.LocalText(season.name, season.name_en),
        first_day=season.first_day,
        last_day=season.last_day,
        weekly=weekly_value(season.weekly),
        is_confirmed=season.is_confirmed,
    )


def closure_value(closure: Closure) -> clock.Closure:
    """A stored closure as the clock reads it."""
    start, end = closure.from_time, closure.until_time
    return clock.Closure(
        first_day=closure.first_day,
        last_day=closure.last_day,
        reason=clock.LocalText(closure.reason, closure.reason_en),
        hours=clock.Interval(
            start.hour * 60 + start.minute if start else 0,
            end.hour * 60 + end.minute if end else clock.DAY_END,
        ),
    )
