"""The addresses of sheets, as visitors ask for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    MallFactory,
    ServicePageFactory,
)
from gerai.printing import libraries
from gerai.printing.choices import SheetKind
from gerai.printing.exceptions import DrawingFailed, PressBusy
from gerai.printing.press import Job

pytestmark = pytest.mark.django_db
LEAFLET = "/instansi/imigrasi/paspor-baru/lembar-a4.pdf"


class Stub:
    """A press that counts, or fails."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.jobs: list[Job] = []
        self._problem = problem

    def draw(self, job: Job, progress: Any = None) -> bytes:
        self.jobs.append(job)
        if self._problem is not None:
            raise self._problem
        return b"%PDF-1.7 " + job.identifier.encode()


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    stub = Stub()
    monkeypatch.setattr("gerai.printing.views.public.public_press", stub)
    return stub


def test_a_visitor_gets_a_pdf(client: Client, service: ServicePage) -> None:
    response = client.get(LEAFLET)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-1.7")
    assert response["X-Robots-Tag"] == "noindex"
    assert "imigrasi-paspor-baru-lembar-a4.pdf" in response["Content-Disposition"]
    assert "no-cache" in response["Cache-Control"]
    assert not response.cookies


def test_it_is_drawn_once_and_read_afterwards(
    client: Client, service: ServicePage, stub: Stub
) -> None:
    first = client.get(LEAFLET)
    second = client.get(f"{LEAFLET}?salah=1")
    unchanged = client.get(LEAFLET, headers={"if-none-match": first["ETag"]})

    assert first.content == second.content
    assert len(stub.jobs) == 1
    assert unchanged.status_code == 304
    assert not unchanged.content


def test_a_change_is_seen_at_once(
    client: Client, service: ServicePage, stub: Stub
) -> None:
    before = client.get(LEAFLET)
    service.title = "Paspor baru untuk dewasa"
    service.save_revision().publish()
    after = client.get(LEAFLET, headers={"if-none-match": before["ETag"]})

    assert after.status_code == 200
    assert after.content != before.content


@pytest.mark.parametrize("kind", SheetKind)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_sheet_in_both_languages(
    client: Client, service: ServicePage, stub: Stub, kind: SheetKind, prefix: str
) -> None:
    response = client.get(f"{prefix}/instansi/imigrasi/paspor-baru/{kind}.pdf")

    assert response.status_code == 200
    html = stub.jobs[0].sheets[0].html
    assert f'<html lang="{prefix[1:] or "id"}">' in html


@pytest.mark.parametrize(
    "path",
    [
        "/instansi/imigrasi/paspor-baru/lembar-a9.pdf",
        "/instansi/imigrasi/tidak-ada/lembar-a4.pdf",
        "/instansi/lain/paspor-baru/lembar-a4.pdf",
        "/en/instansi/imigrasi/tidak-ada/lembar-a4.pdf",
        "/instansi/imigrasi/paspor-baru/../lembar-a4.pdf",
    ],
)
def test_what_is_not_there_is_404(
    client: Client, service: ServicePage, stub: Stub, path: str
) -> None:
    assert client.get(path).status_code == 404
    assert stub.jobs == []


def hidden(way: str, service: ServicePage) -> None:
    agency = service.agency
    if way == "draft":
        service.unpublish()
    elif way == "draft agency":
        agency.unpublish()
    elif way == "unknown agency":
        agency.presence = "unknown"
        agency.save_revision().publish()
    elif way == "private":
        PageViewRestriction.objects.create(page=service, restriction_type="login")
    elif way == "private agency":
        PageViewRestriction.objects.create(page=agency, restriction_type="login")
    else:
        Page.objects.filter(pk=agency.get_parent().pk).update(live=False)


@pytest.mark.parametrize(
    "way",
    [
        "draft",
        "draft agency",
        "unknown agency",
        "private",
        "private agency",
        "draft list of agencies",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_visitors_may_not_see_is_404_though_it_was_drawn_before(
    client: Client, service: ServicePage, stub: Stub, way: str, prefix: str
) -> None:
    path = f"{prefix}{LEAFLET}"
    assert client.get(path).status_code == 200
    hidden(way, service)

    response = client.get(path)

    assert response.status_code == 404
    assert len(stub.jobs) == 1


def test_an_unpublished_edit_never_leaks(
    client: Client, service: ServicePage, stub: Stub
) -> None:
    service.title = "Rahasia sampai Senin"
    service.save_revision()

    assert client.get(LEAFLET).status_code == 200
    assert "Rahasia" not in stub.jobs[0].sheets[0].html


@pytest.mark.parametrize(
    ("problem", "words", "wait"),
    [
        (PressBusy(), "Sedang banyak yang mencetak", "10"),
        (DrawingFailed("memory"), "Berkas belum bisa dibuat", "3600"),
    ],
)
def test_a_calm_page_where_it_cannot_be_made(  # noqa: PLR0917 - parameters and fixtures
    client: Client,
    service: ServicePage,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
    words: str,
    wait: str,
) -> None:
    monkeypatch.setattr("gerai.printing.views.public.public_press", Stub(problem))

    response = client.get(LEAFLET)

    assert response.status_code == 503
    assert response["Retry-After"] == wait
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    page = response.content.decode()
    assert words in page
    assert 'href="/instansi/imigrasi/paspor-baru/"' in page


def test_only_reading(client: Client, service: ServicePage, stub: Stub) -> None:
    assert client.post(LEAFLET).status_code == 405


def test_asking_whether_it_is_there_draws_nothing(
    client: Client, service: ServicePage, stub: Stub
) -> None:
    response = client.head(LEAFLET)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert "Content-Length" not in response
    assert response["ETag"] == client.get(LEAFLET)["ETag"]
    assert len(stub.jobs) == 1


def test_the_page_offers_its_sheets(client: Client, service: ServicePage) -> None:
    page = client.get("/instansi/imigrasi/paspor-baru/").content.decode()
    english = client.get("/en/instansi/imigrasi/paspor-baru/").content.decode()

    for kind in SheetKind:
        assert f'href="/instansi/imigrasi/paspor-baru/{kind}.pdf"' in page
        assert f'href="/en/instansi/imigrasi/paspor-baru/{kind}.pdf"' in english
    assert "di bawah 150 KB" in page


def test_queries_do_not_grow_with_the_mall(
    client: Client, service: ServicePage, stub: Stub, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        ServicePageFactory(agency=AgencyPageFactory())

    with django_assert_max_num_queries(24):
        client.get(LEAFLET)


class TestWithoutPango:
    """A machine on which the library can't be loaded."""

    @pytest.fixture(autouse=True)
    def no_pango(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        needed = {**libraries.NEEDED, "libpango-1.0-0": ("libtidakada.so.0",)}
        monkeypatch.setattr(libraries, "NEEDED", needed)
        libraries.missing_packages.cache_clear()
        yield
        libraries.missing_packages.cache_clear()

    def test_the_page_offers_no_pdf_but_prints(
        self, client: Client, service: ServicePage
    ) -> None:
        page = client.get("/instansi/imigrasi/paspor-baru/").content.decode()

        assert ".pdf" not in page
        assert 'class="qr"' in page
        assert "Paspor baru" in page

    def test_an_old_link_leads_to_the_page(
        self, client: Client, service: ServicePage, stub: Stub
    ) -> None:
        response = client.get(LEAFLET)

        assert response.status_code == 503
        assert 'href="/instansi/imigrasi/paspor-baru/"' in response.content.decode()
        assert stub.jobs == []

    def test_the_doctor_names_the_package(self) -> None:
        from gerai.printing.checks import sheets_can_be_printed

        (message,) = sheets_can_be_printed()

        assert message.id == "printing.G1"
        assert message.hint is not None
        assert "apt-get install libpango-1.0-0," in message.hint


def test_the_doctor_is_content_where_all_is_there() -> None:
    from gerai.printing.checks import sheets_can_be_printed

    (message,) = sheets_can_be_printed()

    assert message.msg == "PDF sheets can be made"


def test_a_service_without_a_mall_record(client: Client, stub: Stub) -> None:
    agency = AgencyPageFactory(slug="a")
    ServicePageFactory(agency=agency, slug="b")
    assert not MallFactory._meta.model.objects.exists()

    assert client.get("/instansi/a/b/poster-a3.pdf").status_code == 200
