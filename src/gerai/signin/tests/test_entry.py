"""Who comes in, and how far; sessions, forged requests, addresses that lead away."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from gerai.audit import tries
from gerai.audit.sealing import seal
from gerai.guard.entry import LAST_USED, needs_second_factor
from gerai.guard.flood import Limiter
from gerai.guard.roles import Role
from gerai.guard.tests.signing_in import with_factor, with_password_only
from gerai.notifications.models import Notification, OutgoingMail
from gerai.signin.tests.people import (
    PASSWORD,
    SECRET,
    code_of,
    has_app,
    person,
    secret_in,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(tries, "_of_an_address", Limiter(burst=30, per_second=1 / 30))


@pytest.fixture
def siti() -> User:
    return person()


# --- password and second factor -------------------------------------------------------


def test_password_then_code_then_the_page_that_was_wanted(siti: User) -> None:
    client = Client()
    wanted = "/admin/pages/"
    there = client.get(wanted)["Location"]
    assert there == "/akun/masuk/?next=/admin/pages/"
    assert client.get(there).status_code == 200

    answer = client.post(
        "/akun/masuk/",
        {"login": siti.email, "password": PASSWORD, "next": wanted},
    )
    assert answer["Location"] == "/akun/masuk/langkah-kedua/"
    assert client.get(wanted).status_code == 302  # not in yet

    assert "Langkah kedua" in client.get(answer["Location"]).content.decode()
    wrong = client.post(answer["Location"], {"code": "000000"})
    assert 'role="alert"' in wrong.content.decode()
    done = client.post(answer["Location"], {"code": code_of()})
    assert done["Location"] == wanted
    assert client.get("/admin/").status_code == 200


def test_a_code_works_once(siti: User) -> None:
    code = code_of()
    for expected in (302, 200):
        client = Client()
        sign_in(client, siti.email)
        answer = client.post("/akun/masuk/langkah-kedua/", {"code": code})
        assert answer.status_code == expected


def test_a_recovery_code_lets_in_once(siti: User) -> None:
    client = with_factor(Client(), siti)
    client.post("/akun/keamanan/kode/baru/")
    text = client.get("/akun/keamanan/kode/").content.decode()
    code = re.findall(r"<code>(\d+)</code>", text)[0]
    for expected in (302, 200):
        other = Client()
        sign_in(other, siti.email)
        answer = other.post("/akun/masuk/langkah-kedua/", {"code": code})
        assert answer.status_code == expected


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.MANAGER, True),
        (Role.REVIEWER, True),
        (Role.AUDITOR, False),
    ],
)
def test_who_needs_a_second_factor(role: Role, needs: bool) -> None:
    user = person("budi", role, app=False)

    assert needs_second_factor(user) is needs
    client = with_password_only(Client(), user)
    assert client.get("/admin/").status_code == (302 if needs else 200)


def test_a_stolen_password_reaches_only_the_enrolment() -> None:
    """Nobody's session counts for more than was proved in it, whatever it asks for."""
    thief = with_password_only(Client(), person("budi", Role.MANAGER, app=False))

    assert thief.get("/admin/pages/")["Location"].startswith("/akun/amankan/")
    assert thief.post("/admin/pages/1/delete/")["Location"].startswith("/akun/amankan/")
    for name in (
        "account_change_password",
        "account_email",
        "mfa_index",
        "usersessions_list",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
    ):
        for send in (thief.get, thief.post):
            assert send(reverse(name))["Location"] == "/akun/amankan/", name
    request = thief.get("/kontak/").wsgi_request
    assert not request.user.is_authenticated


def test_an_old_session_with_a_password_only_cannot_add_its_own_factor(
    siti: User,
) -> None:
    """The owner has set one up meanwhile: only that one counts."""
    thief = with_password_only(Client(), siti)

    for name in ("mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"):
        assert thief.get(reverse(name))["Location"] == "/akun/amankan/", name
    answer = thief.get("/akun/amankan/")
    assert answer["Location"].startswith("/akun/buktikan/kode/")
    # The owner goes on from there with a code.
    thief.post("/akun/buktikan/kode/?next=/admin/", {"code": code_of()})
    assert thief.get("/admin/").status_code == 200


def test_a_first_factor_needs_a_code_by_mail_where_there_is_mail() -> None:
    budi = person("budi", Role.MANAGER, app=False)
    client = Client()

    answer = sign_in(client, budi.email)
    assert answer["Location"] == "/akun/masuk/kode-surel/"
    assert client.get("/akun/keamanan/aplikasi/")["Location"].startswith("/akun/masuk/")
    letter = OutgoingMail.objects.get(address=budi.email)
    found = re.search(r": (\S+)$", letter.subject) or re.search(
        r" (\S+)$", letter.subject
    )
    assert found is not None
    assert client.post(answer["Location"], {"code": "SALAH"}).status_code == 200
    done = client.post(answer["Location"], {"code": found.group(1)})
    assert done["Location"] == "/admin/"
    assert client.get("/admin/")["Location"].startswith("/akun/amankan/")


def test_invited_protected_and_in() -> None:
    """From the link to the desk in one go."""
    from gerai.guard import services
    from gerai.guard.roles import settle_roles

    settle_roles()
    invitation = services.invite(email="budi@example.go.id", role=Role.MANAGER)
    client = Client()
    joined = client.post(
        f"/akun/undangan/{invitation.token}/",
        {"name": "Budi", "password": PASSWORD, "again": PASSWORD},
    )
    there = client.get(joined["Location"])["Location"]
    screen = client.get(there)["Location"]
    assert screen == "/akun/keamanan/aplikasi/"
    secret = secret_in(client.get(screen).content.decode())

    wrong = client.post(screen, {"code": "123"})
    assert secret_in(wrong.content.decode()) == secret  # nothing to scan anew
    spaced = f"{code_of(secret)[:3]} {code_of(secret)[3:]}"
    done = client.post(screen, {"code": spaced})
    assert done["Location"] == "/akun/keamanan/kode/"
    codes = client.get(done["Location"]).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    assert 'href="/admin/"' in codes
    assert client.get("/admin/").status_code == 200
    assert has_app(User.objects.get(username="budi@example.go.id"))


def test_on_a_trial_it_can_wait(settings: Any) -> None:
    budi = person("budi", Role.MANAGER, app=False)
    client = with_password_only(Client(HTTP_HOST="127.0.0.1:8000"), budi)
    settings.GERAI_BASE_URL = "http://127.0.0.1:8000"

    assert "Jangan sekarang" in client.get("/akun/keamanan/aplikasi/").content.decode()
    client.post("/akun/amankan/nanti/")
    assert client.get("/admin/").status_code == 200
    for elsewhere in (
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_HOST": "mpp.example.go.id"},
    ):
        assert client.get("/admin/", **elsewhere).status_code == 302  # type: ignore[arg-type]
    settings.GERAI_BASE_URL = "https://mpp.example.go.id"
    assert client.get("/admin/").status_code == 302
    assert client.post("/akun/amankan/nanti/")["Location"] == "/akun/amankan/"


# --- attacks on the sign-in itself ----------------------------------------------------


def test_a_session_that_somebody_else_chose_is_worth_nothing(siti: User) -> None:
    client = Client()
    client.get("/akun/masuk/")
    sign_in(client, siti.email)
    before = client.session.session_key
    client.post("/akun/masuk/langkah-kedua/", {"code": code_of()})

    assert client.session.session_key != before
    planted = Client()
    planted.cookies["sessionid"] = before or ""
    assert planted.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/akun/masuk/",
        "/akun/keluar/",
        "/akun/sandi/",
        "/akun/keamanan/aplikasi/",
        "/akun/amankan/nanti/",
        "/akun/perangkat/",
        "/akun/masuk/kunci/",
        "/akun/kota/sso/",
    ],
)
def test_no_form_is_taken_from_another_site(path: str, siti: User) -> None:
    client = with_factor(Client(enforce_csrf_checks=True), siti)

    answer = client.post(path, {}, HTTP_ORIGIN="https://jahat.example")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "away",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\jahat.example",
        "https:jahat.example",
        "javascript:alert(1)",
        "http://testserver@jahat.example/",
        "\thttps://jahat.example",
    ],
)
def test_no_sign_in_leads_to_another_site(away: str, siti: User) -> None:
    client = Client()
    client.post(
        "/akun/masuk/", {"login": siti.email, "password": PASSWORD, "next": away}
    )
    done = client.post("/akun/masuk/langkah-kedua/", {"code": code_of()})
    assert done["Location"] == "/admin/"
    assert client.get("/akun/amankan/", {"next": away})["Location"] == "/admin/"
    out = client.post("/akun/keluar/", {"next": away})
    assert out["Location"] == "/akun/masuk/"


def test_the_old_address_of_the_sign_in_leads_here() -> None:
    answer = Client().get("/admin/login/?next=/admin/pages/")
    assert answer["Location"] == "/akun/masuk/?next=/admin/pages/"
    reset = Client().get("/admin/password_reset/")
    assert reset["Location"] == "/akun/sandi/lupa/"


def test_links_in_mails_begin_with_the_address_of_the_site(
    siti: User, settings: Any
) -> None:
    settings.GERAI_BASE_URL = "https://mpp.example.go.id"
    Client(HTTP_HOST="jahat.example", HTTP_X_FORWARDED_HOST="jahat.example").post(
        "/akun/sandi/lupa/", {"email": siti.email}
    )

    letter = OutgoingMail.objects.get(address=siti.email)
    assert "https://mpp.example.go.id/akun/sandi/baru/" in letter.text
    assert "jahat.example" not in letter.text + letter.html


def test_a_forgotten_password_tells_nobody_who_has_an_account(siti: User) -> None:
    answers = {
        Client().post("/akun/sandi/lupa/", {"email": address})["Location"]
        for address in (siti.email, "tidak.ada@example.go.id")
    }
    assert answers == {"/akun/sandi/lupa/terkirim/"}
    assert OutgoingMail.objects.count() == 1
    wrong = [
        sign_in(Client(), login, "salah-salah-salah").content.decode()
        for login in (siti.email, "tidak.ada@example.go.id", "tidak-ada")
    ]
    said = {
        "".join(re.findall(r'errors__list">(.*?)</ul>', one, re.S)) for one in wrong
    }
    assert len(said) == 1
    assert "Nama atau kata sandi keliru" in said.pop()


def test_a_new_password_by_mail_works_once_and_needs_the_second_factor(
    siti: User,
) -> None:
    elsewhere = with_factor(Client(), siti)
    assert elsewhere.get("/admin/").status_code == 200
    client = Client()
    client.post("/akun/sandi/lupa/", {"email": siti.email})
    letter = OutgoingMail.objects.get(address=siti.email)
    found = re.search(r"/akun/sandi/baru/\S+", letter.text)
    assert found is not None
    form = client.get(found.group())["Location"]
    new = "kapal pelan menuju muara"
    done = client.post(form, {"password1": new, "password2": new})

    assert done["Location"] == "/akun/sandi/baru/selesai/"
    assert elsewhere.get("/admin/").status_code == 302
    again = Client().get(found.group())
    assert "tidak berlaku lagi" in again.content.decode()
    answer = sign_in(Client(), siti.email, new)
    assert answer["Location"] == "/akun/masuk/langkah-kedua/"


# --- throttling -----------------------------------------------------------------------


def test_guessing_is_stopped_and_the_owner_still_comes_in(siti: User) -> None:
    """Who knows an address can't lock its owner out."""
    at_home = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(at_home, siti.email)
    at_home.post("/akun/masuk/langkah-kedua/", {"code": code_of()})
    at_home.post("/akun/keluar/")

    thief = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(5):
        sign_in(thief, siti.email, "salah-salah-salah")
    text = sign_in(thief, siti.email, PASSWORD).content.decode()
    assert "Tunggu 15 menit" in text

    elsewhere = Client(REMOTE_ADDR="198.51.100.8")
    assert sign_in(elsewhere, siti.email).status_code == 302
    assert sign_in(at_home, siti.email).status_code == 302


def test_from_a_thousand_addresses_the_known_device_comes_in(siti: User) -> None:
    at_home = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(at_home, siti.email)
    at_home.post("/akun/masuk/langkah-kedua/", {"code": code_of()})
    at_home.post("/akun/keluar/")

    from gerai.signin.throttle import ACCOUNT, begin_attempt

    for number in range(ACCOUNT.amount + 5):
        request = RequestFactory(REMOTE_ADDR=f"2001:db8:{number:x}::1").post("/")
        attempt = begin_attempt(request, siti.email.upper())
    assert attempt.exceeded == ACCOUNT
    stranger = sign_in(Client(REMOTE_ADDR="192.0.2.1"), siti.email).content.decode()
    assert "kunci sandi" in stranger
    assert sign_in(at_home, siti.email).status_code == 302


def test_spraying_one_password_over_many_accounts_is_stopped(siti: User) -> None:
    thief = Client(REMOTE_ADDR="2001:db8:1:2::1")
    for number in range(30):
        sign_in(thief, f"orang{number}@example.go.id", "salah-salah-salah")
    # Another address of the same network is the same customer.
    neighbour = Client(REMOTE_ADDR="2001:db8:1:2:ffff::9")
    assert "Tunggu 15 menit" in sign_in(neighbour, siti.email).content.decode()


def test_an_office_behind_one_address_is_not_stopped_by_signing_in(siti: User) -> None:
    for _ in range(40):
        assert (
            sign_in(Client(REMOTE_ADDR="198.51.100.7"), siti.email).status_code == 302
        )


def test_codes_are_not_guessed_and_the_owner_hears_of_it(siti: User) -> None:
    thief = Client()
    sign_in(thief, siti.email)
    for _ in range(10):
        thief.post("/akun/masuk/langkah-kedua/", {"code": "000000"})
    assert (
        thief.post("/akun/masuk/langkah-kedua/", {"code": code_of()}).status_code == 200
    )

    told = Notification.objects.filter(person=siti, key__startswith="signin:codes")
    assert told.count() == 1
    noted = acts_noted()
    assert noted.count(("audit.code_failed", "Siti")) == 10


def acts_noted() -> list[tuple[str, str]]:
    """What the trail would keep of this test, in order."""
    entries = [json.loads(entry.content) for entry in seal(connection)]
    return [(a["action"], a["name"]) for entry in entries for a in entry["acts"]]


def test_the_trail_says_what_somebody_came_in_with_and_who_was_stopped(
    siti: User,
) -> None:
    enter(Client(), siti)
    content = [json.loads(entry.content) for entry in seal(connection)]
    (act,) = [
        a for one in content for a in one["acts"] if a["action"] == "audit.signin"
    ]
    assert act["data"]["proofs"] == ["password", "totp"]

    thief = Client(REMOTE_ADDR="198.51.100.9")
    for _ in range(7):
        sign_in(thief, siti.email, "salah-salah-salah")
    noted = acts_noted()
    assert noted.count(("audit.signin_failed", "Siti")) == 5
    assert noted.count(("audit.signin_stopped", "Siti")) == 2


def test_no_secret_of_signing_in_is_in_the_trail(siti: User) -> None:
    """Neither in values before and after nor anywhere else in an entry."""
    client = with_factor(Client(), siti)
    client.post("/akun/keamanan/kode/baru/")
    new = "danau-semayang-biru"
    client.post(
        "/akun/sandi/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    client.post("/akun/keamanan/aplikasi/lepas/")
    enter(Client(), siti, password=new)
    siti.refresh_from_db()
    assert siti.check_password(new)

    entries = seal(connection)
    kept = "".join(entry.content + entry.words for entry in entries)
    assert "recovery_codes" in kept  # they were written, and that is told
    secrets = [SECRET, PASSWORD, new, siti.password, code_of()]
    secrets += [one.session_key for one in UserSession.objects.all()]
    for factor in Authenticator.objects.all():
        secrets += [str(value) for value in factor.data.values() if value]
    assert len(secrets) > 7
    assert not [secret for secret in secrets if secret in kept]


class _Broken:
    def __getattr__(self, name: str) -> Any:
        raise ConnectionError("gone")


def test_without_the_cache_attempts_are_still_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gerai.signin import throttle

    monkeypatch.setattr(throttle, "cache", _Broken())
    request = RequestFactory(REMOTE_ADDR="203.0.113.77").post("/")
    name = f"{time.time()}@example.go.id"

    stopped = [throttle.begin_attempt(request, name).exceeded for _ in range(6)]

    assert stopped == [None] * 5 + [throttle.ACCOUNT_FROM_ADDRESS]


# --- devices and sessions -------------------------------------------------------------

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


def enter(
    client: Client, user: User, *, later: int = 0, password: str = PASSWORD
) -> None:
    cache.clear()  # the same code again: the clock of a test stands almost still
    sign_in(client, user.email, password)
    done = client.post("/akun/masuk/langkah-kedua/", {"code": code_of(later=later)})
    assert done["Location"] == "/admin/"


def test_a_new_device_is_told_of_once(siti: User) -> None:
    phone = Client(HTTP_USER_AGENT=PHONE)
    enter(phone, siti)
    assert Notification.objects.filter(person=siti).count() == 0  # the very first

    enter(Client(HTTP_USER_AGENT=PHONE), siti)
    told = Notification.objects.get(person=siti)
    letter = OutgoingMail.objects.get(person=siti)
    assert "perangkat baru" in told.subject
    assert "Chrome · Android" in letter.text

    phone.post("/akun/keluar/")
    enter(phone, siti)
    assert Notification.objects.filter(person=siti).count() == 1


def test_where_one_is_signed_in_and_out_everywhere(siti: User) -> None:
    phone, desk = Client(HTTP_USER_AGENT=PHONE), Client()
    enter(phone, siti)
    enter(desk, siti)

    text = desk.get("/akun/perangkat/").content.decode()
    assert "Chrome · Android" in text
    assert UserSession.objects.filter(user=siti).count() == 2
    desk.post("/akun/perangkat/")
    assert phone.get("/admin/").status_code == 302
    assert desk.get("/admin/").status_code == 200


def test_one_other_place_is_signed_out_after_a_fresh_proof(siti: User) -> None:
    desk, phone, tablet = Client(), Client(), Client()
    for device in (desk, phone, tablet):
        enter(device, siti)
    sessions = {one.session_key: one.pk for one in UserSession.objects.all()}
    lost = str(sessions[phone.session.session_key])
    address = "/akun/perangkat/"

    text = desk.get(address).content.decode()
    assert text.count('name="one"') == 2
    answer = desk.post(address, {"one": lost}, follow=True)
    assert "Sudah keluar di sana." in answer.content.decode()
    assert phone.get("/admin/").status_code == 302
    assert tablet.get("/admin/").status_code == 200

    # Nobody else's, and not without a proof of now.
    stranger = with_factor(Client(), person("budi"))
    other = str(sessions[tablet.session.session_key])
    stranger.post(address, {"one": other})
    old = with_factor(Client(), siti, seconds_ago=3600)
    assert "/akun/buktikan/" in old.post(address, {"one": other})["Location"]
    assert tablet.get("/admin/").status_code == 200


def test_sessions_that_are_over_are_forgotten(siti: User) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from gerai.signin.sessions import forget_ended

    client = Client()
    enter(client, siti)
    UserSession.objects.update(created_at=timezone.now() - timedelta(hours=2))
    forget_ended()
    assert UserSession.objects.count() == 1
    client.session.delete()
    forget_ended()
    assert UserSession.objects.count() == 0


# --- dangerous acts -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("began_days_ago", "used_days_ago", "is_over"),
    [(2.9, 2.9, False), (3.1, 3.1, True), (6.9, 0.1, False), (7.1, 0.1, True)],
)
def test_a_session_ends_unused_after_three_days_and_used_after_seven(
    siti: User, began_days_ago: float, used_days_ago: float, is_over: bool
) -> None:
    client = with_factor(Client(), siti, seconds_ago=began_days_ago * 86400)
    session = client.session
    session[LAST_USED] = time.time() - used_days_ago * 86400
    session.save()

    answer = client.get("/admin/")

    if not is_over:
        assert answer.status_code == 200
        assert time.time() - client.session[LAST_USED] < 60
        return
    assert answer.status_code == 302
    assert answer["Location"].startswith("/akun/masuk/")
    # The next proof begins a new one: the old name opens nothing.
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_a_dangerous_act_asks_again_and_then_is_done(siti: User) -> None:
    manager = person("budi", Role.MANAGER)
    member = siti.staff_member
    client = with_factor(Client(), manager, seconds_ago=3600)
    address = f"/admin/staf/{member.pk}/"

    assert client.get(address).status_code == 200
    answer = client.post(address, {"act": "disable"})
    assert answer["Location"].startswith("/akun/buktikan/")
    siti.refresh_from_db()
    assert siti.is_active

    before = client.session.session_key
    wrong = client.post(answer["Location"], {"password": "salah-salah-salah"})
    assert 'role="alert"' in wrong.content.decode()
    assert client.session.session_key == before
    client.post(answer["Location"], {"password": PASSWORD})
    siti.refresh_from_db()
    assert not siti.is_active
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert not UserSession.objects.filter(session_key=before).exists()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "path", ["/admin/users/new/", "/admin/groups/new/", "/admin/staf/undang/"]
)
def test_giving_out_power_asks_again(path: str) -> None:
    boss = person("ani", Role.ADMINISTRATOR)
    client = with_factor(Client(), boss, seconds_ago=3600)

    assert client.post(path, {})["Location"].startswith("/akun/buktikan/")
    assert with_factor(Client(), boss).post(path, {}).status_code == 200


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_email", "mfa_activate_totp"]
)
def test_ones_own_account_asks_again(name: str) -> None:
    user = person("ani", Role.AUDITOR, app=False)
    client = with_password_only(Client(), user)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()

    assert client.get(reverse(name))["Location"].startswith("/akun/buktikan/")


# --- a lost second factor -------------------------------------------------------------


def test_a_manager_takes_a_lost_factor_off_and_the_person_hears_of_it(
    siti: User,
) -> None:
    manager = with_factor(Client(), person("budi", Role.MANAGER))
    open_session = with_factor(Client(), siti)
    address = f"/admin/staf/{siti.staff_member.pk}/"
    assert 'value="factors"' in manager.get(address).content.decode()

    text = manager.post(address, {"act": "factors"}).content.decode()

    assert not Authenticator.objects.filter(user=siti).exists()
    assert open_session.get("/admin/").status_code == 302
    assert (
        sign_in(Client(), siti.email).status_code == 200
    )  # the old password is no use
    assert Notification.objects.filter(person=siti).count() == 1
    link = re.search(r"/akun/undangan/[^/\s\"]+/", text)
    assert link is not None
    assert Client().get(link.group()).status_code == 200
    assert mail.outbox  # the link was mailed, too


def test_an_editor_takes_nobodys_factor_off(siti: User) -> None:
    reviewer = with_factor(Client(), person("ani", Role.REVIEWER))
    reviewer.post(f"/admin/staf/{siti.staff_member.pk}/", {"act": "factors"})
    assert has_app(siti)


def test_the_last_factor_of_somebody_who_needs_one_stays(siti: User) -> None:
    client = with_factor(Client(), siti)
    answer = client.post("/akun/keamanan/aplikasi/lepas/")
    assert 'role="alert"' in answer.content.decode()
    assert has_app(siti)


# --- one's own address ----------------------------------------------------------------


def test_a_new_address_holds_once_it_is_confirmed(siti: User) -> None:
    client = with_factor(Client(), siti)
    client.post("/akun/surel/", {"email": "siti.baru@example.go.id", "action_add": ""})
    letter = OutgoingMail.objects.get(address="siti.baru@example.go.id")
    found = re.search(r"/akun/surel/\S+", letter.text)
    assert found is not None
    siti.refresh_from_db()
    assert siti.username == "siti@example.go.id"

    client.get(found.group())
    client.post(found.group())
    siti.refresh_from_db()
    assert (siti.username, siti.email) == ("siti.baru@example.go.id",) * 2


def test_secrets_are_in_no_page_and_no_cache(siti: User) -> None:
    client = with_factor(Client(), siti)
    for name in ("mfa_index", "usersessions_list"):
        assert SECRET not in client.get(reverse(name)).content.decode()
    for name in ("account_login", "mfa_view_recovery_codes", "mfa_index"):
        assert "no-store" in Client().get("/akun/masuk/")["Cache-Control"], name
