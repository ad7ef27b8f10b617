"""Pieces of pages of services that show facts, places, hours, and what is beside.

They are drawn by themselves, so that a change of hours, or of a service that many name,
renders no page anew.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.html import json_script
from django.utils.safestring import SafeString

from gerai.directory.models import AgencyPage, Counter, LifeEventPage, ServicePage
from gerai.directory.presentation.hours import book_of, counter_hours_data
from gerai.directory.presentation.parts import day_rows
from gerai.directory.selectors import (
    life_events_of,
    neighbours_of,
    other_life_events,
    pill_key,
    related_services,
)
from gerai.directory.selectors.localized import language_or_active
from gerai.directory.standard import five_facts
from gerai.directory.standard.five_facts import here_fact
from gerai.place.contacts import footer_lines
from gerai.place.selectors import current_mall, mall_facts
from gerai.publishing.drawn import drawn_once
from gerai.publishing.pieces import page_piece
from gerai.publishing.prepared import by_key, mentioned, record_once, with_related
from gerai.publishing.reading import is_in_snapshot
from gerai.theme.drawings import qr_code_svg
from gerai.theme.paper import drawing_id

_QUICK_SCHEMES = ("tel:", "https://wa.me/")


def beside(page: ServicePage) -> SafeString:
    """What people need before, after or along with a service."""
    return _beside_of(page.pk) if is_in_snapshot() else _beside(page)


def facts(page: ServicePage) -> SafeString:
    """The five facts of a service at the top of its page."""
    return _facts_of(page.pk) if is_in_snapshot() else _facts(page)


def place(page: ServicePage) -> SafeString:
    """Where in the mall a service that is had there is had, and when."""
    if is_in_snapshot():
        return _place_at(page.agency.pk, page.counter_id or 0, page.is_offered_here)
    return _place(page.agency, page.counter, page.is_offered_here)


def hours_script(page: ServicePage) -> SafeString:
    """What the script of the open pill reads on the page of a service had at the mall."""
    if is_in_snapshot():
        return _hours_at(page.agency.pk, page.counter_id or 0)
    return _hours(page.agency, page.counter)


@page_piece
def quick_lines() -> SafeString:
    """The ways to ask the mall that answer at once: telephone and WhatsApp."""
    lines = footer_lines(mall_facts(current_mall()), language_or_active(None))
    quick = [one for one in lines if str(one.url).startswith(_QUICK_SCHEMES)]
    return drawn("quick_lines", lines=quick)


def other_ways_in(page: LifeEventPage) -> SafeString:
    """The ways in from whatever else has happened."""
    return _others_of(page.pk) if is_in_snapshot() else _others(page)


def scan_code(address: str) -> SafeString:
    """The code on paper that leads back to a page; drawn once for each."""
    drawn = drawn_once(
        urlsplit(address).path,
        [drawing_id(), address],
        lambda: qr_code_svg(address).encode(),
    )
    return SafeString(drawn.decode())


@page_piece
def _facts_of(key: int) -> SafeString:
    (page,) = by_key(ServicePage).records(key)
    return _facts(page)


@page_piece
def _place_at(agency: int, counter: int, is_offered_here: str) -> SafeString:
    return _place(*_counter(agency, counter), is_offered_here)


@page_piece
def _hours_at(agency: int, counter: int) -> SafeString:
    return _hours(*_counter(agency, counter))


@page_piece
def _beside_of(key: int) -> SafeString:
    (page,) = by_key(ServicePage).records(key)
    return _beside(page)


@page_piece
def _others_of(key: int) -> SafeString:
    (page,) = by_key(LifeEventPage).records(key)
    return _others(page)


def _facts(page: ServicePage) -> SafeString:
    with_related(page, "counter__floor")
    timetable = book_of(page.agency, page.counter).of_service(page)
    found = five_facts(
        page,
        standard=page.delivery,
        timetable=timetable,
        pill_key=pill_key(page) if timetable is not None else "",
    )
    return drawn("service_facts", facts=found)


def _place(
    agency: AgencyPage, counter: Counter | None, is_offered_here: str
) -> SafeString:
    timetable = book_of(agency, counter).at(agency, counter)
    language = language_or_active(None)
    return drawn(
        "place_and_hours",
        agency=agency,
        where=here_fact(agency, counter, is_offered_here),
        hours_rows=day_rows(timetable, language),
        hours_note=timetable.note.in_language(language) if timetable else "",
        hours_are_confirmed=bool(timetable and timetable.is_usually_confirmed),
    )


def _hours(agency: AgencyPage, counter: Counter | None) -> SafeString:
    data = counter_hours_data(agency, counter)
    return json_script(data, "hours") if data else SafeString("")


def _counter(agency: int, counter: int) -> tuple[AgencyPage, Counter | None]:
    """Both with their floors, by their keys; 0 stands for no counter."""
    (found,) = mentioned(AgencyPage).records(agency)
    with_related(found, "floor")
    at = record_once(Counter, counter) if counter else None
    return found, with_related(at, "floor") if at is not None else None


def _beside(page: ServicePage) -> SafeString:
    return drawn(
        "beside_it",
        neighbours=neighbours_of(page),
        life_events=life_events_of(page),
        related=related_services(page),
    )


def _others(page: LifeEventPage) -> SafeString:
    return drawn("other_life_events", others=other_life_events(page))


def drawn(name: str, **values: Any) -> SafeString:
    """What a template of the directory makes of these values."""
    return render_to_string(f"directory/includes/{name}.html", values)
