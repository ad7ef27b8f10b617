"""An expired session without JavaScript: what was typed comes back, to its author."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gerai.directory.models import AgencyPage
from gerai.directory.tests.factories import AgencyPageFactory
from gerai.guard.roles import Role, settle_roles
from gerai.guard.tests.once import indexed_once, kept_for_the_file
from gerai.place.tests.factories import MallFactory
from gerai.website.structure import ensure_site_structure
from gerai.workspace.editing.kept_forms import LARGEST, PERSON_COOKIE, forget_kept
from gerai.workspace.models import KeptForm
from gerai.workspace.tests.cast import person

pytestmark = pytest.mark.django_db

NOTICE = "/admin/tugas/pengumuman/mal/"
TITLE = "Lift diperbaiki sampai Jumat"
TYPED = {"title": TITLE, "text": "Silakan lewat tangga.", "until": "7"}


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, User]]:

    with kept_for_the_file(django_db_blocker):
        MallFactory()
        with indexed_once():
            ensure_site_structure()
        settle_roles()
        AgencyPageFactory(title="Imigrasi", slug="imigrasi")
        yield {
            "manager": person(Role.MANAGER, "pengelola"),
            "colleague": person(Role.MANAGER, "rekan"),
        }


def at_the_form(user: User) -> Client:
    """Somebody who has opened a form, and whose session has ended since."""
    client = Client()
    client.force_login(user)
    client.get(NOTICE)
    del client.cookies["sessionid"]
    return client


def way_back(answer: Any) -> str:
    """Where the sign-in leads to."""
    assert answer.status_code == 302
    (address,) = parse_qs(urlsplit(answer.headers["Location"]).query)["next"]
    return address


def signed_in_again(client: Client, user: User) -> None:
    client.force_login(user)


def test_what_was_typed_comes_back_after_signing_in(office: dict[str, User]) -> None:
    client = at_the_form(office["manager"])
    answer = client.post(NOTICE, TYPED)
    address = way_back(answer)
    assert TITLE.encode() not in bytes(KeptForm.objects.get().sealed)
    sign_in = client.get(answer.headers["Location"]).content.decode()
    assert "dua jam" in sign_in

    signed_in_again(client, office["manager"])
    screen = client.get(address).content.decode()
    assert f'action="{NOTICE}"' in screen
    assert TITLE in screen
    again = client.post(NOTICE, {**TYPED, "gerai-restore": "1"})

    assert again.status_code == 200
    assert f'value="{TITLE}"' in again.content.decode()
    assert "lewat tangga" in again.content.decode()


def test_nobody_else_gets_it(office: dict[str, User]) -> None:
    client = at_the_form(office["manager"])
    address = way_back(client.post(NOTICE, TYPED))

    signed_in_again(client, office["colleague"])
    answer = client.get(address)

    assert answer.headers["Location"] == "/admin/"
    assert TITLE not in client.get("/admin/").content.decode()
    assert KeptForm.objects.exists()


def test_it_is_forgotten_after_two_hours(office: dict[str, User]) -> None:
    client = at_the_form(office["manager"])
    address = way_back(client.post(NOTICE, TYPED))
    signed_in_again(client, office["manager"])

    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        signed_in_again(client, office["manager"])
        assert client.get(address).status_code == 302
        forget_kept()

    assert not KeptForm.objects.exists()


def test_throwing_it_away(office: dict[str, User]) -> None:
    client = at_the_form(office["manager"])
    address = way_back(client.post(NOTICE, TYPED))
    signed_in_again(client, office["manager"])

    client.post(address)

    assert not KeptForm.objects.exists()


def test_strangers_forgers_and_who_signed_out_keep_nothing(
    office: dict[str, User],
) -> None:
    forger = Client()
    forger.cookies[PERSON_COOKIE] = f"{office['manager'].pk}:x:y"
    left = Client()
    left.force_login(office["manager"])
    left.get(NOTICE)
    left.post("/admin/logout/")
    for client in (Client(), forger, left):
        assert way_back(client.post(NOTICE, TYPED)) == NOTICE

    assert not KeptForm.objects.exists()


def test_passwords_files_and_floods_are_not_kept(office: dict[str, User]) -> None:
    client = at_the_form(office["manager"])
    file = SimpleUploadedFile("foto.jpg", b"x")
    only_file = client.post("/admin/tugas/berita/", {"photo_0": file})
    assert way_back(only_file) == "/admin/tugas/berita/"
    said = client.get(only_file.headers["Location"]).content.decode()
    assert "pilih sekali lagi" in said
    client.post("/admin/account/", {"old_password": "rahasia", "new_password1": "r"})
    client.post(NOTICE, {"text": "x" * (LARGEST + 1)})
    assert not KeptForm.objects.exists()

    for number in range(8):
        client.post(NOTICE, {**TYPED, "title": f"Judul {number}"})

    assert KeptForm.objects.count() == 5


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/{page}/edit/",
        "/admin/standar/{page}/fees/",
        "/admin/naskah/{page}/",
        "/admin/staf/undang/",
        "/admin/tugas/koreksi/{page}-biaya/",
    ],
)
def test_every_form_that_is_written_into_can_be_filled_again(
    office: dict[str, User], address: str
) -> None:
    page = AgencyPage.objects.get(slug="imigrasi", locale__language_code="id")
    client = at_the_form(office["manager"])
    form = address.format(page=page.pk)
    waits = way_back(client.post(form, {"text": "kata-kata", "email": "a@b.id"}))
    signed_in_again(client, office["manager"])

    screen = client.get(waits).content.decode()

    assert f'action="{form}"' in screen
    assert 'name="gerai-restore"' in screen


def test_other_forms_give_the_text_to_copy(office: dict[str, User]) -> None:
    client = at_the_form(office["manager"])
    waits = way_back(client.post("/admin/redirects/add/", {"old_path": "/lama-sekali"}))
    signed_in_again(client, office["manager"])

    screen = client.get(waits).content.decode()

    assert "<li>/lama-sekali</li>" in screen
    assert 'href="/admin/redirects/add/"' in screen
