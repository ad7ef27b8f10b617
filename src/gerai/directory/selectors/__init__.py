"""Reads of the directory: what pages, reports and exports need; public.

Lists are read from the Indonesian records, so that both languages have the same order
and the same filters, and are then shown in a language: ``language`` is a code, the
active one if it is left out. Where a page has no translation, the record stands in for
it; ``page.locale`` tells which it is. No number of queries depends on the number of
services or agencies.
"""

from gerai.directory.selectors.agencies import (
    AGENCY_ORDER,
    AgencyWithServices,
    FloorCounters,
    ListedAgency,
    agencies,
    agencies_with_services,
    agency_by_slug,
    counters_by_floor,
    counters_of,
    listed_agencies,
)
from gerai.directory.selectors.handovers import (
    HandedOver,
    Neighbours,
    handovers_among,
    handovers_of_life_event,
    neighbours_of,
    product_name,
)
from gerai.directory.selectors.hours import (
    AgencyHours,
    HoursBook,
    agency_timetables,
    hours_book,
    pill_key,
)
from gerai.directory.selectors.life_events import (
    ServiceOfLifeEvent,
    life_events,
    life_events_of,
    other_life_events,
    services_of_life_event,
)
from gerai.directory.selectors.localized import in_language, record_of, records_of
from gerai.directory.selectors.related import related_services
from gerai.directory.selectors.services import (
    popular_services,
    service_by_path,
    services,
    services_by_path,
    services_of,
)

__all__ = [
    "AGENCY_ORDER",
    "AgencyHours",
    "AgencyWithServices",
    "FloorCounters",
    "HandedOver",
    "HoursBook",
    "ListedAgency",
    "Neighbours",
    "ServiceOfLifeEvent",
    "agencies",
    "agencies_with_services",
    "agency_by_slug",
    "agency_timetables",
    "counters_by_floor",
    "counters_of",
    "handovers_among",
    "handovers_of_life_event",
    "hours_book",
    "in_language",
    "life_events",
    "life_events_of",
    "listed_agencies",
    "neighbours_of",
    "other_life_events",
    "pill_key",
    "popular_services",
    "product_name",
    "record_of",
    "records_of",
    "related_services",
    "service_by_path",
    "services",
    "services_by_path",
    "services_of",
    "services_of_life_event",
]
