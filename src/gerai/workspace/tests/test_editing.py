"""Two people, one record: nobody's work is overwritten silently."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from gerai.directory.models import Regulation, ServicePage
from gerai.directory.tests.factories import RegulationFactory, ServicePageFactory
from gerai.place.models import Facility
from gerai.place.tests.factories import FacilityFactory
from gerai.workspace.editing.seen import seen_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti() -> User:
    return User.objects.create_superuser(
        "siti", "s@example.go.id", "x", first_name="Siti"
    )


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("budi", "b@example.go.id", "x"))
    return client


def page_form(client: Client, page: Any, **typed: str) -> dict[str, str]:
    """What a browser would send of the page's form as it is now."""
    form = client.get(edit_address(page)).context["form"]
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if hasattr(field, "block"):
            value = {"count": "0"}
            data.update(nested_form_data({name: value}))
        elif value not in (None, False):
            data[name] = str(value)
    for formset in form.formsets.values():
        for key in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM"):
            data[f"{formset.prefix}-{key}_FORMS"] = "0"
    revision = ServicePage.objects.get(pk=page.pk).get_latest_revision()
    data["loaded_revision_id"] = str(revision.pk)
    data["loaded_revision_created_at"] = revision.created_at.isoformat()
    return {**data, **typed}


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def saved_by(user: User, page: Any, title: str) -> None:
    draft = ServicePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = title
    draft.save_revision(user=user).publish(user=user)


def test_a_stale_page_form_is_shown_again_with_both(desk: Client, siti: User) -> None:
    page = ServicePageFactory(title="Paspor")
    mine = page_form(desk, page, title="Judul Budi", **{"action-publish": "1"})
    saved_by(siti, page, "Judul Siti")

    answer = desk.post(edit_address(page), mine)

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Siti" in body
    assert "Judul Siti" in body
    assert 'value="Judul Budi"' in body
    assert ServicePage.objects.get(pk=page.pk).title == "Judul Siti"
    newest = ServicePage.objects.get(pk=page.pk).get_latest_revision()
    again = {
        **mine,
        "loaded_revision_id": str(newest.pk),
        "loaded_revision_created_at": newest.created_at.isoformat(),
    }
    assert f'value="{newest.pk}"' in body
    assert desk.post(edit_address(page), again).status_code == 302
    assert ServicePage.objects.get(pk=page.pk).title == "Judul Budi"


def test_a_form_sent_twice_is_saved_once(desk: Client) -> None:
    page = ServicePageFactory(title="Paspor")
    mine = page_form(desk, page, title="Judul Budi", **{"action-publish": "1"})
    assert desk.post(edit_address(page), mine).status_code == 302
    count = page.revisions.count()

    answer = desk.post(edit_address(page), mine)

    assert answer.status_code == 302
    assert page.revisions.count() == count


def test_a_form_that_is_not_stale_is_saved(desk: Client) -> None:
    page = ServicePageFactory(title="Paspor")

    answer = desk.post(edit_address(page), page_form(desk, page, title="Paspor baru"))

    assert answer.status_code == 302
    draft = ServicePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.title == "Paspor baru"


def snippet_address(record: Any) -> str:
    name = type(record).snippet_viewset.get_url_name("edit")
    return reverse(name, args=[record.pk])


def snippet_form(record: Regulation, **typed: str) -> dict[str, str]:
    return {
        "title": record.title,
        "slug": record.slug,
        "full_title": record.full_title,
        "trust": record.trust,
        "seen_state": seen_state(Regulation.objects.get(pk=record.pk)),
        **typed,
    }


def test_a_stale_snippet_form_is_shown_again_and_then_saved(desk: Client) -> None:
    record = RegulationFactory(title="PP 1")
    mine = snippet_form(record, title="PP Budi")
    Regulation.objects.filter(pk=record.pk).update(title="PP Siti")

    answer = desk.post(snippet_address(record), mine)

    body = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="PP Budi"' in body
    assert Regulation.objects.get(pk=record.pk).title == "PP Siti"
    again = {**mine, "seen_state": seen_state(Regulation.objects.get(pk=record.pk))}
    assert again["seen_state"] in body
    assert desk.post(snippet_address(record), again).status_code == 302
    assert Regulation.objects.get(pk=record.pk).title == "PP Budi"


def test_what_was_kept_of_a_new_snippet_is_filled_in_and_not_saved(
    desk: Client,
) -> None:
    address = reverse(Regulation.snippet_viewset.get_url_name("add"))
    before = Regulation.objects.count()

    answer = desk.post(address, {"title": "PP baru", "gerai-restore": "1"})

    body = answer.content.decode()
    assert 'value="PP baru"' in body
    assert "Tulisan Anda sudah kembali." in body
    assert Regulation.objects.count() == before


def test_every_snippet_form_carries_what_was_seen(desk: Client) -> None:
    for record in (RegulationFactory(), FacilityFactory()):
        body = desk.get(snippet_address(record)).content.decode()
        assert seen_state(type(record).objects.get(pk=record.pk)) in body


def test_what_was_seen_changes_with_the_record() -> None:
    record = FacilityFactory()
    before = seen_state(Facility.objects.get(pk=record.pk))
    assert seen_state(Facility.objects.get(pk=record.pk)) == before
    Facility.objects.filter(pk=record.pk).update(source="Papan di lobi")
    assert seen_state(Facility.objects.get(pk=record.pk)) != before


def test_two_people_are_told_of_each_other(desk: Client, siti: User) -> None:
    page = ServicePageFactory(title="Paspor")
    other = Client()
    other.force_login(siti)
    other.get(edit_address(page))

    session = desk.get(edit_address(page)).context["editing_sessions"]
    answer = desk.post(session.ping_url, {"is_editing": "1"})

    assert [one["user"] for one in answer.json()["other_sessions"]] == ["Siti"]
