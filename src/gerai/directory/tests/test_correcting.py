"""Correcting one component: what is published, what is refused, what is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from wagtail.documents.models import Document

from gerai.directory.component_forms import formset_for
from gerai.directory.correcting import (
    Outcome,
    component_items,
    items_fingerprint,
)
from gerai.directory.exceptions import CorrectionRefused, CorrectionStale
from gerai.directory.models import ServicePage
from gerai.directory.services import correct_component
from gerai.directory.standard.changes import Change, ChangeKind
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    ServicePageFactory,
    UserFactory,
    case,
    duration,
    fee,
    management,
    requirement,
)
from gerai.guard.sections import settle_section

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)


@pytest.fixture
def manager() -> User:
    return User.objects.create_superuser("pengelola", "p@example.go.id", "x")


@pytest.fixture
def service() -> Any:
    return ServicePageFactory(
        fees=[fee(amount=50_000, note="Dibayar di bank")],
        requirements=[requirement("KTP"), requirement("Kartu keluarga")],
        durations=[duration(3)],
    )


def posted(
    page: Any, component: str, *rows: dict[str, Any], **more: Any
) -> dict[str, Any]:
    stored = component_items(page, component)
    data: dict[str, Any] = {
        "items-TOTAL_FORMS": str(len(rows)),
        "items-INITIAL_FORMS": str(len(stored)),
        **more,
    }
    for index, row in enumerate(rows):
        for name, value in row.items():
            data[f"items-{index}-{name}"] = value
    return data


def correct(page: Any, component: str, data: dict[str, Any], by: User) -> Any:
    formset = formset_for(page, component, data)
    assert formset.is_valid(), (formset.errors, formset.non_form_errors())
    return correct_component(
        page=page, component=component, items=formset.items, by=by, at=AT
    )


def fee_id(page: Any) -> str:
    return str(component_items(page, "fees")[0]["id"])


def test_a_corrected_fee_is_published_and_told(service: Any, manager: User) -> None:
    row = {"item_id": fee_id(service), "kind": "fixed", "amount": "Rp 75.000"}
    data = posted(service, "fees", {**row, "note": "Dibayar di bank"})

    with translation.override("id"):
        correction = correct(service, "fees", data, manager)

        assert correction.outcome == Outcome.PUBLISHED
        (change,) = correction.changes
        assert "Rp 50.000" in change.before
        assert "Rp 75.000" in change.after
        assert change.text.startswith("Biaya")
    stored = ServicePage.objects.get(pk=service.pk)
    (item,) = component_items(stored, "fees")
    assert item["value"]["amount"] == 75_000
    assert item["id"] == fee_id(service)
    assert not stored.has_unpublished_changes


def test_the_items_from_before_undo_it(service: Any, manager: User) -> None:
    done = correct_component(
        page=service, component="fees", items=[], by=manager, at=AT
    )
    correct_component(
        page=done.page, component="fees", items=done.items_before, by=manager, at=AT
    )

    stored = ServicePage.objects.get(pk=service.pk)
    assert component_items(stored, "fees") == list(done.items_before)


@pytest.mark.parametrize("typed", ["150000", "150.000", "Rp150.000", "Rp 150.000,-"])
def test_amounts_are_read_as_people_write_them(service: Any, typed: str) -> None:
    formset = formset_for(
        service, "fees", posted(service, "fees", {"kind": "fixed", "amount": typed})
    )

    assert formset.is_valid()
    assert formset.items[0]["value"]["amount"] == 150_000


@pytest.mark.parametrize("typed", ["150,000", "150 ribu", "15.00", "1.50.000", "-5"])
def test_ambiguous_amounts_are_refused_and_kept(service: Any, typed: str) -> None:
    formset = formset_for(
        service, "fees", posted(service, "fees", {"kind": "fixed", "amount": typed})
    )

    assert not formset.is_valid()
    assert formset.forms[0].errors["amount"]
    assert formset.forms[0]["amount"].value() == typed


def test_an_amount_is_shown_as_rupiah(service: Any) -> None:
    field = formset_for(service, "fees").forms[0]["amount"]

    assert 'value="Rp 50.000"' in str(field)


def test_fields_that_contradict_are_named(service: Any) -> None:
    row = {"item_id": fee_id(service), "kind": "free", "amount": "50.000"}
    formset = formset_for(service, "fees", posted(service, "fees", row))

    assert not formset.is_valid()
    assert formset.forms[0].errors["amount"]


def test_an_empty_row_is_no_item_and_a_ticked_one_goes(service: Any) -> None:
    first, second = component_items(service, "requirements")
    data = posted(
        service,
        "requirements",
        {"item_id": first["id"], "text": "KTP", "kind": "document", "DELETE": "on"},
        {"item_id": second["id"], "text": "KK", "kind": "document", "copies": "2"},
        {"text": "", "kind": "document"},
    )
    formset = formset_for(service, "requirements", data)

    assert formset.is_valid(), formset.errors
    assert [item["value"]["text"] for item in formset.items] == ["KK"]


def test_what_the_form_doesnt_show_stays(manager: User) -> None:
    form = Document.objects.create(title="Formulir", file="formulir.pdf")
    service = ServicePageFactory(requirements=[requirement("KTP", form=form.pk)])
    (item,) = component_items(service, "requirements")
    formset = formset_for(
        service,
        "requirements",
        posted(
            service,
            "requirements",
            {"item_id": item["id"], "text": "KTP asli", "kind": "document"},
        ),
    )

    assert formset.is_valid()
    assert formset.items[0]["value"]["form"] == form.pk


def test_cases_are_chosen_not_typed() -> None:
    agency = AgencyPageFactory(cases=[case("baru")])
    service = ServicePageFactory(agency=agency, cases=[case("hilang")], fees=[fee()])
    field = formset_for(service, "fees").forms[0].fields["cases"]

    assert dict(field.choices) == {"baru": "Baru", "hilang": "Hilang"}
    formset = formset_for(
        service,
        "fees",
        posted(service, "fees", {"kind": "fixed", "amount": "1", "cases": ["lain"]}),
    )
    assert not formset.is_valid()


def test_one_part_of_the_management_leaves_the_others_alone(manager: User) -> None:
    service = ServicePageFactory(
        management=[management("safety", "Aman"), management("guarantee", "Janji")]
    )
    data = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "1",
        "items-0-item_id": component_items(service, "management")[0]["id"],
        "items-0-text": "Lebih aman",
    }
    formset = formset_for(service, "management", data, part="safety")

    assert formset.is_valid(), formset.errors
    done = correct_component(
        page=service, component="management", items=formset.items, by=manager, at=AT
    )
    texts = {
        item["value"]["component"]: item["value"]["text"]
        for item in component_items(done.page, "management")
    }
    assert texts == {"safety": "Lebih aman", "guarantee": "Janji"}


def test_nothing_different_writes_nothing(service: Any, manager: User) -> None:
    before = service.revisions.count()
    row = {
        "item_id": fee_id(service),
        "kind": "fixed",
        "amount": "Rp 50.000",
        "note": "Dibayar di bank",
    }

    done = correct(service, "fees", posted(service, "fees", row), manager)

    assert done.outcome == Outcome.UNCHANGED
    assert service.revisions.count() == before


def test_who_may_not_edit_is_refused(service: Any) -> None:
    stranger = User.objects.create_user("orang", "o@example.go.id", "x")

    with pytest.raises(PermissionDenied):
        correct_component(page=service, component="fees", items=[], by=stranger, at=AT)
    assert component_items(ServicePage.objects.get(pk=service.pk), "fees")


def test_an_editor_leaves_a_draft_and_the_public_page_stays(service: Any) -> None:
    editor = UserFactory()
    editor.groups.add(settle_section(service.agency))

    done = correct_component(
        page=service, component="fees", items=[], by=editor, at=AT, release=False
    )

    assert done.outcome == Outcome.DRAFT
    stored = ServicePage.objects.get(pk=service.pk)
    assert component_items(stored, "fees")
    assert stored.has_unpublished_changes
    assert not component_items(stored.get_latest_revision_as_object(), "fees")


def test_a_correction_doesnt_publish_somebodys_draft(
    service: Any, manager: User
) -> None:
    draft = service.get_latest_revision_as_object()
    draft.title = "Judul setengah jadi"
    draft.save_revision(user=manager)
    service.refresh_from_db()

    correct_component(page=service, component="fees", items=[], by=manager, at=AT)

    stored = ServicePage.objects.get(pk=service.pk)
    newest = stored.get_latest_revision_as_object()
    assert stored.title == service.title
    assert not component_items(stored, "fees")
    assert stored.has_unpublished_changes
    assert newest.title == "Judul setengah jadi"
    assert not component_items(newest, "fees")


def test_a_stale_form_is_told_and_nothing_is_lost(service: Any, manager: User) -> None:
    seen = items_fingerprint(component_items(service, "fees"))
    correct_component(
        page=service, component="fees", items=[fee(60_000)], by=manager, at=AT
    )

    with pytest.raises(CorrectionStale) as refused:
        correct_component(
            page=service, component="fees", items=[], by=manager, at=AT, seen=seen
        )

    assert refused.value.items[0]["value"]["amount"] == 60_000
    (kept,) = component_items(ServicePage.objects.get(pk=service.pk), "fees")
    assert kept["value"]["amount"] == 60_000


def test_a_locked_page_is_refused(service: Any, manager: User) -> None:
    other = User.objects.create_superuser("lain", "l@example.go.id", "x")
    ServicePage.objects.filter(pk=service.pk).update(
        locked=True, locked_by=other, locked_at=AT
    )

    with pytest.raises(CorrectionRefused):
        correct_component(page=service, component="fees", items=[], by=manager, at=AT)


def test_a_page_that_would_contradict_itself_is_refused(
    service: Any, manager: User
) -> None:
    with pytest.raises(ValidationError) as refused:
        correct_component(
            page=service,
            component="fees",
            items=[fee(cases=["tidak-ada"])],
            by=manager,
            at=AT,
        )

    formset = formset_for(
        service, "fees", posted(service, "fees", {"kind": "fixed", "amount": "1"})
    )
    assert formset.is_valid()
    formset.add_page_errors(refused.value)
    assert formset.forms[0].errors or formset.non_form_errors()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Rp 1.000", "Gratis", "X: Rp 1.000 → Gratis"),
        ("Paspor", "Paspor baru", "X: Paspor → Paspor baru"),
        (
            "SKHPN: Rp 1.000 (PP 19/2020)",
            "SKHPN: Rp 2.000 (PP 19/2020)",
            "X: SKHPN: Rp 1.000 → Rp 2.000 …",
        ),
        ("a b", "b a", "X: a b → b a"),
    ],
)
def test_a_change_is_told_in_as_few_words_as_it_takes(
    before: str, after: str, words: str
) -> None:
    assert Change(ChangeKind.CHANGED, "X", before, after).text == words
