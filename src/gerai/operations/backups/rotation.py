"""Which of many backups are kept.

All of the last hour, the last of each hour for a day, of each day for a week, of each
week for a month, and of each month for a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

ALL_FOR = timedelta(hours=1)
HOURS, DAYS, WEEKS, MONTHS = 24, 7, 4, 12
NAME_FORMAT = "%Y%m%dT%H%M%SZ"

_PERIODS: tuple[tuple[Callable[[datetime], object], int], ...] = (
    (lambda at: (at.date(), at.hour), HOURS),
    (lambda at: at.date(), DAYS),
    (lambda at: at.isocalendar()[:2], WEEKS),
    (lambda at: (at.year, at.month), MONTHS),
)


def made_at(name: str) -> datetime:
    """When a backup was made, from its name."""
    return datetime.strptime(name, NAME_FORMAT).replace(tzinfo=UTC)


def superfluous(names: Iterable[str], now: datetime) -> list[str]:
    """The backups to give up. The newest always stays.

    Those from the future stay too: a clock that was wrong must not cost a backup.
    """
    newest_first = sorted(names, reverse=True)
    kept = {name for name in newest_first if now - made_at(name) <= ALL_FOR}
    kept.update(newest_first[:1])
    for period, count in _PERIODS:
        seen: set[object] = set()
        for name in newest_first:
            key = period(made_at(name))
            if key not in seen and len(seen) < count:
                seen.add(key)
                kept.add(name)
    return [name for name in reversed(newest_first) if name not in kept]
