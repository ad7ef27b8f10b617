"""What becomes of a reader's answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.feedback import services, views
from gerai.feedback.asking import page_read
from gerai.feedback.cleaning import CUT
from gerai.feedback.exceptions import PageUnknown, TooManyAnswers
from gerai.feedback.models import PageAnswer
from gerai.guard.flood import Limiter
from gerai.guard.tests.once import kept_for_the_file
from gerai.website.tests.factories import make_site

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
PATH = "/instansi/imigrasi/paspor/"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("limiter", "page_limiter"):
        monkeypatch.setattr(views, name, Limiter(burst=1000, per_second=1000))


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[ServicePage]:
    """Built once; each test undoes what it changes."""
    with kept_for_the_file(django_db_blocker):
        make_site()
        agency = AgencyPageFactory(title="Imigrasi", slug="imigrasi")
        yield ServicePageFactory(agency=agency, title="Paspor", slug="paspor")


@pytest.fixture
def service(built: ServicePage, db: None) -> ServicePage:
    return ServicePage.objects.get(pk=built.pk)


def send(client: Client, path: str = PATH, answer: str = "tidak", **more: Any) -> Any:
    return client.post(
        more.pop("to", "/survei/halaman/"),
        {"halaman": path, "jawaban": answer},
        headers=more.pop("headers", HERE),
    )


def test_each_page_asks_in_its_language_without_a_cookie(
    client: Client, service: ServicePage
) -> None:
    page = client.get(PATH)
    text = page.content.decode()
    assert "Apakah halaman ini membantu?" in text
    assert 'action="/survei/halaman/"' in text
    assert f'name="halaman" value="{PATH}"' in text
    assert "csrf" not in text.partition("data-in-place")[2].partition("</section>")[0]
    assert not page.cookies
    english = client.get(f"/en{PATH}").content.decode()
    assert "Is this page helpful?" in english
    assert 'action="/en/survei/halaman/"' in english


def test_an_answer_is_kept_thanked_for_and_may_get_a_sentence(
    client: Client, service: ServicePage
) -> None:
    response = send(client)

    assert response.status_code == 303
    assert not response.cookies
    kept = PageAnswer.objects.get()
    assert (kept.page_id, kept.is_helpful, kept.text) == (service.pk, False, "")
    assert kept.received_on == timezone.localdate()

    thanks = client.get(response["Location"])
    assert "Terima kasih" in thanks.content.decode()
    assert PATH in thanks.content.decode()
    assert "no-store" in thanks["Cache-Control"]
    done = client.post(
        response["Location"],
        {"kalimat": "Syarat foto tidak jelas, telepon saya 0812 3456 7890"},
        headers=HERE,
    )
    assert done.status_code == 303
    kept.refresh_from_db()
    assert kept.text == f"Syarat foto tidak jelas, telepon saya {CUT}"
    # Once only, and no cookie on the whole way.
    client.post(response["Location"], {"kalimat": "Yang kedua"}, headers=HERE)
    kept.refresh_from_db()
    assert "kedua" not in kept.text
    assert not client.cookies


def test_english_readers_speak_of_the_same_record(
    client: Client, service: ServicePage
) -> None:
    send(client, f"/en{PATH}", "ya", to="/en/survei/halaman/")
    kept = PageAnswer.objects.get()
    assert (kept.page_id, kept.language, kept.is_helpful) == (service.pk, "en", True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://penipu.example"},
        {"Origin": "null"},
        {"Referer": "https://penipu.example/testserver"},
        {},
    ],
)
def test_other_sites_answer_for_nobody(
    client: Client, service: ServicePage, headers: dict[str, str]
) -> None:
    response = send(client, headers=headers)
    assert response.status_code == 400
    assert not PageAnswer.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://testserver"}, {"Referer": f"http://testserver{PATH}"}],
)
def test_older_browsers_are_believed_by_their_origin(
    client: Client, service: ServicePage, headers: dict[str, str]
) -> None:
    assert send(client, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/tidak/ada/",
        "/instansi/imigrasi/draf/",
        "https://example.com/",
        "",
        "//",
        "/admin/",
        "/\0",
        "/" + "a" * 600,
    ],
)
def test_only_pages_that_visitors_can_read_are_answered(
    client: Client, service: ServicePage, path: str
) -> None:
    ServicePageFactory(agency=service.agency, slug="draf", draft=True)
    response = send(client, path)
    if path.startswith("/instansi"):
        # The address of a list within a page counts for the page; a draft's doesn't say
        # that there is a draft.
        assert PageAnswer.objects.get().page_id == service.agency.pk
    else:
        assert response.status_code == 404
        assert not PageAnswer.objects.exists()


def test_a_page_of_a_list_counts_for_the_list(service: ServicePage) -> None:
    index = page_read("/instansi/")
    assert page_read("/instansi/halaman/2/").pk == index.pk
    assert page_read("/").depth == 2
    with pytest.raises(PageUnknown):
        page_read("/halaman/2/")


def test_an_answer_without_yes_or_no_is_told_what_to_do(
    client: Client, service: ServicePage
) -> None:
    assert send(client, answer="mungkin").status_code == 400
    assert client.get("/survei/halaman/").status_code == 405


def test_a_flood_is_held_back_politely(
    client: Client, service: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "page_limiter", Limiter(burst=2, per_second=0.001))
    assert [send(client).status_code for _ in range(3)] == [303, 303, 429]
    assert PageAnswer.objects.count() == 2
    # Another page is still open to the same address.
    assert send(client, "/instansi/imigrasi/").status_code == 303


def test_a_page_takes_only_so_many_a_day(
    service: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_A_DAY", 2)
    day = date(2026, 11, 26)
    for _ in range(2):
        services.answer_page(path=PATH, is_helpful=True, language="id", today=day)
    with pytest.raises(TooManyAnswers):
        services.answer_page(path=PATH, is_helpful=True, language="id", today=day)
    later = day + timedelta(days=1)
    services.answer_page(path=PATH, is_helpful=True, language="id", today=later)


def test_a_sentence_that_is_refused_stays_in_its_field(
    client: Client, service: ServicePage
) -> None:
    address = send(client)["Location"]
    response = client.post(
        address, {"kalimat": "beli di http://murah.example"}, headers=HERE
    )
    assert response.status_code == 422
    assert "beli di http://murah.example</textarea>" in response.content.decode()
    assert PageAnswer.objects.get().text == ""


def test_a_link_that_is_too_old_or_invented_says_so(
    client: Client, service: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(client)["Location"]
    assert client.get("/survei/halaman/bukan-token/").status_code == 410
    forged = signing.dumps(1, salt="x")
    assert client.get(f"/survei/halaman/{forged}/").status_code == 410
    monkeypatch.setattr(services, "SENTENCE_FOR", timedelta(seconds=-1))
    assert client.get(address).status_code == 410


def test_old_answers_are_deleted(service: ServicePage) -> None:
    today = date(2026, 11, 26)
    for age in (0, services.DAYS_KEPT, services.DAYS_KEPT + 1):
        PageAnswer.objects.create(
            page=service,
            language="id",
            is_helpful=True,
            received_on=today - timedelta(days=age),
        )
    assert services.clear_old_answers(today) == 1
    assert services.clear_old_answers(today) == 0
    assert PageAnswer.objects.count() == 2


def test_only_who_may_change_the_page_settles_its_answers(service: ServicePage) -> None:
    kept = services.answer_page(
        path=PATH, is_helpful=False, language="id", today=timezone.localdate()
    )
    stranger = User.objects.create_user("asing")
    boss = User.objects.create_superuser("bos")
    with pytest.raises(PermissionDenied):
        services.settle_answers(page=service, answers=[kept.pk], by=stranger)
    assert services.settle_answers(page=service, answers=[kept.pk], by=boss) == 1
    kept.refresh_from_db()
    assert kept.handled_by == boss
    other = service.agency
    assert services.settle_answers(page=other, answers=[kept.pk], by=boss) == 0
    services.settle_answers(page=service, answers=[kept.pk], by=boss, is_handled=False)
    kept.refresh_from_db()
    assert kept.handled_on is None


@pytest.mark.parametrize(
    ("address", "title"), [("/cari/", "Cari"), ("/siap/", "Siap berangkat")]
)
def test_live_screens_ask_too_and_are_counted_apart(
    service: ServicePage, address: str, title: str
) -> None:
    client = Client()
    page = client.get(address, {"q": "paspor"}).content.decode()
    assert f'name="halaman" value="{address}"' in page
    answer = send(client, address)
    thanks = client.get(answer.headers["Location"], headers=HERE)
    assert f'href="{address}"' in thanks.content.decode()
    send(client, "/")

    assert [one.view_title for one in PageAnswer.objects.order_by("pk")] == [title, ""]
    manager = User.objects.create_superuser("kepala")
    client.force_login(manager)
    report = client.get("/admin/suara-pembaca/").content.decode()
    home = page_read("/")
    about = client.get(f"/admin/suara-pembaca/{home.pk}/").content.decode()
    assert f">{title}</a>" in report
    assert f"<b>{title}:</b>" in about
    english = send(client, f"/en{address}")
    assert english.status_code == 303
    assert PageAnswer.objects.filter(page=home).exclude(view="").count() == 2
