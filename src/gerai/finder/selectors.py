"""Which services meet a filter, one page at a time, as rows to be drawn; public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gerai.directory.choices import OfferedHere, ServiceFacet
from gerai.directory.models import LifeEventService, ServicePage
from gerai.directory.policies import (
    private_places,
    visible_agencies,
    visible_life_events,
    visible_services,
)
from gerai.directory.selectors import AGENCY_ORDER
from gerai.directory.selectors.life_events import life_event_titles
from gerai.directory.selectors.services import shown, shown_in_order
from gerai.directory.standard.five_facts import facts_in_lists
from gerai.finder.filters import Option, ServiceFilter
from gerai.finder.searching import service_ids
from gerai.publishing.prepared import PreparedGiven
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot
from gerai.theme.addresses import localized_url
from gerai.theme.parts import Badge, Fact

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_SIZE = 60
_COLUMNS = {
    ServiceFacet.FREE: "is_free",
    ServiceFacet.ONLINE: "is_online",
    ServiceFacet.WHILE_YOU_WAIT: "while_you_wait",
}


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in a list: what it is, whose it is, and two of its five facts."""

    title: str
    url: str
    agency: str
    language: str
    facts: Sequence[Fact] = ()
    badges: Sequence[Badge] = ()
    text: str = ""


@once_per_snapshot
def agency_options() -> list[Option]:
    """Agencies that have a service to list, in their order."""
    used = set(
        visible_services()
        .annotate(agency_path=F("agency_path"))
        .order_by("agency_path")
        .values_list("agency_path", flat=True)
        .distinct()
    )
    # Only what is shown is read, so that no list is published again without need. The
    # address names the record's slug, which translations share.
    rows = (
        visible_agencies()
        .order_by(*AGENCY_ORDER)
        .values_list("path", "slug", "short_name", "title")
    )
    return [
        Option(slug, short_name or title)
        for path, slug, short_name, title in rows
        if path in used
    ]


@once_per_snapshot
def life_event_options() -> list[Option]:
    """Life events in their order, in the active language."""
    return [Option(slug, title) for slug, title in life_event_titles()]


@once_per_snapshot
def options_of(agency: str, life_event: str) -> tuple[list[Option], list[Option]]:
    """Of all agencies and life events to choose from the ones with these slugs.

    A list with one filter rests on that one's name; the others stand in a piece.
    """
    agencies, events = [], []
    if agency and visible_services(agencies={"slug": agency}).exists():
        rows = visible_agencies().filter(slug=agency).order_by("path")
        agencies = [
            Option(agency, short_name or title)
            for short_name, title in rows.values_list("short_name", "title")
        ]
    if life_event:
        events = [Option(slug, title) for slug, title in life_event_titles(life_event)]
    return agencies, events


@once_per_snapshot
def facet_totals() -> dict[ServiceFacet, int]:
    """How many visible services each yes-or-no filter finds; one query."""
    found = visible_services().aggregate(
        **{
            column: Count("pk", filter=Q(**{column: True}))
            for column in _COLUMNS.values()
        }
    )
    return {facet: found[column] for facet, column in _COLUMNS.items()}


def list_totals() -> list[tuple[ServiceFilter, int]]:
    """The plain list and each single filter that finds something, with how much."""
    by_agency = Counter(
        path[: -ServicePage.steplen]
        for path in visible_services().values_list("path", flat=True)
    )
    slugs = visible_agencies().order_by("path").values_list("path", "slug")
    events = (
        LifeEventService.objects.filter(
            page__in=visible_life_events(), service__in=visible_services()
        )
        .values("page__slug")
        .annotate(total=Count("service", distinct=True))
        .order_by("page__slug")
        .values_list("page__slug", "total")
    )
    found = [
        (ServiceFilter(), by_agency.total()),
        *(
            (ServiceFilter(facets=frozenset({facet})), total)
            for facet, total in facet_totals().items()
        ),
        *((ServiceFilter(agency=slug), by_agency[path]) for path, slug in slugs),
        *((ServiceFilter(life_event=slug), total) for slug, total in events),
    ]
    return [(wanted, total) for wanted, total in found if total]


def matching_services(wanted: ServiceFilter) -> QuerySet[ServicePage]:
    """The records that meet every condition: by title, or the best match first."""
    records = visible_services(
        agencies={"slug": wanted.agency} if wanted.agency else None
    ).select_related("locale")
    for facet in sorted(wanted.facets):
        records = records.filter(**{_COLUMNS[facet]: True})
    if wanted.life_event:
        records = records.filter(
            pk__in=LifeEventService.objects.filter(
                page__slug=wanted.life_event, page__live=True
            ).values("service_id")
        )
    if not wanted.query:
        return records.order_by("title", "pk")
    found = service_ids(wanted.query)
    rank = Case(
        *(When(pk=pk, then=Value(number)) for number, pk in enumerate(found)),
        default=Value(len(found)),
    )
    return records.filter(pk__in=found).order_by(rank, "pk")


def page_of_services(wanted: ServiceFilter, number: Any) -> Page[Any]:
    """One page of matching records; a number that makes no sense gives the nearest.

    In a snapshot a page of their keys, for ``rows_of_page``.
    """
    found: Any
    if is_in_snapshot() and not wanted.query:
        found = _matching_keys(wanted.facets, wanted.agency, wanted.life_event)
    else:
        found = matching_services(wanted)
    return Paginator(found, PAGE_SIZE).get_page(number)


@once_per_snapshot
def _matching_keys(
    facets: frozenset[ServiceFacet], agency: str, life_event: str
) -> list[int]:
    query = _keys_of_kind(facets, bool(agency), bool(life_event)).now()
    return [key for (key,) in query.rows(*filter(None, (agency, life_event)))]


@cache
def _keys_of_kind(
    facets: frozenset[ServiceFacet], has_agency: bool, has_life_event: bool
) -> PreparedGiven[ServicePage]:
    """Finds the keys of what a filter of one kind matches, by the slugs in it."""

    def build(*slugs: str) -> Any:
        values = iter(slugs)
        wanted = ServiceFilter(
            agency=next(values) if has_agency else "",
            life_event=next(values) if has_life_event else "",
            facets=facets,
        )
        return matching_services(wanted).values_list("pk")

    return PreparedGiven(
        private_places, build, *([str] * (has_agency + has_life_event))
    )


def rows_of_page(
    page: Page[Any], *, request: HttpRequest | None = None
) -> list[ServiceRow] | list[int]:
    """The rows of what ``page_of_services`` found; in a snapshot their keys alone."""
    if isinstance(page.object_list, list):
        return page.object_list
    return _rows(shown(page.object_list), request)


def row_of(key: int) -> ServiceRow:
    """In a snapshot: the row of the visible service whose record has this key."""
    return _rows(shown_in_order([key]))[0]


def service_rows(
    records: Iterable[ServicePage], *, request: HttpRequest | None = None
) -> list[ServiceRow]:
    """Rows with a text, in the active language; a fixed number of queries."""
    pages = shown(records)
    rows = _rows(pages, request)
    return [
        replace(row, text=page.summary) for row, page in zip(rows, pages, strict=True)
    ]


def _rows(
    pages: list[ServicePage], request: HttpRequest | None = None
) -> list[ServiceRow]:
    language = get_language() or "id"
    return [
        ServiceRow(
            title=page.title,
            url=localized_url(page, language, request=request),
            agency=page.agency.short_name or page.agency.title,
            language=page.content_language,
            facts=tuple(
                Fact(icon=fact.icon, label=fact.label, value=fact.value)
                for fact in facts
            ),
            badges=_badges(page),
        )
        for page, facts in zip(pages, facts_in_lists(pages), strict=True)
    ]


def _badges(page: ServicePage) -> tuple[Badge, ...]:
    badges = []
    if page.agency.is_elsewhere or page.is_offered_here == OfferedHere.ELSEWHERE:
        badges.append(Badge(_("Not at this mall"), icon="map-pin"))
    if page.is_online:
        badges.append(Badge(str(ServiceFacet.ONLINE.label), icon="globe"))
    return tuple(badges)
