"""Services: all of them, filtered, popular, related."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from gerai.directory.choices import ServiceFacet
from gerai.directory.models import AgencyPage, LifeEventService, ServicePage
from gerai.directory.policies import visible_services
from gerai.directory.selectors.localized import in_language

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
    records = visible_services(agencies={"translation_key": agency.translation_key})
    return shown(records.order_by("path"), language)


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
    chosen = [
        entry.service_id for entry in page.related_services.order_by("sort_order", "pk")
    ]
    same_event = LifeEventService.objects.filter(
        page__live=True,
        page__in=LifeEventService.objects.filter(
            service__translation_key=page.translation_key
        ).values("page"),
    ).order_by("page__order", "sort_order", "pk")
    event_ids = list(same_event.values_list("service_id", flat=True))
    wanted = list(dict.fromkeys([*chosen, *event_ids]))
    others = visible_services().exclude(translation_key=page.translation_key)
    found = {record.pk: record for record in _with_places(others.filter(pk__in=wanted))}
    ranked = [found[key] for key in wanted if key in found][:limit]
    if len(ranked) < limit and page.category:
        same_category = others.filter(category=page.category).exclude(pk__in=found)
        ranked += _with_places(same_category.order_by("title", "pk"))[
            : limit - len(ranked)
        ]
    return shown(ranked, language)


def shown(
    records: Iterable[ServicePage], language: str | None = None
) -> list[ServicePage]:
    """Service records in ``language``, each with its agency; three queries at most."""
    if isinstance(records, QuerySet):
        records = _with_places(records)
    found = list(records)
    paths = {record.path[: -record.steplen] for record in found}
    agencies = list(
        AgencyPage.objects.filter(path__in=paths)
        .select_related("locale", "floor", "schedule")
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


def _with_places(records: Any) -> Any:
    return records.select_related("locale", "counter__floor", "counter__schedule")


__all__ = [
    "popular_services",
    "related_services",
    "service_by_path",
    "services",
    "services_by_path",
    "services_of",
    "shown",
]
