"""Versions: what changed in plain words, and bringing one back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gerai.audit.telling import plain_text
from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    ServicePageFactory,
    UserFactory,
    fee,
    home,
    requirement,
)
from gerai.guard.sections import settle_section
from gerai.newsroom.models import NewsPage, NoticePage
from gerai.workspace.versions.comparing import content_of, page_changes
from gerai.workspace.versions.restoring import RestoringRefused, restore_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return User.objects.create_superuser("pengelola", "p@example.go.id", "x")


@pytest.fixture
def service(manager: User) -> Any:
    page = ServicePageFactory(
        title="Paspor",
        fees=[fee(50_000)],
        requirements=[requirement("KTP"), requirement("KK")],
    )
    return change(page, manager, fees=[{**stored_fee(page), "value": free()}])


def free() -> dict[str, Any]:
    return {"kind": "free", "cases": []}


def stored_fee(page: Any) -> dict[str, Any]:
    (found,) = page.fees.get_prep_value()
    return dict(found)


def change(page: Any, by: User, **values: Any) -> Any:
    for name, value in values.items():
        if isinstance(value, list):
            stream = page._meta.get_field(name).stream_block
            setattr(page, name, stream.to_python(value))
        else:
            setattr(page, name, value)
    page.save_revision(user=by).publish(user=by)
    return type(page).objects.get(pk=page.pk)


def told(page: Any, before: Any, after: Any) -> list[str]:
    return [change.text for change in page_changes(type(page), before, after)]


def versions(page: Any) -> list[Any]:
    return list(page.revisions.order_by("created_at", "pk"))


def test_a_fee_that_changed_reads_as_one_change(service: Any) -> None:
    first, second = versions(service)

    with translation.override("id"):
        (text,) = told(service, content_of(first), content_of(second))

    assert text == "Biaya/tarif: Rp 50.000 → Gratis"


def test_added_removed_and_moved_items_are_told(service: Any, manager: User) -> None:
    first = content_of(service)
    kept, _gone = service.requirements.get_prep_value()
    service = change(service, manager, requirements=[kept, requirement("Foto")])
    with translation.override("id"):
        texts = told(service, first, content_of(service))
    assert [text.split(":")[0] for text in texts] == [
        "Persyaratan dihapus",
        "Persyaratan ditambah",
    ]

    second = content_of(service)
    one, two = service.requirements.get_prep_value()
    service = change(service, manager, requirements=[two, one])
    with translation.override("id"):
        assert told(service, second, content_of(service)) == [
            "Persyaratan: urutannya diubah"
        ]


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Judul: Paspor → Paspor baru"), ("en", "Title: Paspor → Paspor baru")],
)
def test_fields_are_told_in_the_readers_language(
    service: Any, manager: User, language: str, words: str
) -> None:
    before = content_of(service)
    service = change(service, manager, title="Paspor baru")
    with translation.override(language):
        texts = told(service, before, content_of(service))
    if language == "en":
        assert words in texts
    else:
        assert len(texts) == 1
        assert texts[0].endswith("Paspor → Paspor baru")


def test_choices_dates_and_records_are_said_not_stored(
    service: Any, manager: User
) -> None:
    before = content_of(service)
    service = change(
        service, manager, is_offered_here="elsewhere", effective_from="2026-03-01"
    )

    with translation.override("id"):
        texts = " | ".join(told(service, before, content_of(service)))

    assert "1 Maret 2026" in texts
    assert "unknown" not in texts
    assert "Ya, di sini → Tidak, di tempat lain" in texts


def test_a_record_that_is_gone_is_said_to_be(service: Any) -> None:
    before = dict(content_of(service))
    after = {**before, "counter": 987_654}

    with translation.override("en"):
        (text,) = told(service, before, after)

    assert "no longer there" in text


def test_news_is_compared_paragraph_by_paragraph() -> None:
    changes = page_changes(
        NewsPage,
        {"body": "<p>Satu.</p><p>Dua.</p>"},
        {"body": "<p>Satu.</p><p>Tiga.</p>"},
    )

    assert [(one.before, one.after) for one in changes] == [("Dua.", "Tiga.")]


def test_every_page_type_can_be_compared_with_nothing() -> None:
    for model in (NewsPage, NoticePage, ServicePage):
        assert page_changes(model, {}, {}) == []
        with translation.override("id"):
            assert page_changes(model, {"title": "a"}, {"title": "b"})


def test_mark_up_is_left_out() -> None:
    assert plain_text("<p>A &amp; <b>B</b></p><ul><li>C</li></ul>") == "A & B\nC"


def test_an_earlier_version_comes_back_and_that_can_be_undone(
    service: Any, manager: User
) -> None:
    first, second = versions(service)

    done = restore_version(
        page=service, revision=first, by=manager, seen=str(second.pk)
    )

    assert done.is_published
    assert stored_fee(done.page)["value"]["amount"] == 50_000
    assert done.undo == second
    again = restore_version(
        page=done.page, revision=done.undo, by=manager, seen=str(done.revision.pk)
    )
    assert stored_fee(again.page)["value"]["kind"] == "free"


def test_the_address_stays_when_an_older_version_had_another(
    service: Any, manager: User
) -> None:
    first = versions(service)[0]
    service = change(service, manager, slug="paspor-baru")

    done = restore_version(
        page=service, revision=first, by=manager, seen=str(service.latest_revision_id)
    )

    assert done.page.slug == "paspor-baru"
    assert done.page.url_path.endswith("/paspor-baru/")


def test_restoring_is_refused_when_others_saved_meanwhile_or_have_it_locked(
    service: Any, manager: User
) -> None:
    first, _second = versions(service)
    with pytest.raises(RestoringRefused):
        restore_version(page=service, revision=first, by=manager, seen=str(first.pk))

    ServicePage.objects.filter(pk=service.pk).update(
        locked=True, locked_by=UserFactory()
    )
    with pytest.raises(RestoringRefused):
        restore_version(
            page=service,
            revision=first,
            by=manager,
            seen=str(service.latest_revision_id),
        )


def test_an_editor_brings_it_back_as_a_draft_and_a_stranger_not_at_all(
    service: Any,
) -> None:
    first = versions(service)[0]
    editor, stranger = UserFactory(), UserFactory(editor_of=AgencyPageFactory())
    editor.groups.add(settle_section(service.agency))
    seen = str(service.latest_revision_id)

    with pytest.raises(PermissionDenied):
        restore_version(page=service, revision=first, by=stranger, seen=seen)
    done = restore_version(page=service, revision=first, by=editor, seen=seen)

    assert not done.is_published
    assert stored_fee(done.page)["value"]["kind"] == "free"
    assert stored_fee(done.revision.as_object())["value"]["amount"] == 50_000


def test_a_version_of_another_page_is_refused(service: Any, manager: User) -> None:
    other = ServicePageFactory(title="Lain")

    with pytest.raises(PermissionDenied):
        restore_version(
            page=service,
            revision=other.latest_revision,
            by=manager,
            seen=str(service.latest_revision_id),
        )


def test_two_presses_on_the_screens_and_one_to_undo(
    client: Client, service: Any, manager: User
) -> None:
    client.force_login(manager)
    first = versions(service)[0]
    listing = client.get(reverse("workspace_versions", args=[service.pk]))
    address = reverse("workspace_version_restore", args=[service.pk, first.pk])
    assert address in listing.content.decode()

    screen = client.get(address)
    assert "Rp 50.000" in screen.content.decode()
    answer = client.post(address, {"newest": screen.context["newest"]}, follow=True)

    assert stored_fee(ServicePage.objects.get(pk=service.pk))["value"]["kind"] == (
        "fixed"
    )
    undo = answer.context["undo"]
    client.post(
        reverse("workspace_version_restore", args=[service.pk, undo.pk]),
        {"newest": answer.context["newest"]},
    )
    assert stored_fee(ServicePage.objects.get(pk=service.pk))["value"]["kind"] == "free"


def test_the_list_costs_the_same_for_many_versions(
    client: Client, service: Any, manager: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(14):
        service = change(service, manager, title=f"Paspor {number}")
    client.force_login(manager)
    client.get(reverse("workspace_versions", args=[service.pk]))

    with django_assert_max_num_queries(40):
        answer = client.get(reverse("workspace_versions", args=[service.pk]))

    assert len(answer.context["rows"]) == 10
    older = client.get(reverse("workspace_versions", args=[service.pk]) + "?p=2")
    assert older.context["rows"][-1].is_first


def test_wagtails_own_comparison_shows_ours(
    client: Client, service: Any, manager: User
) -> None:
    client.force_login(manager)
    first, second = versions(service)
    for pair in ((first.pk, second.pk), ("earliest", "latest"), (first.pk, "live")):
        answer = client.get(
            reverse("wagtailadmin_pages:revisions_compare", args=[service.pk, *pair])
        )
        assert "workspace/versions/compare.html" in [
            one.name for one in answer.templates
        ]
        assert "<del>Rp 50.000</del>" in answer.content.decode()


def test_home_has_versions_too(client: Client, manager: User) -> None:
    page = home()
    client.force_login(manager)

    answer = client.get(reverse("workspace_versions", args=[page.pk]))

    assert answer.status_code == 200
