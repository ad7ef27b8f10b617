"""Agencies, their services, and where they are in the building."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gerai.directory.choices import Presence
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.policies import visible_agencies, visible_services
from gerai.directory.selectors.localized import in_language, language_or_active
from gerai.place.models import Floor
from gerai.place.selectors import floors
from gerai.publishing.prepared import PreparedQuery, with_related
from gerai.publishing.reading import is_in_snapshot

RELATED = ("locale", "floor", "schedule")
AGENCY_ORDER = ("order", "title", "pk")


@dataclass(frozen=True, slots=True)
class AgencyWithServices:
    """An agency with its visible services, in their order, and its counters."""

    agency: AgencyPage
    services: tuple[ServicePage, ...]
    counters: tuple[Counter, ...]


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """An agency for a list: its counters, and how many visible services it has."""

    agency: AgencyPage
    counters: tuple[Counter, ...]
    service_count: int


@dataclass(frozen=True, slots=True)
class FloorCounters:
    """One floor in walking order; ``floor`` is None for what is not placed yet.

    ``floor.facilities.all()`` needs no further query. An agency with counters on two
    floors stands on both, each time with the counters of that floor.
    """

    floor: Floor | None
    agencies: tuple[AgencyWithServices, ...]


def agencies(
    language: str | None = None, *, presence: Presence | None = None
) -> list[AgencyPage]:
    """The visible agencies in their order, with floor and schedule at hand."""
    records = visible_agencies().select_related(*RELATED)
    if presence is not None:
        records = records.filter(presence=presence)
    return in_language(records.order_by(*AGENCY_ORDER), language)


def agency_by_slug(slug: str, language: str | None = None) -> AgencyPage | None:
    """A visible agency, or None."""
    record = visible_agencies().select_related(*RELATED).filter(slug=slug).first()
    return None if record is None else in_language([record], language)[0]


def agencies_with_services(
    language: str | None = None, *, presence: Presence | None = None
) -> list[AgencyWithServices]:
    """The visible agencies, each with its services and counters."""
    records = visible_agencies().select_related(*RELATED)
    if presence is not None:
        records = records.filter(presence=presence)
    return _with_services(
        list(records.order_by(*AGENCY_ORDER)), language_or_active(language)
    )


def listed_agencies(language: str | None = None) -> list[ListedAgency]:
    """The visible agencies in their order; of their services only the number is read.

    So the cost doesn't grow with what the services say, only with how many there are.
    """
    records = list(visible_agencies().select_related(*RELATED).order_by(*AGENCY_ORDER))
    totals = Tally(
        path[: -ServicePage.steplen]
        for path in visible_services().values_list("path", flat=True)
    )
    counters = _counters(record.pk for record in records)
    return [
        ListedAgency(page, tuple(counters.get(record.pk, ())), totals[record.path])
        for record, page in zip(records, in_language(records, language), strict=True)
    ]


def counters_by_floor(language: str | None = None) -> list[FloorCounters]:
    """All floors from the lowest up, each with the agencies found there."""
    everything = agencies_with_services(language, presence=Presence.AT_MALL)
    result: list[FloorCounters] = []
    for floor in [*floors(), None]:
        floor_id = floor.pk if floor is not None else None
        found = tuple(
            AgencyWithServices(entry.agency, entry.services, here)
            for entry in everything
            for here in [_counters_on(entry, floor_id)]
            if here or (entry.agency.floor_id == floor_id and not _is_placed(entry))
        )
        if floor is not None or found:
            result.append(FloorCounters(floor, found))
    return result


def counters_of(agency: AgencyPage) -> list[Counter]:
    """The counters of an agency, whichever its language, in walking order."""
    if is_in_snapshot():
        found = _COUNTERS_OF.records(agency.translation_key)
        return [with_related(counter, "floor", "schedule") for counter in found]
    return list(
        _counters_of(agency.translation_key).select_related("floor", "schedule")
    )


def _counters_of(translation_key: UUID) -> QuerySet[Counter]:
    counters = Counter.objects.filter(agency__translation_key=translation_key)
    return counters.order_by("order", "name", "pk")


_COUNTERS_OF = PreparedQuery(_counters_of, UUID)


def _with_services(
    records: list[AgencyPage], language: str
) -> list[AgencyWithServices]:
    services: dict[str, list[ServicePage]] = {}
    by_path = {record.path: record for record in records}
    found = list(
        visible_services()
        .select_related("locale", "counter__floor", "counter__schedule")
        .order_by("path")
    )
    shown = in_language(found, language)
    agencies_shown = dict(
        zip(by_path, in_language(by_path.values(), language), strict=True)
    )
    for record, service in zip(found, shown, strict=True):
        path = record.path[: -record.steplen]
        if path in by_path:
            service.agency = agencies_shown[path]
            services.setdefault(path, []).append(service)
    counters = _counters(record.pk for record in records)
    return [
        AgencyWithServices(
            agency=agencies_shown[record.path],
            services=tuple(services.get(record.path, ())),
            counters=tuple(counters.get(record.pk, ())),
        )
        for record in records
    ]


def _counters(agency_ids: Iterable[int]) -> dict[int, list[Counter]]:
    grouped: dict[int, list[Counter]] = {}
    counters = Counter.objects.filter(agency_id__in=list(agency_ids))
    for counter in counters.select_related("floor", "schedule").order_by(
        "order", "name", "pk"
    ):
        grouped.setdefault(counter.agency_id, []).append(counter)
    return grouped


def _counters_on(
    entry: AgencyWithServices, floor_id: int | None
) -> tuple[Counter, ...]:
    return tuple(
        counter
        for counter in entry.counters
        if (counter.floor_id or entry.agency.floor_id) == floor_id
    )


def _is_placed(entry: AgencyWithServices) -> bool:
    """Whether counters say where the agency is."""
    return bool(entry.counters)
