"""What the home page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gerai.directory.presentation import TrustLine, trust_line
from gerai.directory.presentation.contexts import service_rows
from gerai.directory.selectors import life_events, popular_services
from gerai.place.choices import FactKind
from gerai.place.wording import weekly_summary
from gerai.theme.addresses import localized_url
from gerai.theme.parts import Link
from gerai.website.surroundings import Surroundings

POPULAR_LIMIT = 8
LIFE_EVENT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class LifeEventTile:
    """A way in from what has happened to somebody."""

    title: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class PopularService:
    """A service that many come for, with its first facts."""

    title: str
    url: str
    agency: str
    facts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class HomeContents:
    """What the home page shows beside its own words and its pieces (``home_parts``).

    Attributes:
        address: the mall's address in short, with the page that tells more.
        promise: the maklumat pelayanan, "" as long as nobody has given it.
    """

    usual_hours: str
    address: Link | None
    promise: str
    promise_trust: TrustLine | None


def home_contents(around: Surroundings, *, promise: str) -> HomeContents:
    """For the home page in the active language; a fixed number of queries."""
    charter = around.facts.shown.get(FactKind.SERVICE_CHARTER)
    return HomeContents(
        usual_hours=weekly_summary(around.timetable, around.language),
        address=_address(around),
        promise=around.facts.value(FactKind.SERVICE_CHARTER, around.language)
        or promise,
        promise_trust=trust_line(charter.provenance_value()) if charter else None,
    )


def popular_links(language: str) -> list[Link]:
    """What people come for most, as plain links; for pages that lead back on track."""
    return [
        Link(title=service.title, url=localized_url(service, language))
        for service in popular_services(language, limit=POPULAR_LIMIT)
    ]


def popular_rows(language: str) -> list[PopularService]:
    """What people come for most, each with its first facts."""
    services = popular_services(language, limit=POPULAR_LIMIT)
    return [
        PopularService(
            title=row["service"].title,
            url=localized_url(row["service"], language),
            agency=row["agency"].short_name,
            facts=tuple(row["facts"]),
        )
        for row in service_rows(services)
    ]


def life_event_tiles(language: str) -> list[LifeEventTile]:
    """The first ways in from what has happened to somebody."""
    return [
        LifeEventTile(
            title=event.title, url=localized_url(event, language), icon=event.icon
        )
        for event in life_events(language)[:LIFE_EVENT_LIMIT]
    ]


def _address(around: Surroundings) -> Link | None:
    text = around.facts.value(FactKind.ADDRESS, around.language)
    return Link(title=text, url="/kontak/") if text else None
