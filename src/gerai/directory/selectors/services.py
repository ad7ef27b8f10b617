"""Services: all of them, filtered, popular, related."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from gerai.directory.choices import ServiceFacet
from gerai.directory.models import AgencyPage, LifeEventService, ServicePage
from gerai.directory.models.agencies import AGENCY_MENTIONED
from gerai.directory.policies import private_places, visible_services
from gerai.directory.selectors.localized import (
    in_language,
    language_or_active,
    translated,
)
from gerai.publishing.prepared import (
    PreparedGiven,
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visible service record is in the tree."""

    pk: int
    path: str
    translation_key: UUID


OF_PLACE = ("pk", "path", "translation_key")


def visible_places(keys: list[int]) -> dict[int, Place]:
    """Where those services are that visitors may see, by their key; for ``each_once``."""
    rows: Iterable[tuple[Any, ...]]
    if not is_in_snapshot():
        rows = visible_services().filter(pk__in=keys).values_list(*OF_PLACE)
    else:
        query = _VISIBLE_PLACE.now()
        rows = [row for key in keys for row in query.rows(key)]
    return {row[0]: place_of(row) for row in rows}


_VISIBLE_PLACE = PreparedGiven(
    private_places,
    lambda key: visible_services().filter(pk=key).values_list(*OF_PLACE),
    int,
)


def place_of(row: tuple[Any, ...]) -> Place:
    """From the columns ``OF_PLACE``, unconverted."""
    key, path, translation = row
    # As the database has it.
    if not isinstance(translation, UUID):
        translation = UUID(translation)
    return Place(key, path, translation)


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
        places = each_once(visible_places, keys).values()
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
    "popular_services",
    "service_by_path",
    "services",
    "services_by_path",
    "services_of",
    "shown",
    "shown_by_key",
    "shown_in_order",
]
