"""Loads the mall, its building and its hours."""

from __future__ import annotations

from datetime import time
from typing import Any

from gerai.contentpack.format.hours import (
    Closure as ClosureItem,
)
from gerai.contentpack.format.hours import (
    HoursFile,
    MallSchedule,
    SameWeek,
    UnknownWeek,
    Week,
)
from gerai.contentpack.format.hours import (
    Schedule as ScheduleItem,
)
from gerai.contentpack.format.hours import (
    Season as SeasonItem,
)
from gerai.contentpack.format.mall import Facility as FacilityItem
from gerai.contentpack.format.mall import Fact, MallFile
from gerai.contentpack.format.mall import Floor as FloorItem
from gerai.contentpack.loading.rows import (
    assign,
    both,
    provenance_fields,
    save,
    sync_rows,
)
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
from gerai.place.weekly_hours import WEEKDAY_KEYS, WeeklyJSON


def save_mall(item: MallFile) -> Mall:
    """The mall itself; its hours and facts are records of their own."""
    mall = Mall.objects.first() or Mall()
    assign(
        mall,
        {
            "name": item.name,
            "short_name": item.short_name,
            **both(item.tagline, "tagline"),
            "city": item.city,
            "province": item.province,
            "timezone": item.timezone,
            "operator_name": item.operator.name,
            "operator_short_name": item.operator.short_name or "",
            "theme": dict(item.theme),
        },
    )
    return save(mall, "mall")


def save_facts(mall: Mall, facts: list[Fact]) -> None:
    wanted = [
        {
            "mall": mall,
            "kind": fact.kind,
            **both(fact.value, "value"),
            "is_shown": fact.shown,
            "order": order,
            **provenance_fields(fact.provenance),
        }
        for order, fact in enumerate(facts, start=1)
    ]
    existing = MallFact.objects.filter(mall=mall).order_by("order", "pk")
    sync_rows(MallFact, existing, wanted, "mall/facts")


def save_floor(item: FloorItem) -> Floor:
    floor = Floor.objects.filter(number=item.number).first() or Floor(
        number=item.number
    )
    assign(
        floor,
        {
            **both(item.name, "name"),
            **both(item.description, "description"),
            **provenance_fields(item.provenance),
        },
    )
    return save(floor, f"floor/{item.number}")


def save_facilities(items: list[FacilityItem]) -> None:
    floors = {floor.number: floor for floor in Floor.objects.order_by("number")}
    wanted = [
        {
            "kind": item.kind,
            "floor": floors[item.floor] if item.floor is not None else None,
            "status": item.status,
            **both(item.note, "note"),
            **provenance_fields(item.provenance),
        }
        for item in items
    ]
    existing = Facility.objects.select_related("floor").order_by("pk")
    sync_rows(Facility, existing, wanted, "facilities")


def save_hours(mall: Mall, hours: HoursFile) -> None:
    schedule = save_schedule(
        mall.schedule,
        hours.schedule,
        label=mall.short_name,
        key="hours",
        seasons=hours.seasons,
        closures=hours.closures,
    )
    if mall.schedule_id != schedule.pk:
        mall.schedule = schedule
        mall.save(update_fields=["schedule"])


def save_holidays(hours: HoursFile) -> None:
    wanted = [
        {
            "action": change.action,
            "day": change.day,
            "moved_to": change.moved_to,
            **both(change.name, "name"),
            "kind": change.kind,
        }
        for change in hours.holidays
    ]
    existing = HolidayChange.objects.order_by("pk")
    sync_rows(HolidayChange, existing, wanted, "holidays")


def save_schedule(
    schedule: Schedule | None,
    item: ScheduleItem | MallSchedule,
    *,
    label: str,
    key: str,
    seasons: list[SeasonItem],
    closures: list[ClosureItem],
) -> Schedule:
    """A schedule with its seasons and closures; ``schedule`` is the one to reuse."""
    row = schedule or Schedule()
    is_changed = assign(
        row,
        {
            "label": item.label or label,
            "follows_parent": isinstance(item.weekly, SameWeek),
            "weekly": weekly_json(item.weekly),
            **both(item.note, "note"),
            **provenance_fields(item.provenance),
        },
    )
    if is_changed or row.pk is None:
        save(row, key)
    sync_rows(
        Season,
        Season.objects.filter(schedule=row).order_by("pk"),
        [_season(row, season) for season in seasons],
        key,
    )
    sync_rows(
        Closure,
        Closure.objects.filter(schedule=row).order_by("pk"),
        [_closure(row, closure) for closure in closures],
        key,
    )
    return row


def weekly_json(week: Week) -> WeeklyJSON | None:
    """Weekly hours as ``place`` stores them; ``None`` if unknown or the parent's."""
    if isinstance(week, UnknownWeek | SameWeek):
        return None
    days = {day: getattr(week, day) for day in WEEKDAY_KEYS}
    return {
        day: [[span.opens, span.closes] for span in spans]
        for day, spans in days.items()
        if spans
    }


def _season(schedule: Schedule, item: SeasonItem) -> dict[str, Any]:
    return {
        "schedule": schedule,
        **both(item.name, "name"),
        "first_day": item.first_day,
        "last_day": item.last_day,
        "weekly": weekly_json(item.weekly),
        **provenance_fields(item.provenance),
    }


def _closure(schedule: Schedule, item: ClosureItem) -> dict[str, Any]:
    return {
        "schedule": schedule,
        "first_day": item.first_day,
        "last_day": item.last_day,
        "from_time": _time(item.from_time),
        "until_time": _time(item.until_time),
        **both(item.reason, "reason"),
    }


def _time(text: str | None) -> time | None:
    # A day ends at 24:00; as "until" that is the same as no end at all.
    return time.fromisoformat(text) if text and text != "24:00" else None
