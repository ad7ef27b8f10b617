"""One small mall, confirmed, open on weekdays with a break; Friday is short."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from gerai.place.clock import (
    Holiday,
    HoursLayer,
    LocalText,
    OpenState,
    ReasonKind,
    Timetable,
    WeeklyHours,
)

WITA = ZoneInfo("Asia/Makassar")
MORNING, AFTERNOON = (8 * 60, 12 * 60), (13 * 60, 15 * 60)
FRIDAY = (8 * 60, 11 * 60)
WEEK = WeeklyHours.of(*[[MORNING, AFTERNOON]] * 4, [FRIDAY], [], [])
CONFIRMED = HoursLayer(WEEK, is_confirmed=True)

# 24 November 2026 is a Tuesday.
TUESDAY = date(2026, 11, 24)


def mall(
    layer: HoursLayer = CONFIRMED, holidays: dict[date, Holiday] | None = None
) -> Timetable:
    return Timetable(WITA, (layer,), holidays or {})


def at(day: int, clock: str, month: int = 11) -> datetime:
    hour, minute = clock.split(".")
    year = 2027 if month < 11 else 2026
    return datetime(year, month, day, int(hour), int(minute), tzinfo=WITA)


def closed(kind: ReasonKind, reason: str | None, opens: datetime | None) -> OpenState:
    return OpenState(
        is_open=False,
        opens_next=opens,
        reason=LocalText(reason) if reason else None,
        reason_kind=kind,
        is_confirmed=True,
    )
