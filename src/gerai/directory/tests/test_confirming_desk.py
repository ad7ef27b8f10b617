"""Confirming and editing through the desk, as different people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import AgencyPageFactory, UserFactory
from gerai.directory.tests.test_confirming import (
    AT,
    confirmed_service,
    sourced_service,
)

pytestmark = pytest.mark.django_db


def edit(client: Client, page: ServicePage, **changes: Any) -> Any:
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    empty = dict.fromkeys(
        [
            "cases",
            "requirements",
            "steps",
            "durations",
            "products",
            "complaint_channels",
            "legal_basis",
            "management",
            "component_provenance",
        ],
    )
    data = {
        **{name: streamfield([]) for name in empty},
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "is_offered_here": page.is_offered_here,
        "trust": page.trust,
        "source_as_of": page.source_as_of,
        "provenance_note": page.provenance_note,
        "is_indexed": "on",
        "fees": streamfield(
            [("fee", {"kind": "fixed", "amount": "350.000", "amount_maximum": ""})]
        ),
        "related_services": {
            "TOTAL_FORMS": 0,
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 1000,
        },
        "comments": {
            "TOTAL_FORMS": 0,
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": "",
        },
        **changes,
    }
    posted = nested_form_data(data)
    return client.post(f"/admin/pages/{page.pk}/edit/", posted)


def priced(amount: str) -> Any:
    from wagtail.test.utils.form_data import streamfield

    return streamfield(
        [("fee", {"kind": "fixed", "amount": amount, "amount_maximum": ""})]
    )


def publish_form(client: Client, page: ServicePage, **changes: Any) -> ServicePage:
    response = edit(client, page, **{"action-publish": "x", **changes})
    assert response.status_code == 302, response.context["form"].errors
    return ServicePage.objects.get(pk=page.pk)


def test_an_edit_by_somebody_who_may_confirm_is_a_new_confirmation(
    client: Client,
) -> None:
    page, user = confirmed_service()
    client.force_login(user)
    page = publish_form(client, page, fees=priced("650.000"))
    assert page.fees[0].value["amount"] == 650_000
    assert page.is_confirmed
    assert page.confirmed_at is not None
    assert page.confirmed_at > AT or page.confirmed_at != AT
    assert page.confirmed_by == user
    assert len(page.provenance_note.splitlines()) == 2


def test_saving_without_a_change_keeps_the_old_date(client: Client) -> None:
    page, user = confirmed_service()
    client.force_login(user)
    page = publish_form(client, page)
    assert page.is_confirmed
    assert page.confirmed_at == AT


def test_an_edit_by_somebody_who_may_only_edit_takes_it_back(client: Client) -> None:
    page, user = confirmed_service()
    author = UserFactory(editor_of=page.get_parent())
    for permission in author.groups.get().page_permissions.filter(
        permission__codename="publish_page"
    ):
        permission.delete()
    client.force_login(author)
    response = edit(client, page, fees=priced("1.000"))
    assert response.status_code == 302, response.context["form"].errors
    page = ServicePage.objects.get(pk=page.pk)
    assert page.is_confirmed, "visitors still see what was confirmed"
    draft = page.get_latest_revision_as_object()
    assert draft.trust == "local"
    assert draft.fees[0].value["amount"] == 1000

    page.get_latest_revision().publish(user=user)
    assert ServicePage.objects.get(pk=page.pk).trust == "local"


def test_confirmed_is_not_a_choice_of_the_form(client: Client) -> None:
    service = sourced_service()
    client.force_login(UserFactory(administrator=True))
    response = edit(client, service, trust="confirmed")
    assert response.status_code == 200
    assert "trust" in response.context["form"].errors


def test_the_form_names_unknown_cases_at_their_place(client: Client) -> None:
    from wagtail.test.utils.form_data import streamfield

    service = sourced_service()
    client.force_login(UserFactory(administrator=True))
    fees = streamfield([("fee", {"kind": "free", "cases": "hilang"})])
    response = edit(client, service, fees=fees)
    assert response.status_code == 200
    assert "fees" in response.context["form"].errors

    cases = streamfield([("case", {"label": "Hilang Total", "key": ""})])
    fees = streamfield([("fee", {"kind": "free", "cases": "hilang total"})])
    response = edit(client, service, fees=fees, cases=cases)
    assert response.status_code == 302
    draft = ServicePage.objects.get(pk=service.pk).get_latest_revision_as_object()
    assert draft.cases[0].value["key"] == "hilang-total"
    assert draft.fees[0].value["cases"] == ["hilang-total"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("editor", 200), ("other", 302), ("nobody", 302)],
)
def test_who_reaches_the_question(client: Client, who: str, status: int) -> None:
    service = sourced_service()
    people = {
        "admin": lambda: UserFactory(administrator=True),
        "editor": lambda: UserFactory(editor_of=service.get_parent().specific),
        "other": lambda: UserFactory(editor_of=AgencyPageFactory()),
    }
    if who in people:
        client.force_login(people[who]())
    address = f"/admin/konfirmasi/{service.pk}/"
    response = client.get(address)
    assert response.status_code == status
    button = client.get(f"/admin/pages/{service.pk}/edit/").content.decode()
    assert (address in button) is (status == 200)

    client.post(address)
    service.refresh_from_db()
    assert service.is_confirmed is (status == 200)


def test_looking_at_the_question_confirms_nothing(client: Client) -> None:
    service = sourced_service()
    client.force_login(UserFactory(administrator=True))
    response = client.get(f"/admin/konfirmasi/{service.pk}/")
    assert "Rp 350.000" in response.content.decode()
    service.refresh_from_db()
    assert not service.is_confirmed


def test_a_refusal_is_told_in_words(client: Client) -> None:
    service = sourced_service()
    service.save_revision()
    client.force_login(UserFactory(administrator=True))
    response = client.post(f"/admin/konfirmasi/{service.pk}/", follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_other_pages_have_no_question(client: Client) -> None:
    service = sourced_service()
    client.force_login(UserFactory(administrator=True))
    index = service.get_parent().get_parent()
    assert client.get(f"/admin/konfirmasi/{index.pk}/").status_code == 404
    assert client.get("/admin/konfirmasi/999999/").status_code == 404
