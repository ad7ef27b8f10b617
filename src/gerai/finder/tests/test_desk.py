"""The report of searches, and what its buttons do."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import ServicePageFactory
from gerai.finder.asked import count_search, write_down
from gerai.finder.models import ElsewhereTopic, SearchWords
from gerai.finder.naming import add_name, remove_name
from gerai.finder.queries import read_query
from gerai.finder.searching import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    user = get_user_model().objects.create_superuser("kepala", "", "rahasia")
    client.force_login(user)
    return client


@pytest.fixture
def passport() -> ServicePage:
    made = ServicePageFactory(title="Paspor baru", other_names="bikin paspor")
    for asker in "abc":
        count_search("buku plesiran", results=0, asker=asker)
    write_down()
    return ServicePage.objects.get(pk=made.pk)


def titles(text: str) -> list[str]:
    return [entry.title for entry in find(read_query(text)).services]


def test_an_unanswered_search_becomes_a_name_and_back(
    admin: Client, passport: ServicePage
) -> None:
    report = reverse("finder_searches")
    page = admin.get(report).content.decode()
    assert "buku plesiran" in page
    assert titles("plesiran") == []

    answer = admin.post(
        reverse("finder_name_service"),
        {"service": passport.pk, "name": "buku plesiran"},
        follow=True,
    )
    assert titles("plesiran") == ["Paspor baru"]
    assert 'name="undo"' in answer.content.decode()

    admin.post(
        reverse("finder_name_service"),
        {"service": passport.pk, "name": "buku plesiran", "undo": "1"},
    )
    assert titles("plesiran") == []
    assert ServicePage.objects.get(pk=passport.pk).other_names == "bikin paspor"


def test_a_draft_in_the_works_is_kept(passport: ServicePage) -> None:
    passport.summary = "Belum siap"
    passport.save_revision()
    page = ServicePage.objects.get(pk=passport.pk)
    assert add_name(service=page, name="buku plesiran", by=None)
    page = ServicePage.objects.get(pk=passport.pk)
    assert page.summary != "Belum siap"
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert draft.summary == "Belum siap"
    assert "buku plesiran" in draft.other_names
    assert titles("plesiran") == ["Paspor baru"]
    assert not add_name(service=page, name="buku plesiran", by=None)
    assert remove_name(service=page, name="buku plesiran", by=None)
    assert titles("plesiran") == []


def test_only_who_may_publish_names_a_service(
    client: Client, passport: ServicePage
) -> None:
    visitor = get_user_model().objects.create_user("tamu", password="x", is_active=True)
    client.force_login(visitor)
    data = {"service": passport.pk, "name": "buku plesiran"}
    assert client.post(reverse("finder_name_service"), data).status_code in {302, 403}
    assert client.get(reverse("finder_searches")).status_code in {302, 403}
    assert titles("plesiran") == []
    assert not Group.objects.filter(name="x").exists()


def test_a_trial_says_why(admin: Client, passport: ServicePage) -> None:
    page = admin.get(reverse("finder_searches"), {"coba": "bikin pasport murah"})
    explained = page.context["explained"]
    assert explained[0].title == "Paspor baru"
    assert "paspor" in explained[0].matched
    assert "murah" in explained[0].missing
    assert explained[0].nearest == "buat paspor"


def test_a_service_can_be_chosen(admin: Client, passport: ServicePage) -> None:
    page = admin.get(reverse("finder_searches"), {"nama": "<b>buku</b>"})
    assert [one.pk for one in page.context["services"]] == [passport.pk]
    assert "<b>buku</b>" not in page.content.decode()


@pytest.mark.parametrize("model", [SearchWords, ElsewhereTopic])
def test_words_have_their_place_in_the_desk(admin: Client, model: Any) -> None:
    name = f"wagtailsnippets_finder_{model._meta.model_name}"
    assert admin.get(reverse(f"{name}:list")).status_code == 200
    assert admin.get(reverse(f"{name}:add")).status_code == 200
