"""What pages link to beside a service: related services, and the links themselves.

Read with what a link shows and no more, so that a change of anything else doesn't seem to
matter to the pages that link there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings

from gerai.directory.models import AgencyPage, LifeEventService, ServicePage
from gerai.directory.models.services import RelatedService
from gerai.directory.policies import private_places, visible_services
from gerai.directory.selectors.localized import (
    LINK_FIELDS,
    language_or_active,
    translations_of,
)
from gerai.directory.selectors.services import (
    OF_PLACE,
    Place,
    place_of,
    shown_by_key,
    visible_places,
)
from gerai.publishing.prepared import PreparedGiven, PreparedQuery
from gerai.publishing.reading import each_once, is_in_snapshot, once_per_snapshot


def related_services(
    page: ServicePage, language: str | None = None, *, limit: int = 4
) -> list[ServicePage]:
    """Services that somebody who needs this one may need too, the surest first.

    First those that editors named, then those of the same life events, then those of
    the same category.
    """
    if is_in_snapshot():
        chosen = [service for (service,) in _NAMED.rows(page.pk)]
    else:  # a preview's rows may not be saved yet
        chosen = [
            entry.service_id
            for entry in page.related_services.order_by("sort_order", "pk")
        ]
    entries = each_once(_entries_of_event, events_with(page.translation_key))
    # Together as one list: the order of the events, then the one within an event.
    same_event = [one[-1] for one in sorted(chain.from_iterable(entries.values()))]
    wanted = list(dict.fromkeys([*chosen, *same_event]))
    found = each_once(visible_places, wanted)
    ranked = {key: found[key] for key in wanted if key in found}
    if page.category and len(ranked) <= limit:
        # Those of them that stand there already, and the page itself, count for nothing.
        most = len(ranked) + limit + 1
        for place in _first_in_category(page.category, most):
            ranked.setdefault(place.pk, place)
    others = [
        place.pk
        for place in ranked.values()
        if place.translation_key != page.translation_key
    ][:limit]
    links = _links_to(others, language)
    return [links[key] for key in others if key in links]


_EVENTS = PreparedQuery(
    lambda key: (
        LifeEventService.objects.filter(service__translation_key=key)
        .order_by("page_id", "pk")
        .values_list("page_id")
    ),
    UUID,
)
_NAMED = PreparedQuery(
    lambda page: (
        RelatedService.objects.filter(page=page)
        .order_by("sort_order", "pk")
        .values_list("service_id")
    ),
    int,
)


@once_per_snapshot
def events_with(translation_key: UUID) -> list[int]:
    """Keys of the pages of life events, in all languages, that name a service."""
    return sorted({page for (page,) in _EVENTS.rows(translation_key)})


def _entries_of_event(keys: list[int]) -> dict[int, list[tuple[int, int, int, int]]]:
    """Order of the event, order within it, entry, service; by key of the event."""
    if is_in_snapshot():
        rows = [row for key in keys for row in _ENTRIES.rows(key)]
    else:
        rows = list(_entries(keys))
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    for event, order, within, entry, service in rows:
        found.setdefault(event, []).append((order, within or 0, entry, service))
    return found


def _entries(keys: list[int]) -> Any:
    rows = LifeEventService.objects.filter(page__in=keys, page__live=True)
    return rows.order_by("sort_order", "pk").values_list(
        *("page_id", "page__order", "sort_order", "pk", "service_id")
    )


_ENTRIES = PreparedQuery(lambda key: _entries([key]), int)


@once_per_snapshot
def _first_in_category(category: str, most: int) -> list[Place]:
    return [place_of(row) for row in _first_of_category(most).now().rows(category)]


@cache
def _first_of_category(most: int) -> PreparedGiven[ServicePage]:
    return PreparedGiven(
        private_places,
        lambda category: (
            visible_services()
            .filter(category=category)
            .order_by("title", "pk")
            .values_list(*OF_PLACE)[:most]
        ),
        str,
    )


def linked_by_key(
    keys: Iterable[int], language: str | None = None
) -> dict[int, ServicePage]:
    """As ``shown_by_key``, with what a link shows and no more."""
    visible = each_once(visible_places, keys) if is_in_snapshot() else keys
    return _links_to(visible, language)


def _links_to(visible: Iterable[int], language: str | None) -> dict[int, ServicePage]:
    if not is_in_snapshot():
        return shown_by_key(visible, language)
    code = language_or_active(language)
    wanted = [(key, code) for key in visible]
    return {key: page for (key, _code), page in each_once(_links, wanted).items()}


def _links(wanted: list[tuple[int, str]]) -> dict[tuple[int, str], ServicePage]:
    return {(key, code): _link(key, code) for key, code in wanted}


def _link(key: int, language: str) -> ServicePage:
    """One visible service with its agency, as a link shows it."""
    (record,) = _LINKED.records(key)
    page: ServicePage = linked_in(language, record, _LINKED_TRANSLATION)
    page.agency = _linked_agency(record.path[: -record.steplen], language)
    return page


@once_per_snapshot
def _linked_agency(path: str, language: str) -> AgencyPage:
    (record,) = _LINKED_AGENCY.records(path)
    agency: AgencyPage = linked_in(language, record, _LINKED_AGENCY_TRANSLATION)
    return agency


def linked_in(language: str, record: Any, translations: PreparedQuery[Any]) -> Any:
    """As ``localized.translated``, with the fields of a link."""
    if language == settings.LANGUAGE_CODE:
        return record
    found = translations.records(record.translation_key, language)
    return found[0] if found else record


_OF_LINKED = (*LINK_FIELDS, "is_offered_here")
_LINKED = PreparedQuery(
    lambda key: ServicePage.objects.filter(pk=key).order_by().only(*_OF_LINKED), int
)
_LINKED_TRANSLATION = PreparedQuery(
    lambda key, language: translations_of(ServicePage, [key], language).only(
        *_OF_LINKED
    ),
    *(UUID, str),
)
_OF_LINKED_AGENCY = (*LINK_FIELDS, "short_name", "presence")
_LINKED_AGENCY = PreparedQuery(
    lambda path: (
        AgencyPage.objects.filter(path=path).order_by().only(*_OF_LINKED_AGENCY)
    ),
    str,
)
_LINKED_AGENCY_TRANSLATION = PreparedQuery(
    lambda key, language: translations_of(AgencyPage, [key], language).only(
        *_OF_LINKED_AGENCY
    ),
    *(UUID, str),
)
