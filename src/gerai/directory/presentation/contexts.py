"""What the templates of the directory's pages are given, beside ``page``."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from gerai.directory.choices import AgencyKind, OfferedHere
from gerai.directory.models import (
    AgencyPage,
    Counter,
    LifeEventPage,
    ServicePage,
)
from gerai.directory.presentation import parts
from gerai.directory.presentation.hours import hours_data
from gerai.directory.presentation.stations import stations
from gerai.directory.presentation.trust import review_text, trust_line
from gerai.directory.selectors import (
    HoursBook,
    counters_of,
    handovers_of_life_event,
    hours_book,
    life_events,
    listed_agencies,
    pill_key,
    services_of,
    services_of_life_event,
)
from gerai.directory.selectors.localized import language_or_active
from gerai.directory.standard.five_facts import facts_in_lists
from gerai.place.clock import Timetable
from gerai.place.selectors import current_mall
from gerai.place.wording import weekly_summary
from gerai.publishing.prepared import with_related


def service_context(page: ServicePage) -> dict[str, Any]:
    """For ``directory/service.html``."""
    standard = page.delivery
    return {
        "agency": page.agency,
        "is_here": page.agency.is_at_mall
        and page.is_offered_here != OfferedHere.ELSEWHERE,
        "standard": standard,
        "requirement_groups": parts.requirement_groups(standard),
        "step_items": parts.step_items(standard),
        "fee_rows": parts.fee_rows(standard),
        "product_lines": parts.product_lines(standard),
        "badges": parts.service_badges(page),
        "missing": parts.missing_delivery(page, standard),
        "trust": trust_line(standard.provenance),
        "review_text": review_text(page.reviewed_on),
    }


def agency_context(page: AgencyPage) -> dict[str, Any]:
    """For ``directory/agency.html``."""
    language = language_or_active(None)
    mall, counters = current_mall(), counters_of(page)
    with_related(page, "floor")
    book = hours_book([page], counters, mall=mall)
    timetable = book.of_agency(page)
    timetables = {pill_key(page): timetable} if timetable is not None else {}
    timetables.update(_counter_hours(book, page, counters))
    services = services_of(page)
    return {
        "services": services,
        "service_rows": service_rows(services),
        "counters": counters,
        "trust": trust_line(page.provenance_value()),
        "review_text": review_text(page.reviewed_on),
        "pill_key": pill_key(page) if timetable is not None else "",
        "hours_summary": weekly_summary(timetable, language) if timetable else "",
        "hours_rows": parts.day_rows(timetable, language),
        "hours_are_confirmed": bool(timetable and timetable.is_usually_confirmed),
        "hours_note": timetable.note.in_language(language) if timetable else "",
        "hours_data": hours_data(mall, book, timetables),
    }


def agency_index_context() -> dict[str, Any]:
    """For ``directory/agency_index.html``."""
    language = language_or_active(None)
    mall, entries = current_mall(), listed_agencies()
    book = hours_book((one.agency for one in entries), mall=mall)
    timetables = {
        pill_key(one.agency): hours
        for one in entries
        if (hours := book.of_agency(one.agency)) is not None
    }
    order = list(AgencyKind.values)
    by_kind = sorted(entries, key=lambda one: order.index(one.agency.kind))
    return {
        "agencies": entries,
        "agencies_by_kind": [
            (str(AgencyKind(kind).label), list(group))
            for kind, group in groupby(by_kind, key=lambda one: one.agency.kind)
        ],
        "hours_summaries": {
            key: weekly_summary(timetable, language)
            for key, timetable in timetables.items()
        },
        "hours_data": hours_data(mall, book, timetables),
    }


def life_event_context(page: LifeEventPage) -> dict[str, Any]:
    """For ``directory/life_event.html``."""
    entries = services_of_life_event(page)
    rows = service_rows([entry.service for entry in entries])
    steps = stations(entries, rows, handovers_of_life_event(page))
    return {
        "entries": steps,
        "has_handovers": any(step.takes for step in steps),
    }


def life_event_index_context() -> dict[str, Any]:
    """For ``directory/life_event_index.html``."""
    return {"life_events": life_events()}


def service_rows(services: Iterable[ServicePage]) -> list[dict[str, Any]]:
    """For lists of services: two facts and the badges of each; few queries for all."""
    pages = list(services)
    return [
        {
            "service": page,
            "agency": page.agency,
            "facts": list(facts),
            "badges": parts.service_badges(page),
        }
        for page, facts in zip(pages, facts_in_lists(pages), strict=True)
    ]


def _counter_hours(
    book: HoursBook, agency: AgencyPage, counters: Iterable[Counter]
) -> dict[str, Timetable]:
    found = {
        pill_key(counter): book.of_counter(counter, agency)
        for counter in counters
        if counter.schedule_id
    }
    return {key: hours for key, hours in found.items() if hours is not None}
