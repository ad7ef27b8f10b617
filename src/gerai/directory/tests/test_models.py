"""Rules that hold whoever writes a record: tree, cases, facets, one of its kind."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Locale, Page

from gerai.directory import checks
from gerai.directory.languages import translate_record
from gerai.directory.models import (
    AgencyIndexPage,
    AgencyPage,
    Counter,
    LifeEventIndexPage,
    LifeEventPage,
    LifeEventService,
    MallStandard,
    RelatedService,
    ServicePage,
)
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    LifeEventPageFactory,
    MallStandardFactory,
    RegulationFactory,
    ServicePageFactory,
    UserFactory,
    case,
    duration,
    fee,
    free_fee,
    home,
    requirement,
)

pytestmark = pytest.mark.django_db


# The tree


def test_services_stand_below_agencies_only() -> None:
    assert ServicePage.allowed_parent_page_models() == [AgencyPage]
    assert AgencyPage.allowed_parent_page_models() == [AgencyIndexPage]
    assert LifeEventPage.allowed_parent_page_models() == [LifeEventIndexPage]
    assert ServicePage.allowed_subpage_models() == []
    own = [
        model
        for model in AgencyPage.allowed_subpage_models()
        if model._meta.app_label == "directory"
    ]
    assert own == [ServicePage]


def test_lists_stand_once_right_below_a_home_page() -> None:
    page = home()
    root = page.get_parent()
    assert AgencyIndexPage.can_create_at(page)
    assert not AgencyIndexPage.can_create_at(root)
    agency = AgencyPageFactory()
    page.refresh_from_db()
    assert not AgencyIndexPage.can_create_at(page), "there is one already"
    assert not LifeEventIndexPage.can_create_at(agency)


def test_the_rooms_own_checks_pass_and_would_notice(monkeypatch: Any) -> None:
    assert checks.check_tree() == []
    assert checks.check_facts_are_shared() == []
    monkeypatch.setattr(ServicePage, "override_translatable_fields", [])
    (error,) = checks.check_facts_are_shared()
    assert error.id == "directory.E003"
    assert "trust" in error.msg
    monkeypatch.setitem(checks.TREE, ServicePage, ({AgencyIndexPage}, {AgencyPage}))
    assert [one.id for one in checks.check_tree()] == [
        "directory.E001",
        "directory.E002",
    ]


# Cases


def test_a_case_gets_its_key_from_its_label() -> None:
    service = ServicePageFactory(
        cases=[{"type": "case", "value": {"label": "Hilang atau Rusak"}}],
        requirements=[requirement(cases=["HILANG ATAU RUSAK"])],
    )
    assert service.cases[0].value["key"] == "hilang-atau-rusak"
    assert service.requirements[0].value["cases"] == ["hilang-atau-rusak"]


def test_unknown_cases_are_refused_by_field() -> None:
    service = ServicePageFactory(cases=[case("baru")])
    service.fees = [free_fee(cases=["baru"]), fee(5000, cases=["hilang"])]
    service.requirements = [requirement(cases=["rusak"])]
    with pytest.raises(ValidationError) as refusal:
        service.full_clean()
    assert set(refusal.value.error_dict) == {"fees", "requirements"}
    (error,) = refusal.value.error_dict["fees"]
    assert isinstance(error, StreamBlockValidationError)
    assert list(error.block_errors) == [1]
    with pytest.raises(ValidationError):
        service.save()


def test_two_cases_with_one_key_are_refused() -> None:
    service = ServicePageFactory()
    service.cases = [case("baru", "Baru"), case("baru", "Pertama kali")]
    with pytest.raises(ValidationError) as refusal:
        service.full_clean()
    assert set(refusal.value.error_dict) == {"cases"}


def test_cases_of_the_agency_may_be_used_by_its_services() -> None:
    agency = AgencyPageFactory(cases=[case("hilang")])
    service = ServicePageFactory(agency=agency, fees=[fee(cases=["hilang"])])
    assert service.fees[0].value["cases"] == ["hilang"]


# Facets


@pytest.mark.parametrize(
    ("values", "free", "wait"),
    [
        ({}, False, False),
        ({"fees": [free_fee()]}, True, False),
        ({"fees": [free_fee(), fee(5000)]}, False, False),
        ({"durations": [duration(30, "minutes")]}, False, True),
        ({"durations": [duration(8, "hours")]}, False, True),
        ({"durations": [duration(481, "minutes")]}, False, False),
        ({"durations": [duration(1, "working_days")]}, False, False),
        (
            {"durations": [duration(5, "minutes"), duration(3, "working_days")]},
            False,
            False,
        ),
        ({"durations": [duration(None, "", note="Menurut antrean")]}, False, False),
    ],
)
def test_facets_promise_only_what_is_known(
    values: dict[str, Any], free: bool, wait: bool
) -> None:
    service = ServicePageFactory(**values)
    assert (service.is_free, service.while_you_wait) == (free, wait)
    assert not service.is_online
    service.online_url = "https://daring.example"
    service.save()
    assert ServicePage.objects.get(pk=service.pk).is_online


def test_facets_follow_the_agency() -> None:
    agency = AgencyPageFactory(fees=[free_fee()])
    inheriting = ServicePageFactory(agency=agency)
    own = ServicePageFactory(agency=agency, fees=[fee()])
    assert inheriting.is_free
    assert not own.is_free
    agency.fees = [fee(10_000)]
    agency.durations = [duration(15, "minutes")]
    agency.save_revision().publish()
    inheriting.refresh_from_db()
    own.refresh_from_db()
    assert (inheriting.is_free, inheriting.while_you_wait) == (False, True)
    assert (own.is_free, own.while_you_wait) == (False, True)


def test_facets_follow_a_move_to_another_agency() -> None:
    service = ServicePageFactory(agency=AgencyPageFactory(fees=[free_fee()]))
    service.move(AgencyPageFactory(), pos="last-child")
    assert not ServicePage.objects.get(pk=service.pk).is_free


def test_partial_saves_keep_facets_true() -> None:
    service = ServicePageFactory(fees=[free_fee()])
    service.fees = [fee()]
    service.save(update_fields=["fees"])
    assert not ServicePage.objects.get(pk=service.pk).is_free


# Only one


def test_one_standard_of_the_mall_per_language() -> None:
    home()
    first = MallStandardFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MallStandard.objects.create(locale=first.locale)
    MallStandard.objects.create(
        locale=Locale.objects.get(language_code="en"),
        translation_key=first.translation_key,
    )


def test_slugs_of_shared_records_are_unique() -> None:
    RegulationFactory(slug="pp-1-2025")
    CounterFactory(slug="loket-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        RegulationFactory(slug="pp-1-2025")
    with pytest.raises(IntegrityError), transaction.atomic():
        CounterFactory(slug="loket-1")


def test_a_service_is_listed_once() -> None:
    service, other = ServicePageFactory(), ServicePageFactory()
    event = LifeEventPageFactory(entries=[(service, "")])
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeEventService.objects.create(
            page=event, service=service, locale=event.locale
        )
    RelatedService.objects.create(page=service, service=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        RelatedService.objects.create(page=service, service=other)


def test_the_names_of_records() -> None:
    counter = CounterFactory(name="Loket 3", name_en="Counter 3")
    assert str(counter) == counter.name_in("id") == "Loket 3"
    assert counter.name_in("en") == "Counter 3"
    assert str(RegulationFactory(title="PP 28/2025")) == "PP 28/2025"


def test_a_floor_with_agencies_cannot_be_deleted() -> None:
    floor = FloorFactory(number=2)
    AgencyPageFactory(floor=floor)
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        floor.delete()


def test_references_go_to_records_and_to_ones_own_counters() -> None:
    agency = AgencyPageFactory()
    service = ServicePageFactory(agency=agency, counter=CounterFactory(agency=agency))
    page = translate_record(record=service, language="en", texts={"title": "Service"})
    assert page.counter == service.counter
    for record in (
        Counter(slug="x", name="x", agency=page.agency),
        LifeEventService(service=page, locale=page.locale),
        RelatedService(service=page),
    ):
        with pytest.raises(ValidationError) as refusal:
            record.clean()
        assert set(refusal.value.error_dict) <= {"agency", "service"}
    service.counter = CounterFactory()
    with pytest.raises(ValidationError) as refusal:
        service.full_clean()
    assert set(refusal.value.error_dict) == {"counter"}


# The desk


@pytest.mark.parametrize(
    "url_name",
    [
        "wagtailsnippets_directory_regulation:add",
        "wagtailsnippets_directory_counter:add",
        "wagtailsnippets_directory_mallstandard:add",
        "wagtailsnippets_directory_regulation:list",
        "wagtailsnippets_directory_counter:list",
    ],
)
def test_shared_records_can_be_edited_in_the_desk(client: Any, url_name: str) -> None:
    home()
    CounterFactory(floor=FloorFactory())
    RegulationFactory()
    client.force_login(UserFactory(administrator=True))
    assert client.get(reverse(url_name)).status_code == 200


def test_new_agencies_and_services_have_a_form(client: Any) -> None:
    agency = AgencyPageFactory()
    client.force_login(UserFactory(administrator=True))
    for model, parent in [
        ("agencypage", agency.get_parent()),
        ("servicepage", agency),
    ]:
        address = reverse(
            "wagtailadmin_pages:add", args=["directory", model, parent.pk]
        )
        response = client.get(address)
        assert response.status_code == 200
        assert "4." in response.content.decode()
    event = LifeEventPageFactory()
    assert client.get(f"/admin/pages/{event.pk}/edit/").status_code == 200


def test_a_new_service_may_use_the_cases_of_its_agency(client: Any) -> None:
    from wagtail.test.utils.form_data import (
        inline_formset,
        nested_form_data,
        streamfield,
    )

    agency = AgencyPageFactory(cases=[case("hilang", "Hilang")])
    client.force_login(UserFactory(administrator=True))
    empty = [
        "cases",
        "requirements",
        "steps",
        "durations",
        "products",
        "complaint_channels",
        "legal_basis",
        "management",
        "component_provenance",
    ]
    data = nested_form_data(
        {
            **{name: streamfield([]) for name in empty},
            "title": "Surat hilang",
            "slug": "surat-hilang",
            "is_offered_here": "yes",
            "trust": "general",
            "is_indexed": "on",
            "fees": streamfield([("fee", {"kind": "free", "cases": "Hilang"})]),
            "related_services": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    address = reverse(
        "wagtailadmin_pages:add", args=["directory", "servicepage", agency.pk]
    )
    response = client.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    page = Page.objects.get(slug="surat-hilang").specific
    assert page.fees[0].value["cases"] == ["hilang"]
    assert page.is_free
