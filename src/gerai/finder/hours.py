"""The hours that pages of this room carry: those of the mall, for its open pills."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from gerai.place.carried import hours_payload
from gerai.place.selectors import current_mall, mall_timetable

MALL_KEY = "mall"


def mall_hours() -> dict[str, Any]:
    """The content of the ``#hours`` script; empty without a mall."""
    mall = current_mall()
    if mall is None:
        return {}
    timetable = mall_timetable(mall)
    return hours_payload(
        {MALL_KEY: timetable},
        first_day=timezone.now().astimezone(timetable.zone).date(),
        language=get_language() or "id",
    )
