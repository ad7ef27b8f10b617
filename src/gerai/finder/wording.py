"""What a filtered list is called."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gerai.directory.choices import ServiceFacet
from gerai.finder.filters import Option, ServiceFilter


def list_heading(
    wanted: ServiceFilter, *, agencies: Iterable[Option], life_events: Iterable[Option]
) -> str:
    """The heading of a list with one filter; "" for the plain one and for several."""
    if not wanted.path():
        return ""
    if wanted.agency:
        return _("Services of %(agency)s") % {"agency": _title(wanted.agency, agencies)}
    if wanted.life_event:
        event = _title(wanted.life_event, life_events)
        return _("Services for: %(event)s") % {"event": event}
    (facet,) = wanted.facets
    return {
        ServiceFacet.FREE: _("Services that cost nothing"),
        ServiceFacet.ONLINE: _("Services that can be done online"),
        ServiceFacet.WHILE_YOU_WAIT: _("Services done while you wait"),
    }[facet]


def _title(value: str, options: Iterable[Option]) -> str:
    return next(option.title for option in options if option.value == value)
