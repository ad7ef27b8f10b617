"""Confirming a record: who may, what it leaves behind, and what an edit does to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import TestCase
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import PageLogEntry

from gerai.directory import events, services
from gerai.directory.choices import ComponentName
from gerai.directory.exceptions import ConfirmationRefused
from gerai.directory.languages import translate_record
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import can_confirm
from gerai.directory.standard import standard_of
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    MallFactory,
    ServicePageFactory,
    UserFactory,
    channel,
    fee,
    source_of,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)  # already 25 November in Samarinda


def sourced_service(**values: Any) -> ServicePage:
    service: ServicePage = ServicePageFactory(
        fees=[fee(350_000)],
        source="https://sippn.example/1\nBrosur",
        source_as_of="2022-11",
        trust="uniform",
        component_provenance=[
            source_of("fees", source="PP 45/2024", as_of="2024", trust="general")
        ],
        **values,
    )
    return service


def confirmed_service() -> tuple[ServicePage, Any]:
    service = sourced_service()
    user = UserFactory(editor_of=service.get_parent().specific)
    return services.confirm_record(page=service, by=user, at=AT), user


# Who may


def test_who_may_confirm() -> None:
    service = sourced_service()
    agency = service.get_parent().specific
    other = AgencyPageFactory()
    for record in (agency, service):
        assert can_confirm(UserFactory(administrator=True), record)
        assert can_confirm(UserFactory(editor_of=agency), record)
        assert not can_confirm(UserFactory(editor_of=other), record)
        assert not can_confirm(UserFactory(), record)
        assert not can_confirm(AnonymousUser(), record)
        assert not can_confirm(UserFactory(administrator=True, is_active=False), record)


def test_the_act_checks_the_permission_itself() -> None:
    service = sourced_service()
    stranger = UserFactory(editor_of=AgencyPageFactory())
    with pytest.raises(PermissionDenied):
        services.confirm_record(page=service, by=stranger, at=AT)
    service.refresh_from_db()
    assert not service.is_confirmed


def test_a_translation_cannot_be_confirmed() -> None:
    service = sourced_service()
    page = translate_record(record=service, language="en", texts={"title": "Passport"})
    assert not can_confirm(UserFactory(administrator=True), page)


# What it leaves behind


def test_a_confirmation_records_who_when_and_the_earlier_sources() -> None:
    MallFactory()
    service = sourced_service()
    user = UserFactory(
        editor_of=service.get_parent().specific, first_name="Siti", last_name="Aminah"
    )
    revisions = service.revisions.count()
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = services.confirm_record(page=service, by=user, at=AT)

    assert page.is_confirmed
    assert (page.confirmed_by, page.confirmed_by_name) == (user, "Siti Aminah")
    assert page.confirmed_at == AT
    assert (page.source, page.source_as_of) == ("", "2026-11-25")
    with translation.override("id"):
        expected = [
            gettext("Before it was confirmed: %(source)s") % {"source": source}
            for source in (
                "https://sippn.example/1; Brosur (2022-11) [uniform]",
                f"{ComponentName.FEES.label}: PP 45/2024 (2024) [general]",
            )
        ]
    assert page.provenance_note.splitlines() == expected
    assert list(page.component_provenance) == []
    fees = standard_of(page).fees.provenance
    assert fees is not None
    assert fees.is_confirmed
    assert page.live
    assert not page.has_unpublished_changes
    assert page.revisions.count() == revisions + 1
    assert page.get_latest_revision().user == user
    assert page.get_latest_revision_as_object().is_confirmed
    entry = PageLogEntry.objects.get(page=page.pk, action=services.CONFIRM_ACTION)
    assert entry.user == user


def test_agencies_are_confirmed_the_same_way_and_services_stay_as_they_were() -> None:
    agency = AgencyPageFactory(complaint_channels=[channel()], trust="local")
    service = ServicePageFactory(agency=agency, fees=[fee()], trust="uniform")
    page = services.confirm_record(page=agency, by=UserFactory(editor_of=agency), at=AT)
    assert isinstance(page, AgencyPage)
    assert page.is_confirmed
    standard = standard_of(ServicePage.objects.get(pk=service.pk))
    assert standard.fees.provenance is not None
    assert standard.fees.provenance.trust == "uniform"
    assert standard.complaint_channels.provenance is not None
    assert standard.complaint_channels.provenance.is_confirmed


def test_other_rooms_hear_of_it_after_the_transaction() -> None:
    heard: list[dict[str, Any]] = []

    def listen(**kwargs: Any) -> None:
        heard.append(kwargs)

    events.record_confirmed.connect(listen)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            page, user = confirmed_service()
            assert heard == []
    finally:
        events.record_confirmed.disconnect(listen)
    (told,) = heard
    assert (told["page"], told["by"], told["at"]) == (page, user, AT)


def test_drafts_and_unpublished_changes_are_refused_and_nothing_changes() -> None:
    draft = sourced_service(live=False)
    admin = UserFactory(administrator=True)
    with pytest.raises(ConfirmationRefused):
        services.confirm_record(page=draft, by=admin, at=AT)

    service = sourced_service()
    service.fees[0].value["amount"] = 1
    service.save_revision()
    with pytest.raises(ConfirmationRefused):
        services.confirm_record(page=service, by=admin, at=AT)
    service = ServicePage.objects.get(pk=service.pk)
    assert not service.is_confirmed
    assert service.fees[0].value["amount"] == 350_000


def test_a_page_locked_by_somebody_else_is_refused() -> None:
    service = sourced_service()
    service.locked, service.locked_by = True, UserFactory(administrator=True)
    service.save()
    user = UserFactory(editor_of=service.get_parent().specific)
    with pytest.raises(ConfirmationRefused):
        services.confirm_record(page=service, by=user, at=AT)


def test_confirming_again_only_renews_the_date() -> None:
    page, user = confirmed_service()
    note = page.provenance_note
    later = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
    page = services.confirm_record(page=page, by=user, at=later)
    assert page.confirmed_at == later
    assert page.provenance_note == note


def test_translations_show_the_confirmation_too() -> None:
    service = sourced_service()
    translate_record(record=service, language="en", texts={"title": "Passport"})
    admin = UserFactory(administrator=True)
    services.confirm_record(page=service, by=admin, at=AT)
    page = service.get_translations().get().specific
    assert page.is_confirmed
    assert page.confirmed_at == AT
    assert page.confirmed_by == admin


# What an edit does


def test_an_edit_that_nobody_vouches_for_takes_the_confirmation_back() -> None:
    page, user = confirmed_service()
    page.fees[0].value["amount"] = 650_000
    page.save_revision().publish()
    page = ServicePage.objects.get(pk=page.pk)
    assert page.trust == "local"
    assert page.confirmed_at is None
    assert page.confirmed_by is None
    assert page.confirmed_by_name == ""
    with translation.override("id"):
        line = gettext("Changed since %(name)s confirmed it on %(day)s.")
    assert page.provenance_note.splitlines()[-1] == line % {
        "name": user.get_full_name(),
        "day": "2026-11-25",
    }


def test_an_edit_of_something_else_leaves_it() -> None:
    page, _user = confirmed_service()
    page.popular_order = 2
    page.other_names = "bikin paspor"
    page.search_description = "Paspor"
    page.save_revision().publish()
    assert ServicePage.objects.get(pk=page.pk).is_confirmed


@pytest.mark.parametrize("field", ["title", "summary", "online_url", "audience"])
def test_facts_beside_the_components_are_vouched_for_too(field: str) -> None:
    page, _user = confirmed_service()
    setattr(page, field, "https://baru.example")
    page.save_revision().publish()
    assert not ServicePage.objects.get(pk=page.pk).is_confirmed


def test_nobody_vouches_for_a_copy() -> None:
    page, _user = confirmed_service()
    copy = page.copy(update_attrs={"slug": "salinan"}, keep_live=True)
    assert ServicePage.objects.get(pk=copy.pk).trust == "local"
    assert ServicePage.objects.get(pk=page.pk).is_confirmed


def test_new_ids_of_blocks_are_no_edit() -> None:
    page, _user = confirmed_service()
    page.fees = [{"type": "fee", "value": dict(page.fees.get_prep_value()[0]["value"])}]
    page.save_revision().publish()
    assert ServicePage.objects.get(pk=page.pk).is_confirmed
