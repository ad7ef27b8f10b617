"""What visitors see, in which order and language, at a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gerai.directory import policies, selectors
from gerai.directory.choices import Presence, ServiceFacet
from gerai.directory.languages import translate_record
from gerai.directory.models import RelatedService, ServicePage
from gerai.directory.standard import standards_of
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    LifeEventPageFactory,
    MallFactory,
    ScheduleFactory,
    ServicePageFactory,
    duration,
    fee,
    free_fee,
    home,
)

pytestmark = pytest.mark.django_db


def titles(pages: Any) -> list[str]:
    return [page.title for page in pages]


# Visibility


def test_what_visitors_see() -> None:
    here, elsewhere = AgencyPageFactory(), AgencyPageFactory(elsewhere=True)
    unknown, draft = AgencyPageFactory(unknown=True), AgencyPageFactory(draft=True)
    seen = [ServicePageFactory(agency=one) for one in (here, elsewhere)]
    ServicePageFactory(agency=here, draft=True)
    for hidden in (unknown, draft):
        ServicePageFactory(agency=hidden)
    assert set(policies.visible_agencies()) == {here, elsewhere}
    assert set(policies.visible_services()) == set(seen)
    assert policies.visible_services("en").count() == 0


def test_a_private_agency_hides_its_services() -> None:
    from wagtail.models import PageViewRestriction

    service = ServicePageFactory()
    PageViewRestriction.objects.create(
        page=service.get_parent(), restriction_type="login"
    )
    assert list(policies.visible_services()) == []
    assert list(policies.visible_agencies()) == []


@pytest.mark.parametrize("is_translated", [False, True])
def test_taking_an_agency_off_the_site_takes_its_services_along(
    is_translated: bool,
) -> None:
    service = ServicePageFactory()
    agency = service.get_parent().specific
    translate_record(record=service, language="en", texts={"title": "Service"})
    assert titles(policies.visible_services("en")) == ["Service"]
    if is_translated:
        translate_record(record=agency, language="en", texts={"title": "Agency"})
    agency.unpublish()
    assert list(policies.visible_services()) == []
    assert list(policies.visible_services("en")) == []


# Lists


def test_agencies_come_in_their_order_with_services_and_counters() -> None:
    second = AgencyPageFactory(title="Aaa", order=2)
    first = AgencyPageFactory(title="Zzz", order=1)
    CounterFactory(agency=first, name="Loket 2", order=2)
    CounterFactory(agency=first, name="Loket 1", order=1)
    for number in (1, 2):
        ServicePageFactory(agency=second, title=f"Layanan {3 - number}")
    found = selectors.agencies_with_services("id")
    assert [entry.agency for entry in found] == [first, second]
    assert [counter.name for counter in found[0].counters] == ["Loket 1", "Loket 2"]
    assert titles(found[1].services) == ["Layanan 2", "Layanan 1"]
    assert found[1].services[0].agency == second
    assert titles(selectors.services_of(second, "id")) == ["Layanan 2", "Layanan 1"]
    ServicePageFactory(agency=second, draft=True)
    listed = selectors.listed_agencies("id")
    assert [(one.agency, one.service_count) for one in listed] == [
        (first, 0),
        (second, 2),
    ]
    assert [one.counters for one in listed] == [entry.counters for entry in found]


def test_services_are_filtered_by_facet_agency_event_and_category() -> None:
    agency = AgencyPageFactory(slug="polres")
    fast = ServicePageFactory(
        agency=agency, title="A", fees=[free_fee()], durations=[duration(5, "minutes")]
    )
    paid = ServicePageFactory(title="B", fees=[fee()], category="izin")
    online = ServicePageFactory(
        title="C", fees=[free_fee()], online_url="https://daring.example"
    )
    LifeEventPageFactory(slug="dompet-hilang", entries=[(paid, ""), (fast, "")])

    assert selectors.services("id") == [fast, paid, online]
    assert selectors.services("id", facets=[ServiceFacet.FREE]) == [fast, online]
    assert selectors.services("id", facets=["free", "online"]) == [online]
    assert selectors.services("id", facets=[ServiceFacet.WHILE_YOU_WAIT]) == [fast]
    assert selectors.services("id", agency="polres") == [fast]
    assert selectors.services("id", life_event="dompet-hilang") == [fast, paid]
    assert selectors.services("id", category="izin") == [paid]
    assert selectors.services("id", agency="tidak-ada") == []


def test_popular_services_and_services_by_path() -> None:
    agency = AgencyPageFactory(slug="imigrasi")
    second = ServicePageFactory(agency=agency, slug="paspor", popular_order=2)
    first = ServicePageFactory(popular_order=1)
    ServicePageFactory()
    ServicePageFactory(popular_order=3, draft=True)
    assert selectors.popular_services("id") == [first, second]
    assert selectors.popular_services("id", limit=1) == [first]
    assert selectors.service_by_path("imigrasi/paspor", "id") == second
    assert selectors.service_by_path("imigrasi/tidak-ada", "id") is None
    assert selectors.service_by_path("paspor", "id") is None


def test_related_services_are_the_named_ones_first() -> None:
    service = ServicePageFactory(category="paspor")
    same = ServicePageFactory(title="Y", category="paspor")
    named = ServicePageFactory(title="Z")
    event = ServicePageFactory(title="X")
    ServicePageFactory(title="Draft", category="paspor", draft=True)
    ServicePageFactory(title="Lain")
    RelatedService.objects.create(page=service, service=named)
    LifeEventPageFactory(entries=[(service, ""), (event, "")])
    found = selectors.related_services(service, "id")
    assert found == [named, event, same]
    assert selectors.related_services(service, "id", limit=2) == [named, event]


def test_life_events_hide_services_that_are_not_visible() -> None:
    seen, hidden = ServicePageFactory(), ServicePageFactory(draft=True)
    event = LifeEventPageFactory(
        title="Dompet hilang", order=2, entries=[(hidden, "a"), (seen, "b")]
    )
    first = LifeEventPageFactory(order=1)
    assert selectors.life_events("id") == [first, event]
    (entry,) = selectors.services_of_life_event(event, "id")
    assert (entry.service, entry.note) == (seen, "b")
    assert selectors.life_events_of(seen, "id") == [event]


def test_floors_hold_agencies_with_their_counters() -> None:
    one, two = FloorFactory(number=1), FloorFactory(number=2)
    both = AgencyPageFactory(title="Dua lantai", floor=one, order=1)
    up = CounterFactory(agency=both, floor=two)
    down = CounterFactory(agency=both)
    plain = AgencyPageFactory(title="Tanpa loket", floor=one, order=2)
    lost = AgencyPageFactory(title="Belum jelas", order=3)
    AgencyPageFactory(elsewhere=True, floor=one)
    found = selectors.counters_by_floor("id")
    assert [entry.floor for entry in found] == [one, two, None]
    assert [(a.agency, a.counters) for a in found[0].agencies] == [
        (both, (down,)),
        (plain, ()),
    ]
    assert [(a.agency, a.counters) for a in found[1].agencies] == [(both, (up,))]
    assert [a.agency for a in found[2].agencies] == [lost]


# Languages


def test_lists_show_translations_in_the_order_of_the_records() -> None:
    agency = AgencyPageFactory(title="Imigrasi")
    passport = ServicePageFactory(agency=agency, title="Paspor")
    ServicePageFactory(agency=agency, title="Visa")
    translate_record(record=agency, language="en", texts={"title": "Immigration"})
    translate_record(record=passport, language="en", texts={"title": "A passport"})
    found = selectors.services("en")
    assert titles(found) == ["A passport", "Visa"]
    assert titles(one.agency for one in found) == ["Immigration", "Immigration"]
    (entry,) = selectors.agencies_with_services("en")
    assert titles(entry.services) == ["A passport", "Visa"]
    assert selectors.record_of(found[0]) == passport
    assert selectors.record_of(passport) == passport


def test_an_alias_is_no_translation() -> None:
    service = ServicePageFactory(title="Paspor")
    translate_record(record=service, language="en", texts={"title": "Passport"})
    # wagtail-localize made an alias of the agency, so that the service has a parent.
    agency = service.get_parent().specific
    alias = agency.get_translations().get().specific
    assert alias.alias_of_id == agency.pk
    assert selectors.agencies("en") == [agency]


def test_a_draft_translation_is_not_shown() -> None:
    service = ServicePageFactory(title="Paspor")
    page = translate_record(record=service, language="en", texts={"title": "Passport"})
    page.unpublish()
    assert titles(selectors.services("en")) == ["Paspor"]


# Hours


def test_agencies_are_open_within_the_hours_of_the_mall() -> None:
    MallFactory()
    own = AgencyPageFactory(
        title="Sendiri",
        slug="sendiri",
        order=1,
        schedule=ScheduleFactory(
            weekly={"mon": [["07:00", "12:00"]]}, trust="confirmed"
        ),
    )
    AgencyPageFactory(title="Tanpa jam", slug="tanpa", order=2)
    AgencyPageFactory(elsewhere=True)
    hours = selectors.agency_timetables("id")
    assert [(one.slug, one.name) for one in hours] == [
        ("sendiri", "Sendiri"),
        ("tanpa", "Tanpa jam"),
    ]
    monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA
    assert hours[0].page == own
    assert hours[0].timetable.state_at(monday).is_open
    noon = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert not hours[0].timetable.state_at(noon).is_open
    assert hours[1].timetable.state_at(noon).is_open
    assert not hours[1].timetable.is_usually_confirmed


def test_counters_are_open_within_the_hours_of_their_agency() -> None:
    MallFactory()
    agency = AgencyPageFactory(
        slug="polres", schedule=ScheduleFactory(weekly={"mon": [["08:00", "12:00"]]})
    )
    counter = CounterFactory(
        slug="sim",
        agency=agency,
        schedule=ScheduleFactory(weekly={"mon": [["10:00", "14:00"]]}),
    )
    service = ServicePageFactory(agency=agency, counter=counter)
    book = selectors.hours_book([agency], [counter])
    timetable = book.of_service(service)
    assert timetable is not None
    week = timetable.usual_week
    assert week is not None
    assert [(one.opens, one.closes) for one in week.days[0]] == [(600, 720)]
    assert selectors.pill_key(service) == "loket:sim"
    assert selectors.pill_key(agency) == "polres"
    service.is_offered_here = "elsewhere"
    assert book.of_service(service) is None


# Queries


def make(services: int) -> None:
    """Three agencies, one in English, with so many services in all."""
    agencies = [AgencyPageFactory(floor=FloorFactory()) for _ in range(3)]
    for agency in agencies:
        CounterFactory(agency=agency, schedule=ScheduleFactory())
    for number in range(services):
        agency = agencies[number % 3]
        service = ServicePageFactory(
            agency=agency,
            fees=[free_fee()],
            popular_order=number,
            category="sama",
            counter=agency.counters.get(),
        )
        if number % 3 == 0:
            translate_record(record=service, language="en", texts={"title": "Service"})
    LifeEventPageFactory(
        entries=[
            (one, "") for one in ServicePage.objects.filter(locale__language_code="id")
        ]
    )


def use(pages: list[ServicePage]) -> None:
    for page in pages:
        assert page.agency.title
        assert page.agency.floor is not None
        assert page.locale.language_code
        assert page.counter is not None
        assert page.counter.schedule is not None


def read_agencies(language: str) -> None:
    for entry in selectors.agencies_with_services(language):
        use(list(entry.services))


def read_listed_agencies(language: str) -> None:
    for entry in selectors.listed_agencies(language):
        assert entry.agency.title
        assert entry.service_count > 0
        assert all(counter.name for counter in entry.counters)


def read_floors(language: str) -> None:
    for floor in selectors.counters_by_floor(language):
        for entry in floor.agencies:
            assert entry.agency.title
            assert all(counter.name for counter in entry.counters)


def read_life_events(language: str) -> None:
    for event in selectors.life_events(language):
        entries = selectors.services_of_life_event(event, language)
        use([entry.service for entry in entries])


def read_hours(language: str) -> None:
    assert all(one.page.title for one in selectors.agency_timetables(language))


READS: dict[str, Callable[[str], object]] = {
    "services": lambda language: use(selectors.services(language)),
    "free services": lambda language: use(
        selectors.services(language, facets=[ServiceFacet.FREE], category="sama")
    ),
    "popular": lambda language: use(selectors.popular_services(language)),
    "agencies with services": read_agencies,
    "listed agencies": read_listed_agencies,
    "floors": read_floors,
    "standards": lambda language: standards_of(selectors.services(language)),
    "hours": read_hours,
    "life events": read_life_events,
}


@pytest.fixture(scope="module")
def query_counts(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Queries of each read with 3 and with 30 services, in both languages."""
    counts: dict[tuple[str, str], list[int]] = {}
    with django_db_blocker.unblock():
        for services in (3, 30):
            with transaction.atomic():
                home()
                MallFactory()
                make(services)
                assert len(selectors.services("en")) == services
                for name, read in READS.items():
                    for language in ("id", "en"):
                        with CaptureQueriesContext(connection) as queries:
                            read(language)
                        counts.setdefault((name, language), []).append(len(queries))
                transaction.set_rollback(True)
    return counts


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", READS)
def test_queries_do_not_grow_with_the_services(
    query_counts: Any, name: str, language: str
) -> None:
    few, many = query_counts[name, language]
    assert few == many
    assert many <= 16


def test_presence_narrows_agencies() -> None:
    here, elsewhere = AgencyPageFactory(), AgencyPageFactory(elsewhere=True)
    assert selectors.agencies("id", presence=Presence.ELSEWHERE) == [elsewhere]
    assert selectors.agency_by_slug(here.slug, "id") == here
    assert selectors.agency_by_slug("tidak-ada") is None
