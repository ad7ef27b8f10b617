"""What lists of services draw apart; ``{% load service_lists %}``."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gerai.finder.selectors import agency_options, life_event_options
from gerai.publishing.pieces import page_piece

register = template.Library()


@register.simple_tag
def filter_choices(agency: str, life_event: str) -> SafeString:
    """All agencies and life events to choose from, with those that count.

    A piece of its own, which stands in each list: an agency that is renamed or comes
    renders none of the lists anew.
    """
    return _choices(agency, life_event)


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
