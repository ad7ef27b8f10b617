from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
)

from gerai.directory.services import translate_record
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    MallFactory,
    ServicePageFactory,
    duration,
    fee,
    free_fee,
)
from gerai.finder import selectors
from gerai.finder.tests.factories import ServiceListPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing() -> Any:
    return ServiceListPageFactory()


@pytest.fixture
def catalogue(listing: Any) -> dict[str, Any]:
    """Three services of two agencies that differ in every filter."""
    immigration = AgencyPageFactory(
        title="Kantor Imigrasi", short_name="Imigrasi", slug="imigrasi"
    )
    police = AgencyPageFactory(
        title="Kepolisian Resor", short_name="Polresta", slug="polresta"
    )
    passport = ServicePageFactory(
        agency=immigration,
        title="Paspor baru",
        slug="paspor-baru",
        other_names="bikin paspor",
        fees=[fee(350_000)],
        durations=[duration(4)],
        online_url="https://paspor.contoh.go.id/",
    )
    loss = ServicePageFactory(
        agency=police,
        title="Surat keterangan kehilangan",
        slug="kehilangan",
        fees=[free_fee()],
        durations=[duration(15, "minutes")],
    )
    record = ServicePageFactory(
        agency=police, title="SKCK baru", slug="skck", fees=[fee(30_000)]
    )
    event = LifeEventPageFactory(
        title="Dompet hilang", slug="dompet-hilang", entries=[(loss, "")]
    )
    return {"passport": passport, "loss": loss, "record": record, "event": event}


def titles(client: Client, query: str = "", prefix: str = "") -> list[str]:
    response = client.get(f"{prefix}/layanan/{query}", follow=True)
    assert response.status_code == 200
    return [row.title for row in response.context["listing"].rows]


def test_it_lists_all_visible_services_by_title(
    client: Client, catalogue: dict[str, Any]
) -> None:
    ServicePageFactory(agency=AgencyPageFactory(unknown=True), title="Tersembunyi")
    ServicePageFactory(draft=True, title="Draf")
    assert titles(client) == [
        "Paspor baru",
        "SKCK baru",
        "Surat keterangan kehilangan",
    ]


FILTERS: list[tuple[str, list[str] | None]] = [
    ("?instansi=imigrasi", ["Paspor baru"]),
    ("?peristiwa=dompet-hilang", ["Surat keterangan kehilangan"]),
    ("?gratis=1", ["Surat keterangan kehilangan"]),
    ("?daring=1", ["Paspor baru"]),
    ("?ditunggu=1", ["Surat keterangan kehilangan"]),
    ("?q=paspor", ["Paspor baru"]),
    ("?q=bikin+paspor", ["Paspor baru"]),
    ("?q=baru&instansi=polresta", ["SKCK baru"]),
    ("?instansi=imigrasi&gratis=1", []),
    ("?gratis=0&daring=", None),
    ("?utm_source=wa", None),
]


def test_it_filters(client: Client, catalogue: dict[str, Any]) -> None:
    everything = titles(client)
    for query, expected in FILTERS:
        assert titles(client, query) == (
            everything if expected is None else expected
        ), query


MEANINGLESS: list[tuple[str, str | None]] = [
    ("?instansi=entah", "“entah”"),
    ("?peristiwa=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "&lt;script&gt;"),
    ("?gratis=mungkin", "“gratis”"),
    ("?q=%00", None),
    ("?instansi=%00%27--", "“&#x27;--”"),
    ("?q=x", "two letters"),
    ("?q=" + "paspor+" * 1500, "beginning only"),
    ("?page=abc", None),
    ("?page=99", None),
    ("?page=-1&page=2", None),
]


def test_it_leaves_unknown_values_out_and_says_so(
    client: Client, catalogue: dict[str, Any]
) -> None:
    for query, notice in MEANINGLESS:
        response = client.get(f"/en/layanan/{query}")
        assert response.status_code == 200, query[:40]
        assert response.context["listing"].is_indexed is not bool(notice)
        assert len(response.context["listing"].rows) in {1, 3}, query[:40]
        if notice:
            assertContains(response, notice)
        assertNotContains(response, "<script>alert")


def test_active_filters_are_links_that_take_them_off(
    client: Client, catalogue: dict[str, Any]
) -> None:
    response = client.get("/layanan/?daring=1&instansi=imigrasi&q=paspor")
    listing = response.context["listing"]
    assert [(choice.title, choice.url) for choice in listing.active] == [
        ("“paspor”", "/layanan/?instansi=imigrasi&daring=1"),
        ("Imigrasi", "/layanan/?q=paspor&daring=1"),
        (listing.active[2].title, "/layanan/?q=paspor&instansi=imigrasi"),
    ]
    assertContains(response, 'href="/layanan/?instansi=imigrasi&amp;daring=1"')
    assertContains(response, 'name="daring" value="1"')
    assertContains(response, '<meta name="robots" content="noindex, follow">')


def test_the_plain_list_may_be_indexed(
    client: Client, catalogue: dict[str, Any]
) -> None:
    assertNotContains(client.get("/layanan/"), "noindex")


def test_nothing_found_offers_a_way_on(
    client: Client, catalogue: dict[str, Any]
) -> None:
    response = client.get("/en/layanan/?q=zeppelin")
    assertContains(response, "No service fits all of this")
    assertContains(response, 'href="/en/cari/?q=zeppelin"')
    assertContains(response, 'href="/en/layanan/"')


def test_an_empty_site_says_that_there_is_nothing_yet(
    client: Client, listing: Any
) -> None:
    assertContains(client.get("/en/layanan/"), "No services are listed yet")


def test_it_shows_titles_in_the_readers_language(client: Client, listing: Any) -> None:
    agency = AgencyPageFactory(title="Kantor Imigrasi", slug="imigrasi")
    passport = ServicePageFactory(agency=agency, title="Paspor baru", slug="paspor")
    ServicePageFactory(agency=agency, title="Cap masuk", slug="cap")
    translate_record(record=passport, language="en", texts={"title": "New passport"})
    assert titles(client) == ["Cap masuk", "Paspor baru"]
    # Both languages have the same order.
    assert titles(client, prefix="/en") == ["Cap masuk", "New passport"]
    # A word of either language finds it in both.
    assert titles(client, "?q=passport") == ["Paspor baru"]
    assert titles(client, "?q=paspor", prefix="/en") == ["New passport"]
    assertContains(client.get("/en/layanan/"), 'href="/en/instansi/imigrasi/cap/"')


def test_it_pages_and_keeps_the_filter(
    client: Client, listing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "PAGE_SIZE", 2)
    agency = AgencyPageFactory(slug="banyak")
    for number in range(3):
        ServicePageFactory(agency=agency, title=f"Layanan {number:03}", free=True)
    first = client.get("/layanan/?gratis=1&instansi=banyak")
    assert len(first.context["listing"].rows) == 2
    assertContains(first, 'href="/layanan/?instansi=banyak&amp;gratis=1&amp;page=2"')
    second = client.get("/layanan/?gratis=1&instansi=banyak&page=2")
    assert [row.title for row in second.context["listing"].rows] == ["Layanan 002"]


def test_queries_do_not_depend_on_the_number_of_services(
    client: Client, catalogue: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    MallFactory()
    with django_assert_max_num_queries(50) as few:
        client.get("/layanan/?q=baru")
    with django_assert_max_num_queries(50) as few_in_english:
        client.get("/en/layanan/")
    agency = AgencyPageFactory(slug="banyak")
    for number in range(6):
        ServicePageFactory(agency=agency, title=f"Layanan baru {number}", free=True)
    with django_assert_max_num_queries(len(few)):
        client.get("/layanan/?q=baru")
    with django_assert_max_num_queries(len(few_in_english)):
        client.get("/en/layanan/")


def test_it_sets_no_cookie(client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get("/layanan/gratis/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
