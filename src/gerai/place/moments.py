"""When time alone changes what pages say about the mall: at its own midnight.

Hours, coming closures and holidays are shown by the day; what changes within a day is
worked out by the reader's browser.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from gerai.place.selectors import mall_timezone


def next_midnight(after: datetime) -> datetime:
    """The beginning of the day that follows where the mall stands."""
    zone = mall_timezone()
    tomorrow = after.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)
