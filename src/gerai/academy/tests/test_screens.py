"""The copy in the browser: marked, its own, for its owner only."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from gerai.academy.practice import services
from gerai.academy.practice.connecting import inside
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import Persona
from gerai.academy.practice.selectors import copy_of
from gerai.academy.practice.showing import address_within, led_within
from gerai.directory.models import ServicePage
from gerai.newsroom.models import NoticePage
from gerai.publishing.addresses import address_book
from gerai.workspace.editing.kept_forms import PERSON_COOKIE
from gerai.workspace.tests.cast import Cast

pytestmark = pytest.mark.django_db

SCREENS = (
    *("/latihan/", "/latihan/en/", "/latihan/admin/", "/latihan/admin/pages/"),
    *("/latihan/admin/tugas/tutup/", "/latihan/instansi/", "/latihan/tidak-ada/"),
    "/latihan/instansi/instansi-a/layanan-a/",
)
HOME = "/admin/akademi/latihan/"


@pytest.mark.parametrize("address", SCREENS)
def test_every_screen_is_marked_and_leads_nowhere_else(
    browser: Client, copy: Copy, address: str
) -> None:
    services.become(copy, Persona.MANAGER)
    answer = browser.get(address)
    html = answer.content.decode()
    assert 'class="gerai-practice' in html
    assert "gerai-practice-frame" in html
    assert "practice.css" in html
    assert re.search(r"<title>\s*\[", html)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    outside = re.findall(
        r"(?:href|action|src)=\"(/(?!latihan/|static/|admin/akademi/)[^\"]*)", html
    )
    assert outside == []


def test_nobody_else_sees_it(office: Cast, copy: Copy) -> None:
    answer = Client().get("/latihan/")
    assert answer.status_code == 302
    assert "login" in answer["Location"]
    other = Client()
    other.force_login(office.people["editor_b"])
    answer = other.get("/latihan/admin/")
    assert answer["Location"] == reverse("academy_practice")


def test_an_auditor_has_no_copy(office: Cast) -> None:
    auditor = Client()
    auditor.force_login(office.people["auditor"])
    assert auditor.get("/latihan/").status_code in {302, 403}
    assert auditor.post(f"{HOME}masuk/").status_code in {302, 403}
    assert copy_of(office.people["auditor"]) is None


def test_entering_and_beginning_anew_take_one_click(
    office: Cast, browser: Client
) -> None:
    assert browser.get(HOME).status_code == 200
    answer = browser.post(f"{HOME}masuk/")
    assert answer["Location"] == "/latihan/admin/"
    first = copy_of(office.people["editor"])
    assert browser.post(f"{HOME}mulai-lagi/")["Location"] == HOME
    second = copy_of(office.people["editor"])
    assert first is not None
    assert second is not None
    assert second.generation == first.generation + 1
    browser.post(f"{HOME}hapus/")
    assert copy_of(office.people["editor"]) is None
    assert browser.get("/latihan/admin/")["Location"] == HOME


def test_changing_the_role(browser: Client, copy: Copy) -> None:
    browser.post(f"{HOME}peran/", {"persona": "manager"})
    assert services.persona_of(copy) is Persona.MANAGER
    assert "Bima" in browser.get("/latihan/").content.decode()
    browser.post(f"{HOME}peran/", {"persona": "../../x"})
    assert services.persona_of(copy) is Persona.SELF


def test_a_form_of_a_copy_that_is_gone_says_so(browser: Client, copy: Copy) -> None:
    services.remove_copy(copy.user)
    answer = browser.post("/latihan/admin/tugas/tutup/", {"a": "b"})
    assert answer.status_code == 409
    assert HOME in answer.content.decode()


def test_cookies_stay_apart(browser: Client, copy: Copy) -> None:
    before = {name: cookie.value for name, cookie in browser.cookies.items()}
    answer = browser.get("/latihan/admin/tugas/tutup/")
    names = set(answer.cookies)
    # One more is the real site's own: whose form it was when a session ends.
    assert all(name.startswith("latihan_") for name in names - {PERSON_COOKIE})
    assert all(cookie["path"] == "/latihan/" for cookie in answer.cookies.values())
    for name, value in before.items():
        assert browser.cookies[name].value == value


def test_forms_need_the_copys_own_token(office: Cast, copy: Copy) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(office.people["editor"])
    refused = careful.post("/latihan/admin/pages/1/delete/")
    assert refused.status_code == 403


def test_two_tabs_see_the_same_copy(office: Cast, browser: Client, copy: Copy) -> None:
    other = Client()
    other.force_login(office.people["editor"])
    services.become(copy, Persona.EDITOR)
    assert "Sari" in browser.get("/latihan/admin/").content.decode()
    assert "Sari" in other.get("/latihan/admin/").content.decode()


def test_work_survives_a_lost_session(
    office: Cast, browser: Client, copy: Copy
) -> None:
    with inside(copy):
        ServicePage.objects.filter(slug="layanan-a").update(title="Masih ada")
    browser.logout()
    browser.force_login(office.people["editor"])
    page = browser.get("/latihan/instansi/instansi-a/layanan-a/")
    assert "Masih ada" in page.content.decode()


def test_what_was_typed_when_the_session_ended_waits_for_its_author(
    office: Cast, browser: Client, copy: Copy
) -> None:
    form = "/latihan/admin/tugas/pengumuman/mal/"
    browser.get(form)
    del browser.cookies["sessionid"]
    answer = browser.post(form, {"title": "Loket pindah", "text": "Ke lantai satu."})
    assert answer.status_code == 302
    (kept,) = parse_qs(urlsplit(answer["Location"]).query)["next"]

    browser.force_login(office.people["editor"])
    shown = browser.get(kept).content.decode()
    assert "Ke lantai satu." in shown
    assert f'href="{form}"' in shown
    with inside(copy):
        assert not NoticePage.objects.filter(title="Loket pindah").exists()


def test_what_would_be_mailed_is_shown(browser: Client, copy: Copy) -> None:
    from django.core.mail import send_mail

    with inside(copy):
        send_mail("Surat <b>uji</b>", "Isi surat", None, ["x@example.go.id"])
    html = browser.get(f"{HOME}surat/").content.decode()
    assert "Surat &lt;b&gt;uji" in html
    assert "x@example.go.id" in html


def test_the_copy_is_never_published(office: Cast) -> None:
    assert not [one for one in address_book.all() if one.startswith("/latihan")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('<a href="/instansi/">', '<a href="/latihan/instansi/">'),
        ('<a href="/latihan/x/">', '<a href="/latihan/x/">'),
        ('<link href="/static/a.css">', '<link href="/static/a.css">'),
        ('<a href="//cdn.example/x">', '<a href="//cdn.example/x">'),
        ('<a href="https://example.go.id/">', '<a href="https://example.go.id/">'),
        ('<input value="/admin/x/">', '<input value="/admin/x/">'),
        ('{"url": "/admin/pages/"}', '{"url": "/latihan/admin/pages/"}'),
        ("&quot;/admin/pages/&quot;", "&quot;/latihan/admin/pages/&quot;"),
        (
            '<img src="/media/a.png" srcset="/media/a.png 1x, /media/b.png 2x">',
            '<img src="/latihan/media/a.png" '
            'srcset="/latihan/media/a.png 1x, /latihan/media/b.png 2x">',
        ),
        ('<a href="/admin/akademi/kelas/">', '<a href="/admin/akademi/kelas/">'),
    ],
)
def test_addresses_are_led_within(text: str, wanted: str) -> None:
    assert led_within(text, is_desk=True) == wanted
    assert led_within(wanted, is_desk=True) == wanted, "twice is once"


def test_redirects_are_led_within() -> None:
    assert address_within("/admin/") == "/latihan/admin/"
    assert address_within("/latihan/admin/") == "/latihan/admin/"
    assert address_within("https://example.go.id/x") == "https://example.go.id/x"
    assert address_within("//example.go.id/x") == "//example.go.id/x"
