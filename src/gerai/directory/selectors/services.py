"""Services: all of them, filtered, popular, related."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from gerai.directory.choices import ServiceFacet
from gerai.directory.models import AgencyPage, LifeEventService, ServicePage
from gerai.directory.models.agencies import AGENCY_MENTIONED
from gerai.directory.models.services import RelatedService
from gerai.directory.policies import private_places, visible_services
from gerai.directory.selectors.localized import (
    LINK_FIELDS,
    in_language,
    language_or_active,
    translated,
    translations_of,
)
from gerai.publishing.prepared import (
    PreparedGiven,
    PreparedQuery,
    mentioned,
    with_related,
)
from gerai.publishing.reading import each_once, is_in_snapshot, once_per_snapshot

_FACET_COLUMNS = {
    ServiceFacet.FREE: "is_free",
    ServiceFacet.ONLINE: "is_online",
    ServiceFacet.WHILE_YOU_WAIT: "while_you_wait",
}


def services(
    language: str | None = None,
    *,
    facets: Iterable[ServiceFacet | str] = (),
    agency: str = "",
    life_event: str = "",
    category: str = "",
) -> list[ServicePage]:
    """The visible services by title, each with ``agency`` and ``counter`` at hand.

    Args:
        facets: all of them must hold.
        agency: slug of an agency.
        life_event: slug of a life event.
        category: category of a service.
    """
    records = visible_services(agencies={"slug": agency} if agency else None)
    for facet in facets:
        records = records.filter(**{_FACET_COLUMNS[ServiceFacet(facet)]: True})
    if life_event:
        records = records.filter(
            pk__in=LifeEventService.objects.filter(
                page__slug=life_event, page__live=True
            ).values("service_id")
        )
    if category:
        records = records.filter(category=category)
    return shown(records.order_by("title", "pk"), language)


def services_of(agency: AgencyPage, language: str | None = None) -> list[ServicePage]:
    """The visible services of one agency in the order of the tree."""
    if is_in_snapshot():
        rows = _KEYS_OF_AGENCY.now().rows(agency.translation_key)
        return shown_in_order((key for (key,) in rows), language)
    return shown(_services_of(agency.translation_key), language)


def _services_of(agency: UUID) -> QuerySet[ServicePage]:
    return visible_services(agencies={"translation_key": agency}).order_by("path")


_KEYS_OF_AGENCY = PreparedGiven(
    private_places, lambda key: _services_of(key).values_list("pk"), UUID
)


def popular_services(
    language: str | None = None, *, limit: int | None = None
) -> list[ServicePage]:
    """What people come for most, as the editors ranked it."""
    records = visible_services().filter(popular_order__isnull=False)
    return shown(records.order_by("popular_order", "pk")[:limit], language)


def services_by_path(
    paths: Iterable[str], language: str | None = None
) -> dict[str, ServicePage]:
    """Visible services by ``agency/service`` slugs; those that are not there are absent."""
    wanted = set(paths)
    slugs = {path.partition("/")[2] for path in wanted}
    found = shown(visible_services().filter(slug__in=slugs).order_by("path"), language)
    by_path = {f"{service.agency.slug}/{service.slug}": service for service in found}
    return {path: by_path[path] for path in sorted(wanted & by_path.keys())}


def service_by_path(path: str, language: str | None = None) -> ServicePage | None:
    """A visible service by ``agency/service``, or None."""
    return services_by_path([path], language).get(path)


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
    found = each_once(_visible_places, wanted)
    ranked = {key: found[key] for key in wanted if key in found}
    if page.category:
        for place in _places_in_category(page.category):
            ranked.setdefault(place.pk, place)
    others = [
        place
        for place in ranked.values()
        if place.translation_key != page.translation_key
    ]
    return _shown_at(others[:limit], language)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a visible service record is in the tree."""

    pk: int
    path: str
    translation_key: UUID


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
_PLACE = ("pk", "path", "translation_key")


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


def _visible_places(keys: list[int]) -> dict[int, _Place]:
    rows: Iterable[tuple[Any, ...]]
    if not is_in_snapshot():
        rows = visible_services().filter(pk__in=keys).values_list(*_PLACE)
    else:
        query = _VISIBLE_PLACE.now()
        rows = [row for key in keys for row in query.rows(key)]
    return {row[0]: _Place(row[0], row[1], _key(row[2])) for row in rows}


_VISIBLE_PLACE = PreparedGiven(
    private_places,
    lambda key: visible_services().filter(pk=key).values_list(*_PLACE),
    int,
)


def _key(value: UUID | str) -> UUID:
    """A translation key as the database has it."""
    return value if isinstance(value, UUID) else UUID(value)


@once_per_snapshot
def _places_in_category(category: str) -> list[_Place]:
    rows = _OF_CATEGORY.now().rows(category)
    return [_Place(key, path, _key(translation)) for key, path, translation in rows]


_OF_CATEGORY = PreparedGiven(
    private_places,
    lambda category: (
        visible_services()
        .filter(category=category)
        .order_by("title", "pk")
        .values_list(*_PLACE)
    ),
    str,
)


def _shown_at(places: list[_Place], language: str | None) -> list[ServicePage]:
    """The services at these places, each with its agency."""
    if not is_in_snapshot():
        records = visible_services().filter(pk__in=[place.pk for place in places])
        found = {record.pk: record for record in _with_places(records) if places}
        return shown([found[one.pk] for one in places if one.pk in found], language)
    code = language_or_active(language)
    found = each_once(_links, [(place.pk, code) for place in places])
    return [found[place.pk, code] for place in places]


def linked_by_key(
    keys: Iterable[int], language: str | None = None
) -> dict[int, ServicePage]:
    """As ``shown_by_key``, with what a link shows and no more."""
    if not is_in_snapshot():
        return shown_by_key(keys, language)
    code = language_or_active(language)
    wanted = [(key, code) for key in each_once(_visible_places, keys)]
    return {key: page for (key, _code), page in each_once(_links, wanted).items()}


def _links(wanted: list[tuple[int, str]]) -> dict[tuple[int, str], ServicePage]:
    return {(key, code): _link(key, code) for key, code in wanted}


def _link(key: int, language: str) -> ServicePage:
    """One visible service with its agency, as a link shows it.

    Read with what a link shows and no more, so that a change of anything else doesn't
    seem to matter to the pages that link there; the rest would be read when asked for.
    """
    (record,) = _LINKED.records(key)
    page: ServicePage = _linked_in(language, record, _LINKED_TRANSLATION)
    page.agency = _linked_agency(record.path[: -record.steplen], language)
    return page


@once_per_snapshot
def _linked_agency(path: str, language: str) -> AgencyPage:
    (record,) = _LINKED_AGENCY.records(path)
    agency: AgencyPage = _linked_in(language, record, _LINKED_AGENCY_TRANSLATION)
    return agency


def _linked_in(language: str, record: Any, translations: PreparedQuery[Any]) -> Any:
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


def shown(
    records: Iterable[ServicePage], language: str | None = None
) -> list[ServicePage]:
    """Service records in ``language``, each with its agency; three queries at most.

    In a snapshot each service is read once for all lists in which it stands.
    """
    if is_in_snapshot():
        if isinstance(records, QuerySet):
            keys = list(records.values_list("pk", flat=True))
        else:
            keys = [record.pk for record in records]
        return shown_in_order(keys, language)
    if isinstance(records, QuerySet):
        records = _with_places(records)
    found = list(records)
    paths = {record.path[: -record.steplen] for record in found}
    agencies = list(
        AgencyPage.objects.filter(path__in=paths)
        .select_related(*_OF_AGENCY)
        .order_by("path")
    )
    by_path = dict(
        zip(
            (agency.path for agency in agencies),
            in_language(agencies, language),
            strict=True,
        )
    )
    pages = in_language(found, language)
    for record, page in zip(found, pages, strict=True):
        page.agency = by_path[record.path[: -record.steplen]]
    return pages


def shown_in_order(
    keys: Iterable[int], language: str | None = None
) -> list[ServicePage]:
    """In a snapshot: the services with these keys of records, which are all visible."""
    listed = list(keys)
    pages_by_key = _each_shown(listed, language)
    return [pages_by_key[key] for key in listed]


def shown_by_key(
    keys: Iterable[int], language: str | None = None
) -> dict[int, ServicePage]:
    """Those services that visitors may see, by the key of their record, as in the tree."""
    if is_in_snapshot():
        places = each_once(_visible_places, keys).values()
        ordered = [one.pk for one in sorted(places, key=lambda one: one.path)]
        return _each_shown(ordered, language)
    records = visible_services().filter(pk__in=list(keys)).order_by("path")
    found = list(_with_places(records))
    pages = shown(found, language)
    return {record.pk: page for record, page in zip(found, pages, strict=True)}


def _each_shown(keys: Iterable[int], language: str | None) -> dict[int, ServicePage]:
    code = language_or_active(language)
    pages = each_once(_shown_once, [(key, code) for key in keys])
    return {key: page for (key, _code), page in pages.items()}


def _shown_once(wanted: list[tuple[int, str]]) -> dict[tuple[int, str], ServicePage]:
    return {(key, code): _shown_one(key, code) for key, code in wanted}


def _shown_one(key: int, language: str) -> ServicePage:
    (record,) = mentioned(ServicePage).records(key)
    page = with_related(translated(record, language), *_OF_SERVICE)
    page.agency = _agency_shown(record.path[: -record.steplen], language)
    return cast(ServicePage, page)


@once_per_snapshot
def _agency_shown(path: str, language: str) -> AgencyPage:
    (record,) = AGENCY_MENTIONED.records(path)
    return cast(AgencyPage, with_related(translated(record, language), *_OF_AGENCY))


_OF_SERVICE = ("locale", "counter__floor", "counter__schedule")
_OF_AGENCY = ("locale", "floor", "schedule")


def _with_places(records: Any) -> Any:
    return records.select_related(*_OF_SERVICE)


__all__ = [
    "linked_by_key",
    "popular_services",
    "related_services",
    "service_by_path",
    "services",
    "services_by_path",
    "services_of",
    "shown",
    "shown_by_key",
    "shown_in_order",
]
