"""From the services of a visit to a plan: records in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from gerai.directory.choices import OfferedHere, StepActor, StepPlace
from gerai.directory.selectors import (
    HoursBook,
    handovers_among,
    hours_book,
    product_name,
    services_by_path,
)
from gerai.directory.standard import standards_of
from gerai.directory.standard.values import (
    Case,
    Duration,
    Requirement,
    ServiceStandard,
    Step,
)
from gerai.guidance.visit.costs import Cost, Total, cost_of, total_of
from gerai.guidance.visit.days import CommonDay, earliest_day, together
from gerai.guidance.visit.ordering import in_order
from gerai.guidance.visit.papers import Demand, Paper, identity_of, merged
from gerai.guidance.visit.state import Visit, Wish, settled

if TYPE_CHECKING:
    from gerai.directory.models import ServicePage
    from gerai.place.clock import Timetable
    from gerai.place.models import Mall

_LAST_FLOOR = 10_000


@dataclass(frozen=True, slots=True)
class Stop:
    """One service of the visit, in its chosen case.

    Attributes:
        timetable: when its counter is open; None if it is offered elsewhere.
        beforehand: steps that are done online before one comes.
    """

    wish: Wish
    page: ServicePage
    standard: ServiceStandard
    timetable: Timetable | None
    cost: Cost
    durations: tuple[Duration, ...]
    beforehand: tuple[Step, ...]
    demands: tuple[Demand, ...]

    @property
    def is_here(self) -> bool:
        """It is done at a counter of this mall, as far as anybody knows."""
        return (
            self.page.agency.is_at_mall
            and self.page.is_offered_here != OfferedHere.ELSEWHERE
        )

    @property
    def case(self) -> Case | None:
        return self.standard.case(self.wish.case) if self.wish.case else None


@dataclass(frozen=True, slots=True)
class Station:
    """One counter (or office) with what is done there, in walking order."""

    stops: tuple[Stop, ...]

    @property
    def page(self) -> ServicePage:
        return self.stops[0].page

    @property
    def is_here(self) -> bool:
        return self.stops[0].is_here


@dataclass(frozen=True, slots=True)
class Passed:
    """What one stop gives that another one of the visit asks for."""

    giver: str
    receiver: str
    what: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """All there is to know before one leaves home.

    Attributes:
        visit: what exists of what was asked for.
        common: the hours of all counters here whose hours are known; None without any.
        day: the first day on which all of them are open.
        unknown_hours: stops here of which nobody knows the hours.
    """

    visit: Visit
    stops: tuple[Stop, ...] = ()
    stations: tuple[Station, ...] = ()
    papers: tuple[Paper, ...] = ()
    total: Total = field(default_factory=lambda: Total(0))
    common: Timetable | None = None
    day: CommonDay | None = None
    unknown_hours: tuple[Stop, ...] = ()
    passed: tuple[Passed, ...] = ()

    def stop(self, service: str) -> Stop:
        return next(one for one in self.stops if one.wish.service == service)


def plan_visit(
    visit: Visit, *, at: datetime, language: str, mall: Mall | None = None
) -> Plan:
    """The plan in a language; a fixed number of queries, whatever the services."""
    records = services_by_path(visit.services, "id")
    pages = services_by_path(visit.services, language) if language != "id" else records
    paths = [path for path in visit.services if path in records]
    standards = dict(
        zip(paths, standards_of([records[path] for path in paths]), strict=True)
    )
    shown = standards
    if language != "id":
        shown = dict(
            zip(paths, standards_of([pages[path] for path in paths]), strict=True)
        )
    visit = settled(
        visit,
        cases={path: [case.key for case in standards[path].cases] for path in paths},
    )
    book = hours_book(
        (pages[path].agency for path in paths),
        (page.counter for path in paths if (page := pages[path]).counter is not None),
        mall=mall,
    )
    stops = tuple(
        _stop(wish, pages[wish.service], shown[wish.service], standards, book)
        for wish in visit.wishes
    )
    passed = _passed(stops, {page.pk: path for path, page in records.items()}, language)
    common, day, unknown = _when(stops, at)
    return Plan(
        visit=visit,
        stops=stops,
        stations=stations_of(stops, passed),
        papers=merged(demand for stop in stops for demand in stop.demands),
        total=total_of(stop.cost for stop in stops),
        common=common,
        day=day,
        unknown_hours=unknown,
        passed=passed,
    )


def stations_of(
    stops: Iterable[Stop], passed: Iterable[Passed] = ()
) -> tuple[Station, ...]:
    """From the lowest floor up; then what has no known floor, then other offices.

    What gives something comes before what asks for it, wherever it is. Services that
    follow each other at the same counter are one station.
    """
    by_service = {stop.wish.service: stop for stop in stops}
    pairs = [(one.giver, one.receiver) for one in passed]
    walking = sorted(by_service, key=lambda name: _walking_order(by_service[name]))
    found: list[tuple[tuple[int | None, ...], list[Stop]]] = []
    place: tuple[int | None, ...] | None = None
    for stop in (by_service[name] for name in in_order(walking, pairs)):
        counter = stop.page.counter if stop.is_here else None
        here = (stop.page.agency.pk, counter.pk if counter else None, stop.is_here)
        if here != place:
            found.append((here, []))
            place = here
        found[-1][1].append(stop)
    return tuple(Station(tuple(members)) for _here, members in found)


def _passed(
    stops: Iterable[Stop], paths: Mapping[int, str], language: str
) -> tuple[Passed, ...]:
    by_service = {stop.wish.service: stop for stop in stops}
    keys = [pk for pk, path in paths.items() if path in by_service]
    if len(keys) < 2:
        return ()
    return tuple(
        Passed(
            giver=paths[one.giver],
            receiver=paths[one.receiver],
            what=one.what or product_name(by_service[paths[one.giver]].page),
            is_required=one.is_required,
        )
        for one in handovers_among(keys, language)
    )


def _walking_order(stop: Stop) -> tuple[bool, int, int, str, int, str, str]:
    agency, counter = stop.page.agency, stop.page.counter
    floor = (counter.floor if counter is not None else None) or agency.floor
    return (
        not stop.is_here,
        floor.number if stop.is_here and floor is not None else _LAST_FLOOR,
        agency.order,
        agency.slug,
        counter.order if counter is not None else 0,
        counter.slug if counter is not None else "",
        stop.wish.service,
    )


def _stop(
    wish: Wish,
    page: ServicePage,
    standard: ServiceStandard,
    records: Mapping[str, ServiceStandard],
    book: HoursBook,
) -> Stop:
    return Stop(
        wish=wish,
        page=page,
        standard=standard,
        timetable=book.of_service(page),
        cost=cost_of(wish.service, standard.fees, case=wish.case),
        durations=tuple(
            one for one in standard.durations if _counts(one.cases, wish.case)
        ),
        beforehand=_beforehand(standard.steps.value, wish.case),
        demands=_demands(wish, standard, records[wish.service]),
    )


def _demands(
    wish: Wish, standard: ServiceStandard, record: ServiceStandard
) -> tuple[Demand, ...]:
    """What the service asks for; told apart by the words of the Indonesian record."""
    originals = {one.key: one for one in record.requirements if one.key}
    found: list[Demand] = []
    for position, one in enumerate(standard.requirements):
        if not _counts(one.cases, wish.case):
            continue
        words = originals.get(one.key, one)
        is_open_case = bool(one.cases) and not wish.case
        found.append(
            Demand(
                service=wish.service,
                text=one.text,
                identity=identity_of(words.text) or words.text,
                kind=one.kind,
                position=position,
                is_original=one.is_original,
                copies=one.copies,
                condition=_condition(one, standard, with_cases=is_open_case),
                condition_identity=identity_of(
                    _condition(words, record, with_cases=is_open_case)
                ),
                is_optional=one.is_optional,
                note=one.note,
                form=one.form,
            )
        )
    return tuple(found)


def _condition(one: Requirement, standard: ServiceStandard, *, with_cases: bool) -> str:
    """The requirement's own condition, behind the cases as long as none is chosen."""
    own = one.condition.strip().rstrip(":").rstrip()
    cases = standard.case_labels(one.cases) if with_cases else ""
    return ", ".join(part for part in (cases, own) if part)


def _counts(cases: Sequence[str], chosen: str) -> bool:
    return not chosen or not cases or chosen in cases


def _beforehand(steps: Sequence[Step], case: str) -> tuple[Step, ...]:
    found: list[Step] = []
    for step in steps:
        if not _counts(step.cases, case):
            continue
        if step.place == StepPlace.COUNTER:
            break
        if step.place == StepPlace.ONLINE and step.actor == StepActor.APPLICANT:
            found.append(step)
    return tuple(found)


def _when(
    stops: Sequence[Stop], at: datetime
) -> tuple[Timetable | None, CommonDay | None, tuple[Stop, ...]]:
    here = [stop for stop in stops if stop.is_here]
    known = [
        stop.timetable
        for stop in here
        if stop.timetable is not None and stop.timetable.usual_week is not None
    ]
    unknown = tuple(
        stop
        for stop in here
        if stop.timetable is None or stop.timetable.usual_week is None
    )
    if not known:
        return None, None, unknown
    return together(known), earliest_day(known, after=at), unknown
