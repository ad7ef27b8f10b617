"""Pieces of a service's page that show what the mall says for all its services.

They are drawn by themselves, so that a change of the mall's own standard renders no page
anew.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gerai.directory.models import ServicePage
from gerai.directory.presentation.parts import channel_lines
from gerai.directory.standard import completeness
from gerai.publishing.pieces import page_piece
from gerai.publishing.prepared import by_key, with_related
from gerai.publishing.reading import is_in_snapshot


def complaints(page: ServicePage) -> SafeString:
    """Where to complain about a service."""
    return _complaints_of(page.pk) if is_in_snapshot() else _complaints(page)


def background(page: ServicePage) -> SafeString:
    """What the description of a service rests on, and who runs the service how."""
    return _background_of(page.pk) if is_in_snapshot() else _background(page)


@page_piece
def _complaints_of(key: int) -> SafeString:
    return _complaints(_service(key))


@page_piece
def _background_of(key: int) -> SafeString:
    return _background(_service(key))


def _complaints(page: ServicePage) -> SafeString:
    standard = page.standard
    return _drawn(
        "complaints", standard=standard, channel_lines=channel_lines(standard)
    )


def _background(page: ServicePage) -> SafeString:
    standard = page.standard
    return _drawn(
        "behind_it",
        page=page,
        standard=standard,
        completeness=completeness(standard),
    )


def _service(key: int) -> ServicePage:
    """The page by itself: what another one has read counts for that one alone."""
    (page,) = by_key(ServicePage).records(key)
    with_related(page, "locale")
    return page


def _drawn(name: str, **values: Any) -> SafeString:
    return render_to_string(f"directory/includes/{name}.html", values)
