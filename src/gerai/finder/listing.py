"""The list of services as one page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.http import Http404

from gerai.directory.choices import ServiceFacet
from gerai.finder.filters import (
    AGENCY,
    FACETS,
    LIFE_EVENT,
    PAGE_PARAMETER,
    Option,
    ServiceFilter,
    active_filters,
    may_have_path,
    read_filter,
)
from gerai.finder.selectors import (
    ServiceRow,
    facet_totals,
    options_of,
    page_of_services,
    rows_of_page,
)
from gerai.finder.wording import list_heading
from gerai.theme.parts import Choice

if TYPE_CHECKING:
    from django.http import HttpRequest


LONGEST_SLUG = 255


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the template of the list draws.

    Attributes:
        wanted: the filter that counts.
        rows: the services on this page; in a snapshot their keys, each to be drawn once
            for all lists.
        page: the page of what was found, for the pager and the number of results.
        heading: what this selection is called; "" for the plain list and for several
            filters.
        toggles: the yes-or-no filters; following one switches it on.
        active: the filters that are on; following one takes it off.
        ignored: what the address asked for and can't be had, in sentences.
    """

    wanted: ServiceFilter
    rows: Sequence[ServiceRow] | Sequence[int]
    page: Page[Any]
    base_url: str
    heading: str
    toggles: Sequence[Choice]
    active: Sequence[Choice]
    ignored: Sequence[str]
    facet_names: Sequence[str]

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def previous_url(self) -> str:
        return self.wanted.url(self.base_url, max(1, self.page.number - 1))

    @property
    def next_url(self) -> str:
        return self.wanted.url(self.base_url, self.page.number + 1)

    @property
    def is_indexed(self) -> bool:
        """Whether search engines should list it.

        The plain list and the yes-or-no filters. An agency and a life event have pages
        that say more than their filter does.
        """
        if self.page.number > 1 or self.ignored or self.wanted.path() is None:
            return False
        if self.wanted.agency or self.wanted.life_event:
            return False
        return bool(self.rows) or not self.wanted.is_active


def list_services(
    request: HttpRequest,
    *,
    base: str,
    selection: tuple[ServiceFilter, int] | None = None,
) -> Listing:
    """The page of the list that the request asks for.

    ``selection`` is what its path says; without one its query counts, and whatever that
    asks for, there is an answer.

    Raises:
        Http404: the path names an agency, a life event or a page that isn't there.
    """
    ignored: list[str] = []
    if selection is not None:
        wanted, number = selection
        agencies, life_events = options_of(wanted.agency, wanted.life_event)
        _refuse_unknown(wanted, agencies, life_events)
        page = page_of_services(wanted, number)
        if page.number != number:
            raise Http404
    else:
        asked = request.GET.dict()
        agencies, life_events = _options_asked(asked)
        wanted, ignored = read_filter(asked, agencies=agencies, life_events=life_events)
        page = page_of_services(wanted, request.GET.get(PAGE_PARAMETER))
    return Listing(
        wanted=wanted,
        rows=rows_of_page(page, request=request),
        page=page,
        base_url=base,
        heading=list_heading(wanted, agencies=agencies, life_events=life_events),
        toggles=_toggles(wanted, base),
        active=active_filters(
            wanted, base=base, agencies=agencies, life_events=life_events
        ),
        ignored=ignored,
        facet_names=[name for name, facet in FACETS.items() if facet in wanted.facets],
    )


def plain_url(request: HttpRequest, *, base: str) -> str:
    """Where a query leads that a published address says as well; "" if none does."""
    asked = request.GET.dict()
    if not may_have_path(asked):
        return ""
    agencies, life_events = _options_asked(asked)
    wanted, ignored = read_filter(asked, agencies=agencies, life_events=life_events)
    number = page_of_services(wanted, asked.get(PAGE_PARAMETER)).number
    if ignored or not wanted.path(number):
        return ""
    return wanted.url(base, number)


def _refuse_unknown(
    wanted: ServiceFilter, agencies: Iterable[Option], life_events: Iterable[Option]
) -> None:
    for slug, options in ((wanted.agency, agencies), (wanted.life_event, life_events)):
        if slug and not any(option.value == slug for option in options):
            raise Http404


def _options_asked(asked: Mapping[str, str]) -> tuple[list[Option], list[Option]]:
    agency, life_event = (
        value if len(value) <= LONGEST_SLUG and value.isprintable() else ""
        for value in (asked.get(AGENCY, ""), asked.get(LIFE_EVENT, ""))
    )
    return options_of(agency, life_event)


def _toggles(wanted: ServiceFilter, base: str) -> list[Choice]:
    """The filters that can still be switched on, and lead somewhere."""
    totals = {} if wanted.is_active else facet_totals()
    return [
        Choice(
            title=str(ServiceFacet(facet).label),
            url=replace(wanted, facets=wanted.facets | {facet}).url(base),
        )
        for facet in FACETS.values()
        if facet not in wanted.facets and totals.get(facet, 1)
    ]
