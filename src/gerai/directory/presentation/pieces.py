"""Pieces of pages of services and agencies that show what the mall says for all.

They are drawn by themselves, so that a change of the mall's own standard renders no page
anew.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.presentation.parts import channel_lines
from gerai.directory.standard import (
    ServiceStandard,
    agency_standard_of,
    completeness,
)
from gerai.publishing.pieces import page_piece
from gerai.publishing.prepared import by_key, with_related
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot


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


@once_per_snapshot
def _described(key: int) -> tuple[ServicePage, ServiceStandard]:
    """The service and its standard, read for the pieces: not with what the page has."""
    (page,) = by_key(ServicePage).records(key)
    with_related(page, "locale")
    return page, page.standard


def _drawn(name: str, **values: Any) -> SafeString:
    return render_to_string(f"directory/includes/{name}.html", values)
