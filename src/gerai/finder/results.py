"""What the search page shows: results, or the nearest ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gerai.directory.models import AgencyPage, LifeEventPage
from gerai.directory.selectors import agencies, in_language, life_events
from gerai.directory.standard.five_facts import floor_name
from gerai.finder.queries import Query
from gerai.finder.searching import Found, find
from gerai.finder.selectors import ServiceRow, service_rows
from gerai.theme.addresses import localized_url

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Card:
    """An agency, a life event or a page of text, with a few words about it."""

    title: str
    url: str
    text: str = ""
    meta: str = ""
    plate: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, ready to be drawn, each list the best first."""

    services: Sequence[ServiceRow] = ()
    more_services: Sequence[ServiceRow] = ()
    agencies: Sequence[Card] = ()
    life_events: Sequence[Card] = ()
    pages: Sequence[Card] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Nearest:
    """Where to go on when a search finds nothing."""

    agencies: Sequence[Card]
    life_events: Sequence[Card]


def results_of(query: Query, *, request: HttpRequest) -> Results:
    """Search, and put the results into words of the active language."""
    found: Found = find(query)
    records = [*found.services, *found.more_services]
    rows = service_rows(records, request=request)
    split = len(found.services)
    return Results(
        services=rows[:split],
        more_services=rows[split:],
        agencies=_agency_cards(in_language(found.agencies), request),
        life_events=_life_event_cards(in_language(found.life_events), request),
        pages=_page_cards(found.pages, request),
        total=found.total,
    )


def nearest(*, request: HttpRequest) -> Nearest:
    """All agencies and life events."""
    return Nearest(
        agencies=_agency_cards(agencies(), request),
        life_events=_life_event_cards(life_events(), request),
    )


def _agency_cards(pages: Sequence[AgencyPage], request: HttpRequest) -> list[Card]:
    return [
        Card(
            title=page.title,
            url=_url(page, request),
            meta=_place(page),
            plate=str(page.floor.number) if page.is_at_mall and page.floor else "",
        )
        for page in pages
    ]


def _life_event_cards(
    pages: Sequence[LifeEventPage], request: HttpRequest
) -> list[Card]:
    return [
        Card(
            title=page.title,
            url=_url(page, request),
            text=page.summary,
            icon=page.icon,
        )
        for page in pages
    ]


def _page_cards(pages: Sequence[Page], request: HttpRequest) -> list[Card]:
    return [
        Card(
            title=page.title,
            url=_url(page, request),
            text=getattr(page, "summary", "") or page.search_description,
        )
        for page in pages
    ]


def _place(page: AgencyPage) -> str:
    if page.is_elsewhere:
        return _("Not at this mall")
    return floor_name(page.floor) if page.floor else _("Floor not known yet")


def _url(page: Page, request: HttpRequest) -> str:
    return localized_url(page, get_language() or "id", request=request)
