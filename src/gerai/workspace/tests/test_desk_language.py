"""Whoever works at the desk reads their own language, dates and numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.forms import DateField
from django.test import Client
from django.utils import formats, translation
from wagtail.admin.localization import get_available_admin_languages
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.models import UserProfile

from gerai.guard.roles import Role, settle_roles
from gerai.notifications.models import OutgoingMail
from gerai.place.models import Mall
from gerai.place.tests.factories import MallFactory
from gerai.workspace.tests.cast import person
from gerai.workspace.tests.languages import foreign_words

MOMENT = datetime(2026, 11, 26, 14, 30)


@pytest.fixture
def manager(db: None) -> User:
    MallFactory()
    settle_roles()
    return person(Role.ADMINISTRATOR, "kepala")


def signed_in(user: User, *, language: str = "") -> Client:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("language", "moment", "number"),
    [
        ("id", "26 November 2026, 14.30", "1.234,5"),
        ("en", "26 November 2026, 14:30", "1,234.5"),
    ],
)
def test_dates_and_numbers_are_written_as_the_office_writes_them(
    language: str, moment: str, number: str
) -> None:
    with translation.override(language):
        assert formats.date_format(MOMENT, "DATETIME_FORMAT") == moment
        assert formats.number_format(1234.5, 1, force_grouping=True) == number


def test_a_tab_of_the_desk_is_named_after_gerai(manager: User) -> None:
    page = signed_in(manager, language="id").get("/admin/").content.decode()
    assert "Wagtail</title>" not in page
    assert "- Gerai</title>" in page


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("typed", ["26/11/2026", "26-11-2026", "2026-11-26"])
def test_a_day_is_understood_as_it_is_typed(language: str, typed: str) -> None:
    with translation.override(language):
        assert DateField().clean(typed) == date(2026, 11, 26)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_date_picker_begins_on_monday_and_writes_the_day_first(
    language: str,
) -> None:
    with translation.override(language):
        picker = AdminDateInput()

        assert picker.get_config() == {"dayOfWeekStart": 1, "format": "d/m/Y"}
        assert picker.format_value(MOMENT.date()) == "26/11/2026"


def test_only_the_two_languages_of_the_desk_can_be_chosen() -> None:
    assert [code for code, _name in get_available_admin_languages()] == ["id", "en"]


def test_the_desk_is_indonesian_until_somebody_chooses_english(manager: User) -> None:
    page = signed_in(manager).get("/admin/account/")
    assert 'lang="id"' in page.content.decode()
    assert "Bahasa pilihan" in page.content.decode()

    page = signed_in(manager, language="en").get("/admin/account/")
    assert 'lang="en"' in page.content.decode()
    assert "Preferred language" in page.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("", "Maaf, Anda tidak punya izin"), ("en", "Sorry, you do not have permission")],
)
def test_a_refusal_is_in_the_language_of_the_refused(
    manager: User, language: str, words: str
) -> None:
    """Said outside of Wagtail's own choice of the language."""
    client = signed_in(person(Role.AUDITOR, "pemeriksa"), language=language)

    answer: Any = client.get("/admin/staf/undang/", follow=True)

    assert words in answer.content.decode()


def test_a_new_password_is_offered_in_indonesian(manager: User) -> None:
    manager.set_password("sungai-mahakam-tenang")
    manager.save()
    Client().post("/akun/sandi/lupa/", {"email": manager.email})

    message = OutgoingMail.objects.get()
    text = message.text.partition("http")[0].replace(manager.username, "")
    assert "Tautan ini berlaku sekali" in text
    assert foreign_words(f"{message.subject}\n{text}", language="id") == []


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [("", "Asia/Makassar"), ("Asia/Jayapura", "Asia/Jayapura")],
)
def test_the_clock_is_the_one_on_the_wall_of_the_mall(
    manager: User, chosen: str, shown: str
) -> None:
    Mall.objects.update(timezone="Asia/Makassar")
    if chosen:
        profile = UserProfile.get_for_user(manager)
        profile.current_time_zone = chosen
        profile.save()
    client = Client()
    client.force_login(manager)

    answer = client.get("/admin/")

    person_asked: Any = answer.wsgi_request.user
    assert person_asked.wagtail_userprofile.get_current_time_zone() == shown
    stored = UserProfile.objects.filter(user=manager).first()
    assert (stored.current_time_zone if stored else "") == chosen
