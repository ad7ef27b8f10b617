"""What the search page shows: results, or the nearest ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gerai.directory.models import AgencyPage, LifeEventPage
from gerai.directory.policies import visible_agencies
from gerai.directory.selectors import agencies, in_language, life_events
from gerai.directory.standard.five_facts import floor_name
from gerai.finder.marking import marked
from gerai.finder.models import ElsewhereTopic
from gerai.finder.queries import Query
from gerai.finder.searching import Found, find
from gerai.finder.selectors import ServiceRow, service_rows
from gerai.finder.sources import findable
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
class Section:
    """Results of one further kind, below a heading of their own."""

    kind: str
    title: str
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that isn't offered here: what, where as a rule, and whom to ask."""

    title: str
    place: str = ""
    url: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, ready to be drawn, each list the best first."""

    services: Sequence[ServiceRow] = ()
    more_services: Sequence[ServiceRow] = ()
    agencies: Sequence[Card] = ()
    life_events: Sequence[Card] = ()
    sections: Sequence[Section] = ()
    elsewhere: Sequence[Elsewhere] = ()
    corrected: str = ""
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
    rows = [_marked(row, found) for row in service_rows(records, request=request)]
    split = len(found.services)
    return Results(
        services=rows[:split],
        more_services=rows[split:],
        agencies=_agency_cards(in_language(found.agencies), request),
        life_events=_life_event_cards(in_language(found.life_events), request),
        sections=_sections(found, request),
        elsewhere=[_elsewhere(topic, request) for topic in found.elsewhere],
        corrected=found.corrected,
        total=found.total,
    )


def _marked(row: ServiceRow, found: Found) -> ServiceRow:
    return replace(
        row,
        title=marked(row.title, found.roots),
        text=marked(row.text, found.roots),
    )


def _sections(found: Found, request: HttpRequest) -> list[Section]:
    by_kind: dict[str, list[str]] = {}
    for hit in found.others:
        by_kind.setdefault(hit.entry.kind, []).append(hit.entry.target)
    sections = []
    for kind, targets in by_kind.items():
        source = findable(kind)
        if source is None or source.show is None:
            continue
        shown = source.show(targets, request)
        cards = [
            Card(
                title=marked(shown[target].title, found.roots),
                url=shown[target].url,
                text=marked(shown[target].text, found.roots),
            )
            for target in targets
            if target in shown
        ]
        if cards:
            sections.append(Section(kind, str(source.title), cards))
    return sections


def _elsewhere(topic: ElsewhereTopic, request: HttpRequest) -> Elsewhere:
    is_english = get_language() == "en"
    agency = topic.agency
    is_shown = agency is not None and visible_agencies().filter(pk=agency.pk).exists()
    return Elsewhere(
        title=(is_english and topic.title_en) or topic.title,
        place=(is_english and topic.place_en) or topic.place,
        url=_url(agency, request) if agency is not None and is_shown else "",
        agency=(agency.short_name or agency.title) if agency and is_shown else "",
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


def _place(page: AgencyPage) -> str:
    if page.is_elsewhere:
        return _("Not at this mall")
    return floor_name(page.floor) if page.floor else _("Floor not known yet")


def _url(page: Page, request: HttpRequest) -> str:
    return localized_url(page, get_language() or "id", request=request)
