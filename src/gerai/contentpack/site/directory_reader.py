"""Reads agencies, counters, services and life events of the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from gerai.contentpack.format.directory import (
    AgencyFile,
    CounterItem,
    LifeEventItem,
    ServiceItem,
)
from gerai.contentpack.site import directory
from gerai.contentpack.site.context import SiteContext, present, twin
from gerai.directory.models import (
    AgencyPage,
    Counter,
    LifeEventPage,
    RelatedService,
    ServicePage,
)


def read_agencies(context: SiteContext) -> tuple[list[AgencyFile], list[str]]:
    """All agencies with counters and services, and the popular services in order."""
    agencies = context.pages(AgencyPage.objects.select_related("floor"))
    services = context.pages(ServicePage.objects.select_related("counter"))
    slugs = {page.path: page.slug for page in agencies}
    below: dict[str, list[Any]] = defaultdict(list)
    for service in services:
        parent = service.path[: -Page.steplen]
        if parent in slugs:
            below[parent].append(service)
            path = f"{slugs[parent]}/{service.slug}"
            context.service_paths[service.pk] = path
    counters = _counters_by_agency()
    related = _related(context)
    english_agencies = context.english(AgencyPage)
    english_services = context.english(ServicePage)
    found = []
    for page in sorted(agencies, key=lambda page: page.slug):
        english = twin(page, english_agencies)
        data = directory.agency_data(page, english, context.schedules, context.lookup)
        data["counters"] = _counters(context, counters[page.pk])
        agency = context.model(f"agency/{page.slug}", AgencyFile, data, page)
        items = [
            context.model(
                f"service/{context.service_paths[service.pk]}",
                ServiceItem,
                directory.service_data(
                    service,
                    twin(service, english_services),
                    context.lookup,
                    related.get(service.pk, []),
                ),
                service,
            )
            for service in below[page.path]
        ]
        if agency is not None:
            found.append(agency.model_copy(update={"services": present(items)}))
    popular = sorted(
        (service.popular_order, context.service_paths.get(service.pk, ""))
        for service in services
        if service.popular_order is not None
    )
    return found, [path for _order, path in popular if path]


def _counters_by_agency() -> dict[int, list[Counter]]:
    found: dict[int, list[Counter]] = defaultdict(list)
    rows = Counter.objects.select_related("floor").order_by("order", "name", "pk")
    for row in rows:
        found[row.agency_id].append(row)
    return found


def _counters(context: SiteContext, rows: Iterable[Counter]) -> list[Any]:
    items = []
    for row in rows:
        data = directory.counter_data(row, context.schedules)
        if context.model(f"counter/{row.slug}", CounterItem, data, row):
            items.append(data)
    return items


def _related(context: SiteContext) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in RelatedService.objects.order_by("sort_order", "pk"):
        path = context.service_paths.get(row.service_id)
        if path:
            found[row.page_id].append(path)
    return found


def read_life_events(context: SiteContext) -> list[LifeEventItem]:
    """All life events; after the agencies, whose services they name."""
    events = context.pages(
        LifeEventPage.objects.prefetch_related("services", "handovers")
    )
    english = context.english(LifeEventPage)
    items = [
        context.model(
            f"life-event/{page.slug}",
            LifeEventItem,
            directory.life_event_data(
                page, twin(page, english), context.service_paths.get
            ),
            page,
        )
        for page in sorted(events, key=lambda page: (page.order, page.slug))
    ]
    return present(items)
