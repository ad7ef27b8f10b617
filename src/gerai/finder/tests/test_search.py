from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
)
from wagtail.models import Page

from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    MallFactory,
    ServicePageFactory,
    fee,
    home,
    requirement,
)
from gerai.finder import searching
from gerai.finder.queries import read_query
from gerai.finder.searching import find
from gerai.finder.tests.factories import ServiceListPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> dict[str, Any]:
    immigration = AgencyPageFactory(
        title="Kantor Imigrasi Kelas I", short_name="Imigrasi", slug="imigrasi"
    )
    police = AgencyPageFactory(
        title="Kepolisian Resor Kota", short_name="Polresta", slug="polresta"
    )
    passport = ServicePageFactory(
        agency=immigration,
        title="Paspor baru",
        official_name="Penerbitan dokumen perjalanan",
        other_names="bikin paspor\npaspor hijau",
        fees=[fee(350_000)],
    )
    renewal = ServicePageFactory(
        agency=immigration, title="Perpanjangan paspor", requirements=[requirement()]
    )
    licence = ServicePageFactory(
        agency=police,
        title="Perpanjangan SIM",
        requirements=[requirement("Paspor bagi warga asing")],
    )
    event = LifeEventPageFactory(
        title="Pergi ke luar negeri", summary="Paspor dan SKCK.", icon="plane"
    )
    ServiceListPageFactory()
    return {
        "immigration": immigration,
        "passport": passport,
        "renewal": renewal,
        "licence": licence,
        "event": event,
    }


def found(text: str) -> list[str]:
    return [page.title for page in find(read_query(text)).services]


QUESTIONS = [
    ("paspor", ["Paspor baru", "Perpanjangan paspor"]),
    ("bikin paspor", ["Paspor baru"]),
    ("pasport ilang", ["Paspor baru", "Perpanjangan paspor"]),
    ("paspor hijau", ["Paspor baru"]),
    ("perpanjang paspor", ["Perpanjangan paspor"]),
    ("PERPANJANGAN SIM", ["Perpanjangan SIM"]),
    ("bagaimana cara perpanjang sim?", ["Perpanjangan SIM"]),
    ("dokumen perjalanan", ["Paspor baru"]),
    ("paspor imigrasi", ["Paspor baru", "Perpanjangan paspor"]),
    ("pasp", ["Paspor baru", "Perpanjangan paspor"]),
]


def test_names_that_hold_more_of_the_words_come_first(
    catalogue: dict[str, Any],
) -> None:
    for text, expected in QUESTIONS:
        assert sorted(found(text)[: len(expected)]) == sorted(expected), text


def test_a_title_comes_before_another_name(catalogue: dict[str, Any]) -> None:
    ServicePageFactory(title="Surat jalan", other_names="perpanjangan paspor")
    assert found("perpanjangan paspor")[:2] == ["Perpanjangan paspor", "Surat jalan"]


def test_services_that_only_mention_a_word_are_kept_apart(
    catalogue: dict[str, Any],
) -> None:
    answer = find(read_query("warga asing paspor"))
    assert "Perpanjangan SIM" not in found("bikin paspor")
    assert "Perpanjangan SIM" in [
        page.title for page in (*answer.services, *answer.more_services)
    ]


def test_it_finds_agencies_life_events_and_pages(catalogue: dict[str, Any]) -> None:
    answer = find(read_query("imigrasi"))
    assert [page.title for page in answer.agencies] == ["Kantor Imigrasi Kelas I"]
    assert [page.title for page in find(read_query("negeri")).life_events] == [
        "Pergi ke luar negeri"
    ]
    others = find(read_query("layanan")).others
    assert [(entry.kind, entry.title) for entry in others] == [("page", "Layanan")]


def test_it_finds_nothing_that_visitors_may_not_see(catalogue: dict[str, Any]) -> None:
    ServicePageFactory(draft=True, title="Paspor rahasia")
    ServicePageFactory(agency=AgencyPageFactory(unknown=True), title="Paspor palsu")
    AgencyPageFactory(draft=True, title="Imigrasi lain")
    home().add_child(
        instance=Page(
            title="Paspor internal", slug="internal", live=False, locale=home().locale
        )
    )
    answer = find(read_query("paspor"))
    assert "rahasia" not in str(answer)
    assert "palsu" not in str(answer)
    assert list(answer.others) == []
    assert len(find(read_query("imigrasi")).agencies) == 1


def test_the_same_question_has_the_same_answer(
    catalogue: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MAX_SERVICES", 3)
    for number in range(5):
        ServicePageFactory(
            agency=catalogue["immigration"], title="Cap paspor", slug=f"cap-{number}"
        )
    answers = [
        [page.key for page in find(read_query("cap paspor")).services] for _ in range(3)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) == 3


def test_the_page_shows_type_agency_and_facts(
    client: Client, catalogue: dict[str, Any]
) -> None:
    response = client.get("/cari/?q=paspor")
    assertContains(response, "Imigrasi")
    assertContains(response, "<mark>Paspor</mark> baru", html=False)
    assertContains(response, "Rp 350.000")
    assertContains(response, 'href="/instansi/imigrasi/')
    assertContains(response, '<meta name="robots" content="noindex">')
    assertContains(response, 'value="paspor"')


def test_it_says_how_many_it_found(client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get("/en/cari/?q=paspor+hijau")
    assertContains(response, "for “paspor hijau”.")
    assertContains(client.get("/en/cari/?q=paspor"), "results for “paspor”.")


HOSTILE_AND_EMPTY: list[tuple[str, str | None]] = [
    ("", "Write what you need in your own words."),
    ("?q=", "Write what you need in your own words."),
    ("?q=+++", "Write what you need in your own words."),
    ("?q=x", "Write at least two letters"),
    ("?q=%F0%9F%98%80", "Write at least two letters"),
    ("?q=%00%07", "Write what you need in your own words."),
    ("?q=%FF%FE", None),
    ("?q=zeppelin", "Nothing found for “zeppelin”."),
    ("?q=%27%3B+DROP+TABLE+wagtailcore_page%3B--", "Nothing found for"),
    ("?q=%22*%22+OR+NEAR(1)+NOT+a%3Ab", None),
    ("?q=%25%25+%5C+%27%27", "Write at least two letters"),
    ("?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "&lt;script&gt;"),
    ("?q=" + "x" * 10_000, "beginning only"),
    ("?q=" + "paspor%20" * 1_200, "beginning only"),
    ("?q=" + "%F0%9F%98%80" * 3_000, "Write at least two letters"),
    ("?q=a&q=b&q=zz", None),
    ("?x=1", "Write what you need in your own words."),
]


def test_every_question_gets_a_sensible_answer(
    client: Client, catalogue: dict[str, Any]
) -> None:
    for query, sentence in HOSTILE_AND_EMPTY:
        response = client.get(f"/en/cari/{query}")
        assert response.status_code == 200, query[:40]
        assertNotContains(response, "<script>alert")
        if sentence:
            assertContains(response, sentence)
        if not response.context["results"].total:
            # Never a dead end: life events, agencies and how to ask.
            assertContains(response, "Pergi ke luar negeri")
            assertContains(response, "Kantor Imigrasi Kelas I")
            assertContains(response, 'href="/en/kontak/"')


def test_an_empty_site_answers_too(client: Client) -> None:
    home()
    assertContains(client.get("/en/cari/?q=paspor"), "Nothing found")


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/cari/", {"q": "paspor"}).status_code == 405
    home()
    assert client.head("/cari/?q=paspor").status_code == 200


def test_it_sets_no_cookie(client: Client, catalogue: dict[str, Any]) -> None:
    response = client.get("/cari/?q=paspor")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_queries_do_not_depend_on_the_number_of_results(
    client: Client, catalogue: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    MallFactory()
    with django_assert_max_num_queries(60) as few:
        client.get("/cari/?q=paspor")
    for number in range(6):
        ServicePageFactory(title=f"Paspor {number}")
        AgencyPageFactory(title=f"Kantor paspor {number}")
    with django_assert_max_num_queries(len(few)):
        client.get("/cari/?q=paspor")
