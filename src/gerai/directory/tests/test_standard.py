"""Reading, inheriting and counting the components of a service standard."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from gerai.directory.choices import STANDARD_PARTS, ManagementPart
from gerai.directory.models import Regulation, ServicePage
from gerai.directory.standard import (
    Origin,
    completeness,
    requirements_by_case,
    standard_of,
    standards_of,
)
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    MallStandardFactory,
    RegulationFactory,
    ServicePageFactory,
    case,
    channel,
    duration,
    fee,
    free_fee,
    home,
    item,
    management,
    requirement,
    source_of,
    step,
)

pytestmark = pytest.mark.django_db


def regulation_item(regulation: Regulation) -> dict[str, Any]:
    return {"type": "regulation", "value": regulation.pk, "id": f"r{regulation.pk}"}


def test_fourteen_parts_in_the_order_of_the_law() -> None:
    keys = [key for key, _label in STANDARD_PARTS]
    assert len(keys) == len(set(keys)) == 14
    assert keys[:7] == [
        "requirements",
        "steps",
        "durations",
        "fees",
        "products",
        "complaint_channels",
        "legal_basis",
    ]
    assert keys[7:] == ManagementPart.values


def test_a_service_reads_its_own_components_as_values() -> None:
    basis = RegulationFactory(title="PP 45/2024")
    service = ServicePageFactory(
        cases=[case("hilang", "Hilang")],
        requirements=[
            requirement("KTP", copies=2, cases=["hilang"], condition="Jika dewasa")
        ],
        steps=[
            step("Wawancara", actor="officer", minimum=5, maximum=10, unit="minutes")
        ],
        durations=[duration(4, starts_from="pembayaran", is_upper_limit=True)],
        fees=[fee(650_000, per="paspor", basis=basis.pk)],
        products=[
            item(
                "product",
                name="Paspor",
                form="card",
                validity=10,
                validity_unit="years",
            )
        ],
    )
    standard = standard_of(service)

    (one,) = standard.requirements
    assert (one.text, one.copies, one.is_original, one.cases) == (
        "KTP",
        2,
        True,
        ("hilang",),
    )
    assert one.key == service.requirements[0].id
    (wait,) = standard.steps
    assert wait.length is not None
    assert (wait.length.minimum, wait.length.maximum, wait.length.unit) == (
        5,
        10,
        "minutes",
    )
    (time,) = standard.durations
    assert time.length is not None
    assert (time.length.maximum, time.starts_from, time.is_upper_limit) == (
        4,
        "pembayaran",
        True,
    )
    (cost,) = standard.fees
    assert cost.basis is not None
    assert (cost.amount, cost.per, cost.basis.title) == (
        650_000,
        "paspor",
        "PP 45/2024",
    )
    (product,) = standard.products
    assert (product.validity, product.validity_unit, product.form) == (
        10,
        "years",
        "card",
    )
    assert standard.fees.origin is Origin.SERVICE
    assert standard.fees.inherited_from is None


def test_what_is_empty_comes_from_the_agency_then_from_the_mall() -> None:
    agency = AgencyPageFactory(
        fees=[free_fee()],
        complaint_channels=[channel("0811")],
        management=[management("staff_count", "Empat orang")],
        trust="uniform",
        source="https://agency.example",
    )
    law = RegulationFactory()
    MallStandardFactory(
        complaint_channels=[channel("112")],
        legal_basis=[regulation_item(law)],
        management=[
            management("staff_count", "Banyak"),
            management("facilities", "Lift"),
        ],
        trust="general",
    )
    standard = standard_of(
        ServicePageFactory(agency=agency, requirements=[requirement()])
    )

    assert standard.requirements.inherited_from is None
    assert standard.fees.inherited_from is Origin.AGENCY
    assert standard.fees.provenance is not None
    assert standard.fees.provenance.trust == "uniform"
    assert standard.fees.provenance.link == "https://agency.example"
    assert [one.value for one in standard.complaint_channels] == ["0811"]
    assert standard.legal_basis.inherited_from is Origin.MALL
    assert standard.legal_basis.value[0].slug == law.slug
    # Management is merged part by part.
    assert (
        standard.management[ManagementPart.STAFF_COUNT].value[0].text == "Empat orang"
    )
    assert standard.management[ManagementPart.STAFF_COUNT].origin is Origin.AGENCY
    assert standard.management[ManagementPart.FACILITIES].origin is Origin.MALL
    assert standard.steps.is_unknown
    assert standard.steps.provenance is None


def test_the_mall_never_lends_what_only_services_can_say() -> None:
    home()
    MallStandardFactory(complaint_channels=[channel()])
    assert standard_of(ServicePageFactory()).fees.is_unknown


def test_a_components_own_source_wins_over_the_records() -> None:
    service = ServicePageFactory(
        fees=[fee()],
        requirements=[requirement()],
        component_provenance=[
            source_of(
                "fees", source="https://jdih.example/pp", as_of="2024", trust="general"
            )
        ],
    )
    standard = standard_of(service)
    fees, requirements = standard.fees.provenance, standard.requirements.provenance
    assert fees is not None
    assert requirements is not None
    assert fees.link == "https://jdih.example/pp"
    assert str(fees.as_of) == "2024"
    assert requirements.trust == "local"
    assert str(requirements.as_of) == "2022-11"


def test_cases_of_the_agency_come_along_only_if_inherited_items_need_them() -> None:
    agency = AgencyPageFactory(
        cases=[case("baru"), case("hilang"), case("rusak")],
        requirements=[requirement(cases=["hilang"])],
    )
    inheriting = standard_of(
        ServicePageFactory(agency=agency, cases=[case("baru", "Pertama kali")])
    )
    assert [(one.key, one.label) for one in inheriting.cases] == [
        ("baru", "Pertama kali"),
        ("hilang", "Hilang"),
    ]
    own = standard_of(ServicePageFactory(agency=agency, requirements=[requirement()]))
    assert own.cases == ()


def test_requirements_are_grouped_by_case() -> None:
    service = ServicePageFactory(
        cases=[case("baru"), case("hilang"), case("rusak")],
        requirements=[
            requirement("Surat kehilangan", cases=["hilang"]),
            requirement("KTP"),
            requirement("Paspor lama", cases=["rusak", "hilang"]),
        ],
    )
    groups = requirements_by_case(standard_of(service))
    assert [
        (
            group.case.key if group.case else None,
            [one.text for one in group.requirements],
        )
        for group in groups
    ] == [
        (None, ["KTP"]),
        ("hilang", ["Surat kehilangan", "Paspor lama"]),
        ("rusak", ["Paspor lama"]),
    ]


def test_completeness_counts_fourteen_parts() -> None:
    empty = completeness(standard_of(ServicePageFactory()))
    assert empty.score == 0
    assert len(empty.missing) == 14
    assert not empty.has_all_delivery

    full = completeness(standard_of(ServicePageFactory(complete=True)))
    assert full.score == 100
    assert full.missing == ()

    some = completeness(
        standard_of(ServicePageFactory(fees=[free_fee()], steps=[step()]))
    )
    assert some.score == 14
    assert [part.key for part in some.missing_delivery] == [
        "requirements",
        "durations",
        "products",
        "complaint_channels",
    ]
    assert len(some.missing_management) == 8
    with translation.override("id"):
        assert [part.number for part in some.filled] == [2, 4]


def test_rubbish_in_an_old_revision_is_left_out() -> None:
    service = ServicePageFactory()
    service.fees = [
        {"type": "fee", "value": {"kind": "barter", "amount": 3}},
        {"type": "fee", "value": {"kind": "fixed", "amount": "banyak"}},
        {"type": "fee", "value": {"kind": "fixed", "amount": -5}},
        {"type": "fee", "value": {"kind": "free", "cases": "baru"}},
    ]
    service.durations = [
        {"type": "duration", "value": {"unit": "fortnights", "maximum": 2}}
    ]
    service.requirements = [{"type": "requirement", "value": {"text": None}}]
    service.legal_basis = [{"type": "regulation", "value": 999_999}]
    standard = standard_of(service)
    assert [one.kind for one in standard.fees] == ["free"]
    assert standard.durations.is_unknown
    assert standard.requirements.is_unknown
    assert standard.legal_basis.is_unknown


def test_standards_of_many_services_need_as_many_queries_as_of_a_few(
    django_assert_num_queries: Any,
) -> None:
    law = RegulationFactory()
    for number in range(10):
        agency = AgencyPageFactory(complaint_channels=[channel()])
        for _ in range(3):
            ServicePageFactory(
                agency=agency,
                fees=[fee(number + 1, basis=law.pk)],
                legal_basis=[regulation_item(law)],
            )
    pages = list(ServicePage.objects.order_by("path"))
    assert len(pages) == 30
    for number in (3, 30):
        for page in pages:
            page.__dict__.pop("agency", None)
            page._state.fields_cache.clear()
        # agencies, the mall's standard, the language, regulations
        with django_assert_num_queries(4):
            found = standards_of(pages[:number])
        assert len(found) == number
    assert [one.fees.value[0].amount for one in found[:4]] == [1, 1, 1, 2]
