"""What the search page shows: results, or the nearest ways on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language

from gerai.directory.models import AgencyPage, LifeEventPage
from gerai.directory.selectors import agencies, life_events
from gerai.finder.index import Entry
from gerai.finder.marking import marked
from gerai.finder.queries import Query
from gerai.finder.searching import Found, find
from gerai.finder.selectors import ServiceRow
from gerai.finder.showing import place_of, shown_by_key
from gerai.finder.sources import Shown, findable
from gerai.theme.addresses import localized_url
from gerai.theme.parts import Badge, Fact

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


def results_of(query: Query) -> Results:
    """Search, and put the results into words of the active language."""
    found = find(query)
    language = get_language() or settings.LANGUAGE_CODE
    draw = _Drawing(shown_by_key([one.key for one in found.entries], language), found)
    return Results(
        services=draw.rows(found.services),
        more_services=draw.rows(found.more_services),
        agencies=draw.cards(found.agencies),
        life_events=draw.cards(found.life_events),
        sections=draw.sections(found.others),
        elsewhere=[
            Elsewhere(one.title, one.text, one.url, one.agency)
            for one in draw.all(found.elsewhere)
        ],
        corrected=found.corrected,
        total=found.total,
    )


class _Drawing:
    """Puts what the index keeps into the pieces of the page, words marked."""

    def __init__(self, shown: Mapping[str, Shown], found: Found) -> None:
        self._shown, self._roots = shown, found.roots

    def all(self, entries: Sequence[Entry]) -> list[Shown]:
        return [self._shown[one.key] for one in entries if one.key in self._shown]

    def rows(self, entries: Sequence[Entry]) -> list[ServiceRow]:
        return [
            ServiceRow(
                title=marked(one.title, self._roots),
                url=one.url,
                agency=one.agency,
                language=one.language,
                facts=[
                    Fact(icon=fact["icon"], label="", value=fact["value"])
                    for fact in one.facts
                ],
                badges=[Badge(**badge) for badge in one.badges],
                text=marked(one.text, self._roots),
            )
            for one in self.all(entries)
        ]

    def cards(self, entries: Sequence[Entry]) -> list[Card]:
        return [
            Card(
                title=marked(one.title, self._roots),
                url=one.url,
                text=marked(one.text, self._roots),
                meta=one.meta,
                plate=one.plate,
                icon=one.icon,
            )
            for one in self.all(entries)
        ]

    def sections(self, entries: Sequence[Entry]) -> list[Section]:
        by_kind: dict[str, list[Entry]] = {}
        for one in entries:
            by_kind.setdefault(one.kind, []).append(one)
        sections = []
        for kind, ones in by_kind.items():
            source, cards = findable(kind), self.cards(ones)
            if source is not None and cards:
                sections.append(Section(kind, str(source.title), cards))
        return sections


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
            meta=place_of(page),
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


def _url(page: Page, request: HttpRequest) -> str:
    return localized_url(page, get_language() or "id", request=request)
