"""When agencies and counters are open, within the hours of the mall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gerai.directory.choices import OfferedHere, Presence
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.selectors.agencies import agencies
from gerai.place.clock import Timetable
from gerai.place.models import Mall
from gerai.place.selectors import timetables, timetables_within_mall
from gerai.publishing.reading import once_per_snapshot


@dataclass(frozen=True, slots=True)
class AgencyHours:
    """When an agency is at the mall.

    Without a schedule of its own the mall's hours stand in, never as confirmed.
    """

    slug: str
    name: str
    timetable: Timetable
    page: AgencyPage


@dataclass(frozen=True, slots=True)
class HoursBook:
    """The timetables of some agencies and counters, read together."""

    mall: Timetable
    within_mall: Mapping[int, Timetable]
    own: Mapping[int, Timetable]

    def of_agency(self, agency: AgencyPage) -> Timetable | None:
        """When the agency is at the mall; None if it is elsewhere or not known."""
        if not agency.is_at_mall:
            return None
        timetable = self.within_mall.get(agency.schedule_id or 0)
        return timetable if timetable is not None else _unconfirmed(self.mall)

    def of_counter(self, counter: Counter, agency: AgencyPage) -> Timetable | None:
        """When a counter is open: its own hours within those of agency and mall."""
        hours = self.of_agency(agency)
        own = self.own.get(counter.schedule_id or 0)
        return hours if hours is None or own is None else own.narrowed_by(hours)

    def at(self, agency: AgencyPage, counter: Counter | None) -> Timetable | None:
        """When a counter is open, or the agency where no counter is named."""
        if counter is not None:
            return self.of_counter(counter, agency)
        return self.of_agency(agency)

    def of_service(self, service: ServicePage) -> Timetable | None:
        """When a service can be had; None if it is offered elsewhere."""
        if service.is_offered_here == OfferedHere.ELSEWHERE:
            return None
        return self.at(service.agency, service.counter)


@once_per_snapshot
def _unconfirmed(timetable: Timetable) -> Timetable:
    return timetable.as_unconfirmed()


def hours_book(
    agencies: Iterable[AgencyPage],
    counters: Iterable[Counter] = (),
    *,
    mall: Mall | None = None,
) -> HoursBook:
    """Read the hours of agencies and counters; a fixed number of queries."""
    agency_schedules = {one.schedule_id for one in agencies if one.schedule_id}
    counter_schedules = {one.schedule_id for one in counters if one.schedule_id}
    mall_hours, within = timetables_within_mall(agency_schedules, mall)
    own = timetables(counter_schedules) if counter_schedules else {}
    return HoursBook(mall=mall_hours, within_mall=within, own=own)


def agency_timetables(language: str | None = None) -> list[AgencyHours]:
    """The hours of all visible agencies at the mall, in their order."""
    found = agencies(language, presence=Presence.AT_MALL)
    book = hours_book(found)
    return [
        AgencyHours(slug=one.slug, name=one.title, timetable=hours, page=one)
        for one in found
        if (hours := book.of_agency(one)) is not None
    ]


def pill_key(place: AgencyPage | Counter | ServicePage) -> str:
    """The key by which a page's ``#hours`` script and its open pills find each other.

    An agency goes by its slug, a counter with hours of its own by ``loket:<slug>``.
    """
    if isinstance(place, Counter):
        return f"loket:{place.slug}"
    if isinstance(place, AgencyPage):
        return str(place.slug)
    if place.counter is not None and place.counter.schedule_id:
        return pill_key(place.counter)
    return str(place.agency.slug)
