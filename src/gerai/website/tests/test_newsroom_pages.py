"""Pages, lists and feeds as visitors and machines get them."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from gerai.directory.services import translate_record
from gerai.newsroom import findable
from gerai.newsroom.choices import InformationClass
from gerai.newsroom.findable import refresh_notices
from gerai.newsroom.models import Question, Topic
from gerai.newsroom.published import addresses
from gerai.website.sitemap import sitemap_entries
from gerai.website.tests import newsroom_factories as factories
from gerai.website.tests.factories import make_mall
from gerai.website.tests.newsroom_factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standard_pages")]


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _nobody_has_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of another test is not the one here."""
    monkeypatch.setattr(findable, "_looked_at", None)


@pytest.fixture(autouse=True)
def _mall() -> None:
    make_mall(timezone="Asia/Makassar")


def get(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.mark.parametrize(
    "path",
    ["berita", "pengumuman", "agenda", "galeri", "dokumen", "tanya-jawab"],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_empty_list_says_why_and_what_next(
    client: Client, path: str, prefix: str
) -> None:
    factories.index("berita")
    html = get(client, f"{prefix}/{path}/")
    assert 'class="empty"' in html
    assert len(re.findall(r"empty__links.*?</ul>", html, re.S)) == 1
    assert re.search(r'<li><a class="button" href="/', html)


def test_lists_have_pages_years_and_topics(client: Client) -> None:
    topic = Topic.objects.create(name="Jadwal", name_en="Schedules", slug="jadwal")
    for number in range(14):
        factories.news(published_on=date(2025, 1, number + 1))
    last = factories.news("Terbaru", published_on=date(2026, 5, 1), topic=topic)
    undated = factories.news("Entah kapan")
    first, second = get(client, "/berita/"), get(client, "/berita/halaman/2/")
    assert first.index(last.title) < first.index('class="pager"')
    assert undated.title not in first
    assert undated.title in second
    assert last.title in get(client, "/berita/2026/")
    assert last.title not in get(client, "/berita/2025/halaman/2/")
    assert last.title in get(client, "/en/berita/topik/jadwal/")
    assert "Schedules" in get(client, "/en/berita/topik/jadwal/")


@pytest.mark.parametrize(
    "path",
    [
        "/berita/halaman/1/",
        "/berita/halaman/2/",
        "/berita/halaman/0/",
        "/berita/1999/",
        "/berita/topik/tidak-ada/",
        "/berita/jenis/formulir/",
        "/pengumuman/2026/",
        "/agenda/topik/jadwal/",
        "/dokumen/jenis/entah/",
        "/dokumen/golongan/berkala/",
        "/berita/halaman/99999/",
    ],
)
def test_lists_that_are_not_there_give_404(client: Client, path: str) -> None:
    factories.news(published_on=date(2026, 5, 1))
    get(client, path, 404)


def test_every_published_address_answers(client: Client) -> None:
    topic = Topic.objects.create(name="Jadwal", slug="jadwal")
    for number in range(13):
        factories.news(published_on=date(2025, 1, number + 1), topic=topic)
    factories.event()
    factories.event(starts_at=NOON - timedelta(days=400))
    factories.notice()
    factories.document(kind="report", year=2025, information_class="periodic")
    found = addresses()
    assert len(found) == len(set(found))
    for path in (
        "/berita/halaman/2/",
        "/en/berita/2025/halaman/2/",
        "/berita/topik/jadwal/",
        "/agenda/2025/",
        "/dokumen/golongan/berkala/",
        "/_spanduk.json",
    ):
        assert path in found
    for path in found:
        get(client, path)


def test_what_is_not_translated_is_shown_in_indonesian(client: Client) -> None:
    factories.news("Hanya Indonesia", published_on=date(2026, 5, 1))
    both = factories.news("Dua bahasa", published_on=date(2026, 4, 1))
    translate_record(record=both, language="en", texts={"title": "Two languages"})
    html = get(client, "/en/berita/")
    assert re.search(r'<li class="entry[^"]*" lang="id">.*?Hanya Indonesia', html, re.S)
    assert "Two languages" in html
    assert "Dua bahasa" not in html
    page = get(client, "/en/berita/" + "butir-x/", 404)
    assert page
    own = get(client, f"/en/berita/{both.slug}/")
    assert '<main id="main" tabindex="-1">' in own


def test_a_notice_that_is_over_is_gone_everywhere(client: Client) -> None:
    page = factories.notice("Loket pindah", ends_at=NOON + timedelta(hours=1))
    path = f"/pengumuman/{page.slug}/"
    for address in ("/", "/pengumuman/", path, "/feed/pengumuman.atom"):
        assert page.title in get(client, address)
    assert any(path in entry.url for entry in sitemap_entries())
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        for address in ("/", "/pengumuman/", "/feed/pengumuman.atom"):
            assert page.title not in get(client, address)
        get(client, path, 404)
        get(client, f"/en{path}", 404)
        assert not any(path in entry.url for entry in sitemap_entries())
        refresh_notices()
        assert page.title not in found(client, page.title, "page")
    refresh_notices()  # the clock was set back
    assert page.title in found(client, page.title, "page")


def test_home_has_no_empty_boxes(client: Client) -> None:
    factories.index("berita")
    html = get(client, "/")
    assert 'id="notices"' not in html
    assert 'id="agenda"' not in html
    assert 'id="news"' not in html
    factories.event("Layanan keliling")
    html = get(client, "/")
    assert 'id="agenda"' in html
    assert 'id="news"' not in html


def test_agency_and_service_show_what_concerns_them(client: Client) -> None:
    from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory

    agency: Any = AgencyPageFactory(_parent=factories.index("instansi"), slug="kpp")
    service: Any = ServicePageFactory(agency=agency, slug="npwp")
    factories.notice("Loket KPP pindah", agency=agency)
    Question.objects.create(
        question="Apakah bisa diwakilkan?", answer="<p>Bisa.</p>", service=service
    )
    assert "Loket KPP pindah" in get(client, "/instansi/kpp/")
    html = get(client, "/instansi/kpp/npwp/")
    assert "Apakah bisa diwakilkan?" in html
    assert "Loket KPP pindah" not in html
    assert "Apakah bisa diwakilkan?" not in get(client, "/tanya-jawab/")


def test_general_questions_are_described_to_machines(client: Client) -> None:
    factories.index("berita")
    Question.objects.create(
        question="Jam berapa buka?",
        question_en="When is it open?",
        answer="<p>Lihat <b>jam buka</b>.</p>",
        answer_en="<p>See the hours.</p>",
    )
    html = get(client, "/en/tanya-jawab/")
    assert "When is it open?" in html
    data = [
        json.loads(text)
        for text in re.findall(r'application/ld\+json">(.*?)</script>', html, re.S)
    ]
    (faq,) = [one for one in data if one["@type"] == "FAQPage"]
    assert faq["mainEntity"][0]["acceptedAnswer"]["text"] == "<p>See the hours.</p>"


def test_an_event_goes_into_a_calendar(client: Client) -> None:
    page = factories.event(
        "Rapat; dengan, tanda\\ baca",
        starts_at=NOON + timedelta(days=1),
        ends_at=NOON + timedelta(days=1, hours=2),
        place="Lantai 1",
    )
    whole = factories.event("Sehari", is_all_day=True)
    response = client.get(f"/agenda/{page.slug}/acara.ics")
    assert response["Content-Type"].startswith("text/calendar")
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert entry["summary"] == page.title
    assert entry.decoded("dtstart") == page.starts_at
    assert entry.decoded("dtend") == page.ends_at
    book = Calendar.from_ical(client.get("/feed/agenda.ics").content)
    days = {str(one["summary"]): one for one in book.walk("VEVENT")}
    assert set(days) == {page.title, whole.title}
    assert days["Sehari"].decoded("dtstart") == date(2026, 12, 1)
    assert days["Sehari"].decoded("dtend") == date(2026, 12, 2)


@pytest.mark.parametrize("name", ["berita", "pengumuman", "dokumen"])
def test_feeds_are_atom_and_do_not_depend_on_the_second(
    client: Client, name: str
) -> None:
    factories.index("berita")
    path = f"/feed/{name}.atom"
    empty = client.get(path).content
    with time_machine.travel(NOON + timedelta(seconds=30), tick=False):
        assert client.get(path).content == empty
    factories.news("A & B", published_on=date(2026, 5, 1), summary="Ringkas")
    factories.notice("A & B", summary="Ringkas")
    factories.document("A & B", summary="Ringkas")
    root = ElementTree.fromstring(client.get(path).content)  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed"
    (entry,) = root.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == "A & B"
    assert (entry.findtext(f"{atom}id") or "").startswith("urn:uuid:")


def test_exempted_information_is_named_and_not_handed_out(client: Client) -> None:
    page = factories.document(
        "Daftar rahasia", information_class=InformationClass.EXEMPT
    )
    assert "UU 14/2008" in get(client, f"/dokumen/{page.slug}/")
    get(client, f"/dokumen/{page.slug}/unduh/", 404)


def test_a_document_keeps_its_address_when_its_file_is_replaced(
    client: Client,
) -> None:
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    from gerai.newsroom.models import DocumentVersion

    model: Any = get_document_model()
    old, new = (
        model.objects.create(
            title=name, file=ContentFile(b"%PDF-1.4", f"{name}.pdf"), file_size=8
        )
        for name in ("lama", "baru")
    )
    page = factories.document("Formulir")
    page.versions = [DocumentVersion(document=old, sort_order=0)]
    page.save()
    address = f"/dokumen/{page.slug}/unduh/"
    assert client.get(address)["Location"] == old.url
    page.versions = [
        DocumentVersion(document=new, sort_order=0),
        DocumentVersion(document=old, sort_order=1),
    ]
    page.save()
    assert client.get(address)["Location"] == new.url
    html = get(client, f"/dokumen/{page.slug}/")
    assert old.url in html
    assert "PDF, 8" in html


def test_a_list_costs_the_same_at_any_length(client: Client) -> None:
    factories.news(published_on=date(2025, 1, 1))
    get(client, "/berita/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        get(client, "/berita/")
    for number in range(11):
        factories.news(published_on=date(2025, 2, number + 1))
    with CaptureQueriesContext(connection) as many:
        get(client, "/berita/")
    assert len(many) <= len(few)
    assert len(many) <= 45


def test_a_banner_stands_on_every_page_with_its_time(client: Client) -> None:
    factories.index("berita")
    ends = NOON + timedelta(hours=1)
    factories.banner("Lift rusak", kind="warning", ends_at=ends)
    for path in ("/", "/en/kontak/", "/cari/?q=paspor"):
        html = get(client, path)
        assert "Lift rusak" in html
        assert f'data-ends="{int(ends.timestamp())}"' in html
    assert '<span lang="id">Lift rusak</span>' in get(client, "/en/")
    data = json.loads(get(client, "/_spanduk.json"))
    assert {item["for"] for item in data} == {"id", "en"}
    with time_machine.travel(ends, tick=False):
        assert "Lift rusak" not in get(client, "/")
        assert json.loads(get(client, "/_spanduk.json")) == []


def test_everything_visible_is_found(client: Client) -> None:
    both = factories.news("Dua bahasa", body="<p>Isi&nbsp;<b>tebal</b></p>")
    translate_record(record=both, language="en", texts={"title": "Two languages"})
    factories.event("Donor darah")
    Question.objects.create(question="Boleh diwakilkan?", answer="<p>Boleh.</p>")
    assert "Dua bahasa" in found(client, "dua bahasa", "news")
    assert "Two languages" in found(client, "two languages", "news", language="en")
    assert "Donor darah" in found(client, "donor darah", "page")
    assert "Boleh diwakilkan?" in found(client, "diwakilkan", "page")
    both.unpublish()
    assert "Dua bahasa" not in found(client, "dua bahasa", "news")


def found(client: Client, text: str, kind: str, language: str = "id") -> list[str]:
    question = {"q": text, "type": kind, "language": language}
    answer = client.get("/api/v1/search", question).json()
    return [one["title"] for one in answer["results"]]
