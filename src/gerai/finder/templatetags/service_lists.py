"""What lists of services draw apart; ``{% load service_lists %}``."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gerai.finder.selectors import (
    ServiceRow,
    agency_options,
    life_event_options,
    row_of,
)
from gerai.place.selectors import current_mall
from gerai.publishing.pieces import page_piece
from gerai.theme.component_tags.lists import SERVICE_ROW_TEMPLATE, service_row

register = template.Library()


@register.simple_tag
def filter_choices(agency: str, life_event: str) -> SafeString:
    """All agencies and life events to choose from, with those that count.

    A piece of its own, which stands in each list: an agency that is renamed or comes
    renders none of the lists anew.
    """
    return _choices(agency, life_event)


@register.simple_tag
def list_description(heading: str, total: int) -> SafeString:
    """What a search engine says of a list: a piece, since it names the mall."""
    return _description(str(heading), total)


@register.simple_tag
def listed_service(row: ServiceRow | int) -> SafeString:
    """A service in a list, by its row or, in a snapshot, by the key of its record.

    Then it is a piece of its own: a change of a service renders no list anew that goes
    on naming the same services.
    """
    return _row_of(row) if isinstance(row, int) else _drawn_row(row)


@page_piece
def _row_of(key: int) -> SafeString:
    return _drawn_row(row_of(key))


def _drawn_row(row: ServiceRow) -> SafeString:
    return render_to_string(
        SERVICE_ROW_TEMPLATE,
        service_row(row.url, row.title, row.agency, row.facts, row.badges),
    )


@page_piece
def _description(heading: str, total: int) -> SafeString:
    mall = current_mall()
    return render_to_string(
        "finder/includes/list_description.html",
        {"heading": heading, "total": total, "mall": mall.name if mall else "MPP"},
    )


@page_piece
def _choices(agency: str, life_event: str) -> SafeString:
    return render_to_string(
        "finder/includes/filter_choices.html",
        {
            "agencies": agency_options(),
            "life_events": life_event_options(),
            "agency": agency,
            "life_event": life_event,
        },
    )
