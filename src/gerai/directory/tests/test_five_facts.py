"""The five facts of a service, in words, and never a guess."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from gerai.directory.models import ServicePage
from gerai.directory.selectors import hours_book, pill_key
from gerai.directory.standard import FactKey, ServiceFact, five_facts
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    MallFactory,
    ScheduleFactory,
    ServicePageFactory,
    case,
    duration,
    fee,
    free_fee,
    requirement,
)

pytestmark = pytest.mark.django_db

UNKNOWN = "Not filled in by the agency yet"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def facts_of(**values: Any) -> dict[FactKey, ServiceFact]:
    page: ServicePage = ServicePageFactory(**values)
    counters = [page.counter] if page.counter else []
    book = hours_book([page.agency], counters)
    timetable = book.of_service(page)
    facts = five_facts(page, timetable=timetable, pill_key=pill_key(page))
    assert [fact.key for fact in facts] == list(FactKey)
    return {fact.key: fact for fact in facts}


def test_nothing_is_known() -> None:
    facts = facts_of(agency=AgencyPageFactory(unknown=True))
    assert {fact.value for fact in facts.values()} == {UNKNOWN}
    assert all(fact.is_unknown for fact in facts.values())


def test_all_is_known() -> None:
    MallFactory(schedule=ScheduleFactory(trust="confirmed"))
    floor = FloorFactory(number=2)
    agency = AgencyPageFactory(
        short_name="Polresta",
        slug="polresta",
        floor=floor,
        schedule=ScheduleFactory(trust="confirmed"),
    )
    counter = CounterFactory(agency=agency, name="Loket SIM", name_en="Licence counter")
    facts = facts_of(
        agency=agency,
        counter=counter,
        requirements=[requirement(f"Dokumen {n}") for n in range(5)],
        fees=[fee(75_000, per="kartu")],
        durations=[duration(3, starts_from="berkas lengkap")],
    )
    assert facts[FactKey.BRING].value == "5 documents"
    assert facts[FactKey.COST].value == "Rp 75.000"
    assert facts[FactKey.COST].note == "per kartu"
    assert facts[FactKey.TIME].value == "3 working days"
    assert facts[FactKey.TIME].note == "counted from berkas lengkap"
    assert facts[FactKey.WHERE].value == "Floor 2 · Licence counter"
    assert facts[FactKey.WHERE].note == ""
    when = facts[FactKey.WHEN]
    assert when.value.startswith("Monday-Thursday 08:00-15:00")
    assert (when.note, when.pill_key) == ("", "polresta")


def test_what_to_bring_depends_on_the_case() -> None:
    facts = facts_of(
        cases=[case("baru"), case("hilang")],
        requirements=[
            requirement("KTP"),
            requirement("Pas foto", kind="photo"),
            requirement("Surat kehilangan", cases=["hilang"]),
            requirement("Surat nikah", condition="Jika menikah"),
            requirement("Paspor", is_optional=True),
            requirement("Datang sendiri", kind="presence"),
        ],
    )
    assert facts[FactKey.BRING].value == "2-3 things"
    assert "depending on the case" in facts[FactKey.BRING].note
    assert "come in person" in facts[FactKey.BRING].note


def test_nothing_to_bring_but_oneself() -> None:
    bring = facts_of(requirements=[requirement("Datang sendiri", kind="presence")])[
        FactKey.BRING
    ]
    assert (bring.value, bring.note) == ("No documents", "come in person")
    assert not bring.is_unknown


def test_what_only_some_need_is_not_nothing() -> None:
    bring = facts_of(
        requirements=[
            requirement("NOP", kind="data"),
            requirement("Surat kuasa", condition="Jika diwakilkan"),
        ]
    )[FactKey.BRING]
    assert bring.value == "Depends on your situation"
    assert bring.note == "more in some situations, know your data"


def test_free_is_said_and_several_fees_are_a_span() -> None:
    assert facts_of(fees=[free_fee()])[FactKey.COST].value == "Free"
    several = facts_of(fees=[fee(650_000), fee(950_000)])[FactKey.COST]
    assert several.value == "Rp 650.000–950.000"
    assert several.note == "depending on your choice"


def test_hours_that_nobody_confirmed_say_so() -> None:
    MallFactory()
    when = facts_of()[FactKey.WHEN]
    assert not when.is_unknown
    assert when.note == "hours not confirmed yet"


def test_a_guessed_floor_and_an_uncertain_offer_are_named() -> None:
    agency = AgencyPageFactory(
        short_name="BPOM", floor=FloorFactory(number=2), floor_is_inferred=True
    )
    where = facts_of(agency=agency, is_offered_here="unknown")[FactKey.WHERE]
    assert where.value == "Floor 2 · BPOM"
    assert "floor not certain" in where.note
    assert "ask first" in where.note
    assert "floor not known yet" in facts_of()[FactKey.WHERE].note


def test_elsewhere_names_the_office() -> None:
    MallFactory()
    agency = AgencyPageFactory(elsewhere=True, short_name="Bapenda")
    facts = facts_of(agency=agency, is_offered_here="elsewhere")
    assert facts[FactKey.WHERE].value == "Not here: Bapenda"
    assert facts[FactKey.WHERE].note == "Jalan Contoh 1"
    assert facts[FactKey.WHEN].value == "Senin-Jumat 08.00-15.00"
    assert facts[FactKey.WHEN].pill_key == ""


def test_a_service_elsewhere_of_an_agency_that_is_here() -> None:
    MallFactory()
    facts = facts_of(is_offered_here="elsewhere")
    assert facts[FactKey.WHERE].value.startswith("Not here")
    assert facts[FactKey.WHEN].is_unknown
    online = facts_of(
        is_offered_here="elsewhere",
        online_url="https://daring.example",
        online_label="M-Paspor",
    )
    assert online[FactKey.WHERE].value == "Online"
    assert online[FactKey.WHERE].href == "https://daring.example"
