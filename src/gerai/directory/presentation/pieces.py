"""Pieces of pages of services and agencies that show what others say, or what is beside.

They are drawn by themselves, so that a change of the mall's own standard, or of a service
that many name, renders no page anew.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage
from gerai.directory.presentation.parts import channel_lines
from gerai.directory.selectors import (
    life_events_of,
    neighbours_of,
    other_life_events,
    related_services,
)
from gerai.directory.standard import (
    ServiceStandard,
    agency_standard_of,
    completeness,
)
from gerai.publishing.drawn import drawn_once
from gerai.publishing.pieces import page_piece
from gerai.publishing.prepared import by_key, with_related
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot
from gerai.theme.drawings import qr_code_svg
from gerai.theme.paper import drawing_id


def complaints(page: AgencyPage | ServicePage) -> SafeString:
    """Where to complain about a service, or about an agency."""
    is_agency = isinstance(page, AgencyPage)
    if is_in_snapshot():
        return _complaints_about(page.pk) if is_agency else _complaints_of(page.pk)
    return _complaints(agency_standard_of(page) if is_agency else page.standard)


def background(page: ServicePage) -> SafeString:
    """What the description of a service rests on, and who runs the service how."""
    if is_in_snapshot():
        return _background_of(page.pk)
    return _background(page, page.standard)


def beside(page: ServicePage) -> SafeString:
    """What people need before, after or along with a service."""
    return _beside_of(page.pk) if is_in_snapshot() else _beside(page)


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
def _complaints_of(key: int) -> SafeString:
    _page, standard = _described(key)
    return _complaints(standard)


@page_piece
def _complaints_about(key: int) -> SafeString:
    (agency,) = by_key(AgencyPage).records(key)
    with_related(agency, "locale")
    return _complaints(agency_standard_of(agency))


@page_piece
def _background_of(key: int) -> SafeString:
    return _background(*_described(key))


@page_piece
def _beside_of(key: int) -> SafeString:
    (page,) = by_key(ServicePage).records(key)
    return _beside(page)


@page_piece
def _others_of(key: int) -> SafeString:
    (page,) = by_key(LifeEventPage).records(key)
    return _others(page)


def _complaints(standard: ServiceStandard) -> SafeString:
    return _drawn(
        "complaints", standard=standard, channel_lines=channel_lines(standard)
    )


def _background(page: ServicePage, standard: ServiceStandard) -> SafeString:
    return _drawn(
        "behind_it",
        page=page,
        standard=standard,
        completeness=completeness(standard),
    )


def _beside(page: ServicePage) -> SafeString:
    return _drawn(
        "beside_it",
        neighbours=neighbours_of(page),
        life_events=life_events_of(page),
        related=related_services(page),
    )


@once_per_snapshot
def _described(key: int) -> tuple[ServicePage, ServiceStandard]:
    """The service and its standard, read for the pieces: not with what the page has."""
    (page,) = by_key(ServicePage).records(key)
    with_related(page, "locale")
    return page, page.standard


def _others(page: LifeEventPage) -> SafeString:
    return _drawn("other_life_events", others=other_life_events(page))


def _drawn(name: str, **values: Any) -> SafeString:
    return render_to_string(f"directory/includes/{name}.html", values)
