"""When time alone changes what a page says.

Rooms register a function that names their next such moment after a given one (a notice
expires, an event passes). Midnight in the mall's zone always counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from gerai.publishing.reading import once_per_snapshot

_sources: dict[str, Callable[[datetime], datetime | None]] = {}


def register_moments(name: str, source: Callable[[datetime], datetime | None]) -> None:
    """Add a source (from ``apps.ready``)."""
    _sources[name] = source


@once_per_snapshot
def next_moment(after: datetime) -> datetime:
    """The first registered moment later than ``after``, at latest the next midnight."""
    local = timezone.localtime(after)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight + timedelta(days=1)]
    for source in _sources.values():
        moment = source(after)
        if moment is not None and moment > after:
            moments.append(moment)
    return min(moments)
