"""Pieces of the home page; ``{% load home_parts %}``.

A change of a service, an agency or a life event then renders no home page anew.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gerai.directory.presentation import trust_line
from gerai.directory.selectors.localized import language_or_active
from gerai.publishing.pieces import page_piece
from gerai.publishing.prepared import by_key
from gerai.publishing.reading import is_in_snapshot
from gerai.website.models import HomePage
from gerai.website.selectors.floors import brief_floors
from gerai.website.selectors.home import life_event_tiles, popular_rows

register = template.Library()


@register.simple_tag
def popular_services(page: HomePage) -> SafeString:
    """What people come for most, and who says so; nothing where nobody does."""
    return _popular_on(page.pk) if is_in_snapshot() else _popular(page)


@register.simple_tag
def ways_in() -> SafeString:
    """The first life events."""
    return _ways_in()


@register.simple_tag
def floors_in_brief() -> SafeString:
    """The floors with the names of their agencies."""
    return _floors_in_brief()


@page_piece
def _popular_on(key: int) -> SafeString:
    (page,) = by_key(HomePage).records(key)
    return _popular(page)


def _popular(page: HomePage) -> SafeString:
    services = popular_rows(language_or_active(None))
    source = page.provenance_value()
    trust = trust_line(source) if services and source.sources else None
    return _drawn("popular_services", services=services, trust=trust)


@page_piece
def _ways_in() -> SafeString:
    return _drawn("ways_in", life_events=life_event_tiles(language_or_active(None)))


@page_piece
def _floors_in_brief() -> SafeString:
    brief = brief_floors(language_or_active(None))
    return _drawn("floors_in_brief", floors=brief.floors, unplaced=brief.unplaced)


def _drawn(name: str, **values: Any) -> SafeString:
    return render_to_string(f"website/includes/{name}.html", values)
