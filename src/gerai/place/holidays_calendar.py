"""The national holidays and collective leave of Indonesia, as the mall changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Protocol

import holidays
from holidays.constants import GOVERNMENT, PUBLIC

from gerai.place.choices import HolidayAction, HolidayKind
from gerai.place.clock import Holiday, LocalText

# In the library, Indonesia's GOVERNMENT category is cuti bersama: the collective leave
# that three ministers decree each year. It lists a year once the decree is out.
_CATEGORIES = {HolidayKind.COLLECTIVE_LEAVE: GOVERNMENT, HolidayKind.NATIONAL: PUBLIC}
_LANGUAGES = {"id": "id", "en": "en_US"}


class Change(Protocol):
    """The shape of a stored ``HolidayChange``."""

    action: str
    day: date
    moved_to: date | None
    name: str
    name_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The holiday of any day: the mall's changes first, then the national calendar."""

    changed: Mapping[date, Holiday | None] = field(default_factory=dict)

    def get(self, day: date, /) -> Holiday | None:
        """The holiday on ``day``, or None."""
        if day in self.changed:
            return self.changed[day]
        return national_holidays(day.year).get(day)

    def between(self, first_day: date, last_day: date) -> list[tuple[date, Holiday]]:
        """The holidays from ``first_day`` to ``last_day``, both included, in order."""
        found: list[tuple[date, Holiday]] = []
        for offset in range((last_day - first_day).days + 1):
            day = first_day + timedelta(days=offset)
            holiday = self.get(day)
            if holiday is not None:
                found.append((day, holiday))
        return found


def calendar_with(changes: Iterable[Change]) -> HolidayCalendar:
    """The calendar after ``changes``; their order does not matter.

    Days are first cleared (moved away, cancelled), then filled (moved here, added), so
    that a day which is cancelled and added is a holiday.
    """
    cleared: dict[date, Holiday | None] = {}
    filled: dict[date, Holiday | None] = {}
    added: dict[date, Holiday | None] = {}
    for change in changes:
        if change.action == HolidayAction.ADD:
            name = LocalText(change.name, change.name_en)
            added[change.day] = Holiday(name, HolidayKind(change.kind))
            continue
        cleared[change.day] = None
        if change.action == HolidayAction.MOVE and change.moved_to is not None:
            filled[change.moved_to] = _moved(change)
    return HolidayCalendar(MappingProxyType({**cleared, **filled, **added}))


def _moved(change: Change) -> Holiday:
    original = national_holidays(change.day.year).get(change.day)
    if change.name or original is None:
        name = LocalText(change.name, change.name_en)
    else:
        name = original.name
    kind = original.kind if original is not None else HolidayKind(change.kind)
    return Holiday(name, kind)


@cache
def national_holidays(year: int) -> Mapping[date, Holiday]:
    """The national holidays and collective leave of one year, without the mall's changes."""
    found: dict[date, Holiday] = {}
    # National holidays come last: they win where both fall on one day.
    for kind, category in _CATEGORIES.items():
        names = {
            code: holidays.country_holidays(
                "ID", years=year, language=language, categories=(category,)
            )
            for code, language in _LANGUAGES.items()
        }
        estimated = _estimated_suffix(names["id"]), _estimated_suffix(names["en"])
        for day, name in names["id"].items():
            if day.year == year:
                found[day] = Holiday(
                    LocalText(
                        _plain(name, estimated[0]),
                        _plain(names["en"].get(day, ""), estimated[1]),
                    ),
                    kind,
                    is_estimated=estimated[0] in name,
                )
    return MappingProxyType(dict(sorted(found.items())))


def _estimated_suffix(calendar: holidays.HolidayBase) -> str:
    """What the library appends to a date that nobody has fixed yet, in its language."""
    label: str = getattr(calendar, "estimated_label", "%s (estimated)")
    return calendar.tr(label).replace("%s", "")


def _plain(name: str, suffix: str) -> str:
    return name.replace(suffix, "").replace("; ", " / ")
