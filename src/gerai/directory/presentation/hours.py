"""When a counter is open: for the tables of pages, and for the script of open pills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from gerai.directory.models import AgencyPage, Counter
from gerai.directory.selectors import HoursBook, hours_book, pill_key
from gerai.directory.selectors.localized import language_or_active
from gerai.place.carried import MALL_KEY, hours_payload
from gerai.place.clock import Timetable
from gerai.place.models import Mall
from gerai.place.selectors import current_mall


def book_of(agency: AgencyPage, counter: Counter | None) -> HoursBook:
    """The hours that count for what an agency offers, at a counter if it names one."""
    return hours_book([agency], [counter] if counter else [], mall=current_mall())


def counter_hours_data(agency: AgencyPage, counter: Counter | None) -> dict[str, Any]:
    """The content of the ``#hours`` script on pages about what is done at a counter."""
    book = book_of(agency, counter)
    timetable = book.at(agency, counter)
    key = pill_key(counter if counter and counter.schedule_id else agency)
    timetables = {key: timetable} if timetable is not None else {}
    return hours_data(current_mall(), book, timetables)


def hours_data(
    mall: Mall | None, book: HoursBook, timetables: Mapping[str, Timetable]
) -> dict[str, Any]:
    """The content of the page's ``#hours`` script; empty before a mall is loaded."""
    if mall is None:
        return {}
    return hours_payload(
        {MALL_KEY: book.mall, **timetables},
        first_day=timezone.localdate(timezone=book.mall.zone),
        language=language_or_active(None),
    )
