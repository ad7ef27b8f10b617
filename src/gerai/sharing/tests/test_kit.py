"""Sharing a page: who may, what is said, and what isn't public yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from gerai.directory.tests.factories import (
    AgencyPageFactory,
    ServicePageFactory,
    duration,
    fee,
)
from gerai.sharing.services import picture, pictures, share_kit
from gerai.sharing.subjects import State, subject_of
from gerai.sharing.wording import MOST_CHARACTERS, message_url
from gerai.theme.cards import Shape
from gerai.website.services import ensure_site_structure
from gerai.website.tests import newsroom_factories as factories
from gerai.website.tests.factories import make_mall

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The empty site, made once: most of the time of a test would go into it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_mall()
        ensure_site_structure()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.GERAI_DATA = tmp_path


def client_of(user: User) -> Client:
    UserProfile.objects.create(user=user, preferred_language="en")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk() -> Client:
    return client_of(User.objects.create_superuser("pengelola"))


@pytest.fixture
def colleague() -> Client:
    """Somebody who may enter the desk, and change nothing."""
    user = User.objects.create_user("petugas")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return client_of(user)


def kit_of(page: Any, language: str = "") -> Any:
    subject = subject_of(page, language)
    assert subject is not None
    return share_kit(subject)


def screen(client: Client, page: Any, query: str = "") -> Any:
    return client.get(reverse("sharing_kit", args=[page.pk]) + query)


def test_a_service_is_told_with_its_facts() -> None:
    agency = AgencyPageFactory(title="Kantor Imigrasi", short_name="Imigrasi")
    service = ServicePageFactory(
        agency=agency,
        title="Paspor *biasa*",
        summary="Untuk ke luar negeri.",
        fees=[fee(350_000)],
        durations=[duration()],
    )

    kit = kit_of(service)

    assert kit.words.kind == "Imigrasi"
    values = {fact.label: fact.value for fact in kit.words.facts}
    assert "Rp 350.000" in " ".join(values.values()).replace("\xa0", " ")
    first, *rest = kit.message.split("\n\n")
    assert first == "*Paspor biasa*"
    assert rest[0] == "Untuk ke luar negeri."
    assert kit.message.endswith(kit.words.url)
    assert kit.words.url.startswith("http")
    assert "*" not in kit.caption.replace("*biasa*", "")
    assert kit.caption.splitlines()[-1].startswith("#")


def test_an_event_says_when_and_where() -> None:
    event = factories.event("Pembuatan NIB gratis", place="Lantai 1, ruang tunggu")

    labels = [fact.label for fact in kit_of(event).words.facts]
    with translation.override("id"):
        assert labels == ["Kapan", "Di mana"]
    assert "Lantai 1, ruang tunggu" in kit_of(event).caption


def test_the_message_opens_in_whatsapp_as_it_is() -> None:
    text = kit_of(factories.news("Loket & layanan 100% 😀", summary="A b.")).message

    address = urlsplit(message_url(text))
    assert address.netloc == "wa.me"
    assert parse_qs(address.query)["text"] == [text]


def test_a_long_summary_ends_after_a_sentence() -> None:
    body = "<p>" + "Kalimat yang cukup panjang. " * 30 + "</p>"
    page = factories.news("Panjang", body=body)

    told = kit_of(page).message.split("\n\n")[1]
    assert told.endswith("panjang.")
    assert len(told) <= MOST_CHARACTERS


@pytest.mark.parametrize("shape", list(Shape))
def test_pictures_are_drawn_once(shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = kit_of(factories.news("Ramai"))
    first = picture(kit, shape)
    monkeypatch.setattr("gerai.sharing.services.card_image", None)

    assert picture(kit, shape) == first
    assert [path.suffix for path in pictures.folder().iterdir()] == [".png"]


def test_the_screen_gives_pictures_and_texts(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = factories.news("Layanan Sabtu", summary="Buka tiap Sabtu.")
    with django_assert_max_num_queries(60):
        body = screen(desk, page).content.decode()

    assert "Send with WhatsApp" in body
    assert "*Layanan Sabtu*" in body
    for shape in Shape:
        address = reverse("sharing_picture", args=[page.pk, shape.value])
        answer = desk.get(f"{address}?bahasa=id")
        assert Image.open(BytesIO(answer.content)).width == 1080
        assert address in body
        again = desk.get(address, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
    assert "/og/berita/" in body


def test_what_is_public_may_be_shared_by_everybody_of_the_staff(
    colleague: Client,
) -> None:
    page = factories.news("Layanan Sabtu")

    assert screen(colleague, page).status_code == 200
    assert screen(Client(), page).status_code == 302


def test_a_draft_is_for_those_who_work_on_it_and_is_marked(
    desk: Client, colleague: Client
) -> None:
    page = factories.news("Rahasia dulu", live=False)
    page.title = "Lebih baru"
    page.save_revision()

    answer = screen(desk, page)
    body = answer.content.decode()
    assert "Lebih baru" in body
    assert "published yet" in body
    assert "wa.me" not in body
    assert "data-send" not in body
    assert answer.context["kit"].card.watermark
    refused = screen(colleague, page)
    assert refused.status_code != 200
    picture_address = reverse("sharing_picture", args=[page.pk, "persegi"])
    assert colleague.get(picture_address).status_code != 200


def test_a_change_that_is_not_published_is_not_shared(desk: Client) -> None:
    page = factories.news("Yang tayang")
    page.title = "Yang belum"
    page.save_revision()

    body = screen(desk, page).content.decode()
    assert "*Yang tayang*" in body
    assert "*Yang belum*" not in body


@pytest.mark.parametrize(
    ("days", "state"), [(-3, State.OVER), (3, State.NOT_YET), (0, State.PUBLIC)]
)
def test_a_notice_outside_its_time_is_marked(days: int, state: State) -> None:
    starts = timezone.now() + timedelta(days=days, hours=-1)
    notice = factories.notice(
        "Loket tutup", starts_at=starts, ends_at=starts + timedelta(days=1)
    )

    subject = subject_of(notice)
    assert subject is not None
    assert subject.state is state
    assert bool(share_kit(subject).card.watermark) == (state is not State.PUBLIC)


def test_english_words_come_from_the_translation(desk: Client) -> None:
    page = factories.event("Buka Sabtu")
    assert screen(desk, page, "?bahasa=en").status_code == 404

    english = page.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True
    )
    english.title = "Open on Saturdays"
    english.save_revision().publish()

    body = screen(desk, page, "?bahasa=en").content.decode()
    assert "*Open on Saturdays*" in body
    assert "/en/agenda/" in body
    assert "Kapan" not in body
    assert "*Open on Saturdays*" in screen(desk, english).content.decode()
    assert "*Buka Sabtu*" in screen(desk, page).content.decode()


def test_other_pages_and_pictures_are_not_found(desk: Client) -> None:
    page = factories.news("Ada")

    assert screen(desk, page.get_parent()).status_code == 404
    assert desk.get(f"/admin/bagikan/{page.pk}/bulat.png").status_code == 404
    assert desk.post(f"/admin/bagikan/{page.pk}/").status_code == 405


def test_it_is_one_tap_away(desk: Client) -> None:
    page = factories.news("Baru")
    address = reverse("sharing_kit", args=[page.pk])

    assert address in desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    parent = page.get_parent()
    assert address in desk.get(f"/admin/pages/{parent.pk}/").content.decode()


def test_publishing_offers_it(desk: Client) -> None:
    page = factories.news("Baru", live=False)
    page.save_revision()
    editing = desk.get(f"/admin/pages/{page.pk}/edit/")
    form = editing.context["form"]
    data = {
        name: form[name].value() or ""
        for name in form.fields
        if not isinstance(form[name].value(), bool)
    }
    for formset in form.formsets.values():
        data |= {
            f"{formset.prefix}-{name}": "0"
            for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
        }
    data |= {"body": "null", "action-publish": "1"}

    answer = desk.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)

    page.refresh_from_db()
    assert page.live
    assert reverse("sharing_kit", args=[page.pk]) in answer.content.decode()
