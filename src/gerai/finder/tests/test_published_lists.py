"""Lists with an address of their own: one filter at most, page by page, as files."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from gerai.directory.choices import ServiceFacet
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    ServicePageFactory,
)
from gerai.finder import selectors
from gerai.finder.filters import ServiceFilter, read_path
from gerai.finder.published import indexed_lists, list_addresses
from gerai.finder.queries import read_query
from gerai.finder.tests.factories import ServiceListPageFactory
from gerai.publishing.rendering import Renderer

SLUGS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
ONE_FILTER = st.one_of(
    st.just(ServiceFilter()),
    st.sampled_from(ServiceFacet).map(
        lambda facet: ServiceFilter(facets=frozenset({facet}))
    ),
    SLUGS.map(lambda slug: ServiceFilter(agency=slug)),
    SLUGS.map(lambda slug: ServiceFilter(life_event=slug)),
)


@given(wanted=ONE_FILTER, number=st.integers(1, 999_999_999))
def test_a_path_is_read_as_it_was_written(wanted: ServiceFilter, number: int) -> None:
    path = wanted.path(number)
    assert path is not None
    assert read_path([part for part in path.split("/") if part]) == (wanted, number)


@given(segments=st.lists(st.one_of(SLUGS, st.text(max_size=5)), max_size=5))
def test_any_path_has_one_meaning_or_none(segments: list[str]) -> None:
    selection = read_path(segments)
    if selection is not None:
        wanted, number = selection
        assert wanted.path(number) == "".join(f"{part}/" for part in segments)


@pytest.mark.parametrize(
    "path",
    [
        "halaman/1",
        "halaman/0",
        "halaman/02",
        "halaman/²",
        "halaman",
        "instansi",
        "gratis/daring",
        "halaman/2/gratis",
        "mahal",
        "gratis/halaman/x",
    ],
)
def test_what_is_no_address_of_ours(path: str) -> None:
    assert read_path(path.split("/")) is None


def test_texts_and_several_filters_stay_queries() -> None:
    text = ServiceFilter(query=read_query("paspor"))
    both = ServiceFilter(agency="kpp", facets=frozenset({ServiceFacet.FREE}))
    assert text.path() is both.path() is None
    assert both.url("/layanan/", 2) == "/layanan/?instansi=kpp&gratis=1&page=2"


@pytest.fixture
def lists(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Three free services of one agency, two a page; one more agency; one event."""
    monkeypatch.setattr(selectors, "PAGE_SIZE", 2)
    page = ServiceListPageFactory()
    many = AgencyPageFactory(
        slug="banyak", title="Instansi Banyak", short_name="Banyak"
    )
    services = [
        ServicePageFactory(agency=many, title=f"Layanan {number}", free=True)
        for number in range(3)
    ]
    AgencyPageFactory(slug="kosong", title="Tanpa layanan")
    hidden = AgencyPageFactory(slug="gaib", unknown=True)
    ServicePageFactory(agency=hidden, title="Gaib")
    LifeEventPageFactory(title="Menikah", slug="menikah", entries=[(services[0], "")])
    LifeEventPageFactory(title="Kosong", slug="sepi", entries=[])
    return {"page": page, "services": services}


def test_what_finds_something_is_published_page_by_page(lists: dict[str, Any]) -> None:
    in_indonesian = [
        "/layanan/gratis/",
        "/layanan/gratis/halaman/2/",
        "/layanan/halaman/2/",
        "/layanan/instansi/banyak/",
        "/layanan/instansi/banyak/halaman/2/",
        "/layanan/peristiwa/menikah/",
    ]
    assert sorted(list_addresses()) == sorted(
        [*in_indonesian, *(f"/en{path}" for path in in_indonesian)]
    )


def test_each_of_them_can_be_published_and_says_what_it_lists(
    lists: dict[str, Any], client: Client
) -> None:
    renderer = Renderer()
    for address in list_addresses():
        rendered = renderer.render(address)
        assert rendered.status == 200, address
        assert rendered.body == renderer.render(address).body
    expected = {
        "/layanan/gratis/": ("Layanan gratis", "Layanan gratis"),
        "/layanan/instansi/banyak/": ("Layanan Banyak", "Layanan Banyak"),
        "/layanan/peristiwa/menikah/": ("Layanan untuk: Menikah",) * 2,
        "/layanan/halaman/2/": ("Layanan", "Layanan, halaman 2"),
        "/en/layanan/gratis/": ("Services that cost nothing",) * 2,
    }
    for address, (heading, title) in expected.items():
        response = client.get(address)
        assertContains(response, f'<h1 class="head__title">{heading}</h1>', html=True)
        assertContains(response, f"<title>{title}")
        path = address.removeprefix("/en")
        canonical = path if address != path else address
        assert f'{canonical}">' in response.content.decode().split("canonical")[1][:200]


def test_pages_lead_to_one_another(lists: dict[str, Any], client: Client) -> None:
    first = client.get("/layanan/gratis/")
    assertContains(first, 'rel="next" href="/layanan/gratis/halaman/2/"')
    second = client.get("/layanan/gratis/halaman/2/")
    assert [row.title for row in second.context["listing"].rows] == ["Layanan 2"]
    assertContains(second, 'rel="prev" href="/layanan/gratis/"')
    assertNotContains(second, 'rel="next"')


@pytest.mark.parametrize(
    "path",
    [
        "gratis/halaman/3/",
        "halaman/99/",
        "instansi/entah/",
        "instansi/kosong/",
        "instansi/gaib/",
        "peristiwa/entah/",
        "entah/",
        "halaman/1/",
    ],
)
def test_what_is_not_there_is_not_found(
    lists: dict[str, Any], client: Client, path: str
) -> None:
    assert client.get(f"/layanan/{path}").status_code == 404
    assert client.get(f"/en/layanan/{path}").status_code == 404


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("?gratis=1", "gratis/"),
        ("?q=&instansi=banyak&peristiwa=", "instansi/banyak/"),
        ("?peristiwa=menikah", "peristiwa/menikah/"),
        ("?page=2", "halaman/2/"),
        ("?gratis=1&page=2", "gratis/halaman/2/"),
    ],
)
def test_an_old_address_leads_to_the_published_one(
    lists: dict[str, Any], client: Client, query: str, path: str
) -> None:
    for base in ("/layanan/", "/en/layanan/"):
        response = client.get(base + query)
        assertRedirects(response, base + path, status_code=301)
        # Not for ever: an agency may leave, and its filter with it.
        assert response["Cache-Control"] == "no-cache"


def test_several_filters_are_answered_and_name_the_plain_list(
    lists: dict[str, Any], client: Client
) -> None:
    response = client.get("/layanan/?gratis=1&instansi=banyak")
    assert response.status_code == 200
    assertContains(response, "noindex, follow")
    assert '/layanan/">' in response.content.decode().split("canonical")[1][:200]


def test_search_engines_get_the_filters_that_no_page_says_better(
    lists: dict[str, Any], client: Client
) -> None:
    assert [path for _page, path in indexed_lists()] == ["gratis/"]
    assertNotContains(client.get("/layanan/gratis/"), "noindex")
    for path in ("instansi/banyak/", "peristiwa/menikah/", "halaman/2/"):
        assertContains(client.get(f"/layanan/{path}"), "noindex, follow")
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/layanan/gratis/</loc>" in sitemap
    assert "/layanan/instansi/" not in sitemap


def test_a_filter_that_finds_nothing_is_not_offered(
    lists: dict[str, Any], client: Client
) -> None:
    html = client.get("/layanan/").content.decode()
    assert 'href="/layanan/gratis/"' in html
    assert 'href="/layanan/daring/"' not in html
    assertContains(client.get("/layanan/daring/"), "noindex")


def test_a_list_that_is_taken_down_takes_its_filters_along(
    lists: dict[str, Any], client: Client
) -> None:
    lists["page"].unpublish()
    assert list_addresses() == []
    assert client.get("/layanan/gratis/").status_code == 404


def test_the_addresses_cost_the_same_queries(
    lists: dict[str, Any], django_assert_num_queries: Any
) -> None:
    list_addresses()
    with CaptureQueriesContext(connection) as few:
        list_addresses()
    agency = AgencyPageFactory(slug="lain")
    for number in range(5):
        ServicePageFactory(agency=agency, title=f"Lain {number}", free=True)
    with django_assert_num_queries(len(few)):
        list_addresses()
