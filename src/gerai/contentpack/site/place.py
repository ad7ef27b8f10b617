"""The mall, its building and its hours as the pack's files say them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gerai.contentpack.site.common import (
    Data,
    one_line,
    provenance,
    tidy,
    without_nothing,
    words,
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


def mall_data(mall: Mall) -> Data:
    """Fields of mall.yaml about the mall itself, without facts and standard."""
    return without_nothing(
        {
            "name": one_line(mall.name),
            "short_name": one_line(mall.short_name),
            "tagline": words(mall.tagline, mall.tagline_en),
            "city": one_line(mall.city),
            "province": one_line(mall.province),
            "timezone": mall.timezone,
            "operator": without_nothing(
                {
                    "name": one_line(mall.operator_name),
                    "short_name": one_line(mall.operator_short_name),
                }
            ),
            "theme": dict(mall.theme),
        }
    )


def facts_data(mall: Mall) -> list[Data]:
    facts = MallFact.objects.filter(mall=mall).order_by("order", "kind", "pk")
    return [
        without_nothing(
            {
                "kind": fact.kind,
                "value": words(fact.value, fact.value_en),
                "provenance": provenance(fact),
            }
        )
        | {"shown": fact.is_shown}
        for fact in facts
    ]


def floors_data(floors: Iterable[Floor]) -> list[Data]:
    return [
        without_nothing(
            {
                "name": words(floor.name, floor.name_en),
                "description": words(
                    floor.description,
                    floor.description_en,
                    has_english=bool(floor.name_en),
                ),
                "provenance": provenance(floor),
            }
        )
        | {"number": floor.number}
        for floor in floors
    ]


def facilities_data() -> list[Data]:
    facilities = Facility.objects.select_related("floor").order_by(
        "floor__number", "kind", "pk"
    )
    return [
        without_nothing(
            {
                "kind": facility.kind,
                "status": facility.status,
                "note": words(facility.note, facility.note_en),
                "provenance": provenance(facility),
            }
        )
        | ({"floor": facility.floor.number} if facility.floor else {})
        for facility in facilities
    ]


class Schedules:
    """All schedules of the site, read with three queries."""

    def __init__(self) -> None:
        self._schedules = {s.pk: s for s in Schedule.objects.order_by("pk")}
        self._seasons: dict[int, list[Season]] = defaultdict(list)
        for season in Season.objects.order_by("first_day", "last_day", "pk"):
            self._seasons[season.schedule_id].append(season)
        self._closures: dict[int, list[Closure]] = defaultdict(list)
        for closure in Closure.objects.order_by("first_day", "from_time", "pk"):
            self._closures[closure.schedule_id].append(closure)

    def data(
        self, key: int | None, *, has_english: bool, owner: str = ""
    ) -> Data | None:
        """A schedule with its seasons and closures; ``None`` if there is none."""
        schedule = self._schedules.get(key or 0)
        if schedule is None:
            return None
        label = one_line(schedule.label)
        weekly = "same" if schedule.follows_parent else weekly_data(schedule.weekly)
        return without_nothing(
            {
                "label": label if label != owner else None,
                "weekly": weekly,
                "note": words(schedule.note, schedule.note_en, has_english=has_english),
                "provenance": provenance(schedule),
                "seasons": [_season_data(s) for s in self._seasons[schedule.pk]],
                "closures": [
                    _closure_data(closure, has_english=has_english)
                    for closure in self._closures[schedule.pk]
                ],
            }
        )


def weekly_data(weekly: WeeklyJSON | None) -> object:
    """``unknown``, or the spans of each day."""
    if weekly is None:
        return "unknown"
    days = {
        day: [f"{opens}-{closes}" for opens, closes in weekly[day]]
        for day in WEEKDAY_KEYS
        if weekly.get(day)
    }
    return days or {"mon": []}


def _season_data(season: Season) -> Data:
    return without_nothing(
        {
            "name": words(season.name, season.name_en),
            "first_day": season.first_day,
            "last_day": season.last_day,
            "weekly": weekly_data(season.weekly),
            "provenance": provenance(season),
        }
    )


def _closure_data(closure: Closure, *, has_english: bool) -> Data:
    return without_nothing(
        {
            "first_day": closure.first_day,
            "last_day": closure.last_day,
            "from": f"{closure.from_time:%H:%M}" if closure.from_time else None,
            "until": f"{closure.until_time:%H:%M}" if closure.until_time else None,
            "reason": words(closure.reason, closure.reason_en, has_english=has_english),
        }
    )


def hours_data(mall: Mall, schedules: Schedules) -> Data:
    """hours.yaml"""
    schedule = schedules.data(
        mall.schedule_id, has_english=False, owner=one_line(mall.short_name)
    ) or {
        "weekly": "unknown",
        "provenance": {"trust": "general"},
    }
    if schedule["weekly"] == "same":
        schedule["weekly"] = "unknown"
    return without_nothing(
        {
            "seasons": schedule.pop("seasons", []),
            "closures": schedule.pop("closures", []),
            "holidays": [
                without_nothing(
                    {
                        "action": change.action,
                        "day": change.day,
                        "moved_to": change.moved_to,
                        "name": words(change.name, change.name_en),
                        "kind": change.kind,
                    }
                )
                for change in HolidayChange.objects.order_by("day", "action", "pk")
            ],
            "schedule": schedule,
        }
    )


__all__ = [
    "Schedules",
    "facilities_data",
    "facts_data",
    "floors_data",
    "hours_data",
    "mall_data",
    "tidy",
]
