"""The list of services as one page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.paginator import Page

from gerai.directory.choices import ServiceFacet
from gerai.directory.models import ServicePage
from gerai.finder.filters import (
    FACETS,
    Option,
    ServiceFilter,
    active_filters,
    read_filter,
)
from gerai.finder.selectors import (
    ServiceRow,
    agency_options,
    life_event_options,
    page_of_services,
    service_rows,
)
from gerai.theme.parts import Choice

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_PARAMETER = "page"


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the template of the list draws.

    Attributes:
        wanted: the filter that counts.
        rows: the services on this page.
        page: the page of records, for the pager and the number of results.
        pager_url: address to be continued by the number of a page.
        toggles: the yes-or-no filters; following one switches it on.
        active: the filters that are on; following one takes it off.
        ignored: what the address asked for and can't be had, in sentences.
    """

    wanted: ServiceFilter
    rows: Sequence[ServiceRow]
    page: Page[ServicePage]
    base_url: str
    pager_url: str
    agencies: Sequence[Option]
    life_events: Sequence[Option]
    toggles: Sequence[Choice]
    active: Sequence[Choice]
    ignored: Sequence[str]
    facet_names: Sequence[str]

    @property
    def total(self) -> int:
        return self.page.paginator.count


def list_services(request: HttpRequest, *, base: str) -> Listing:
    """The page of the list that the request asks for; never an error."""
    agencies, life_events = agency_options(), life_event_options()
    wanted, ignored = read_filter(
        request.GET.dict(), agencies=agencies, life_events=life_events
    )
    page = page_of_services(wanted, request.GET.get(PAGE_PARAMETER))
    return Listing(
        wanted=wanted,
        rows=service_rows(page.object_list, request=request),
        page=page,
        base_url=base,
        pager_url=wanted.page_base(base),
        agencies=_marked(agencies, wanted.agency),
        life_events=_marked(life_events, wanted.life_event),
        toggles=_toggles(wanted, base),
        active=active_filters(
            wanted, base=base, agencies=agencies, life_events=life_events
        ),
        ignored=ignored,
        facet_names=[name for name, facet in FACETS.items() if facet in wanted.facets],
    )


def _marked(options: Sequence[Option], current: str) -> list[Option]:
    return [replace(option, is_current=option.value == current) for option in options]


def _toggles(wanted: ServiceFilter, base: str) -> list[Choice]:
    return [
        Choice(
            title=str(ServiceFacet(facet).label),
            url=replace(wanted, facets=wanted.facets | {facet}).url(base),
        )
        for facet in FACETS.values()
        if facet not in wanted.facets
    ]
