"""The page of a service, as a visitor gets it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
)

from gerai.directory.models import ServicePage
from gerai.directory.services import translate_record
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    LifeEventPageFactory,
    MallFactory,
    RegulationFactory,
    ServicePageFactory,
    case,
    channel,
    duration,
    fee,
    free_fee,
    item,
    management,
    requirement,
    source_of,
    step,
)

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("x")</script>'


def get(client: Client, page: ServicePage, prefix: str = "/en") -> Any:
    response = client.get(f"{prefix}/instansi/{page.agency.slug}/{page.slug}/")
    assert response.status_code == 200
    return response


def headings(response: Any) -> list[str]:
    """The words of all h1 and h2, in order."""
    found = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", response.content.decode(), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in found]


@pytest.fixture
def full() -> ServicePage:
    """A service with everything filled in, in three cases."""
    MallFactory()
    law = RegulationFactory(
        slug="pp-45-2024", title="PP 45/2024", url="https://peraturan.contoh.go.id/"
    )
    agency = AgencyPageFactory(
        title="Kantor Imigrasi Kelas I TPI Contoh",
        short_name="Imigrasi",
        slug="imigrasi",
        floor=FloorFactory(number=2),
        hours_note="Petugas bergantian, telepon dulu.",
    )
    counter = CounterFactory(agency=agency, name="Loket 3", floor=agency.floor)
    page: ServicePage = ServicePageFactory(
        agency=agency,
        title="Paspor baru",
        slug="paspor-baru",
        official_name="Penerbitan paspor biasa",
        audience="Warga negara Indonesia.",
        counter=counter,
        online_url="https://paspor.contoh.go.id/",
        online_label="Daftar di M-Paspor",
        decree_number="W18.IMI/12/2024",
        decree_date=date(2024, 5, 2),
        effective_from=date(2024, 6, 1),
        version="3",
        reviewed_on=date(2026, 11, 3),
        next_review_on=date(2027, 5, 3),
        cases=[case("baru", "Baru"), case("hilang", "Hilang", description="Dicuri.")],
        requirements=[
            requirement("KTP", copies=2),
            requirement("Surat kehilangan", cases=["hilang"], condition="Jika dicuri"),
        ],
        steps=[
            step("Ambil nomor antrean", minimum=None, maximum=5, unit="minutes"),
            step("Wawancara", actor="officer", place_note="loket 3, lantai 2"),
        ],
        durations=[
            duration(4, starts_from="pembayaran", note="", cases=["baru"]),
            duration(
                10, is_upper_limit=True, starts_from="", note="", cases=["hilang"]
            ),
        ],
        fees=[
            fee(350_000, label="Paspor 5 tahun", basis=law.pk, cases=["baru"]),
            free_fee(label="Penggantian karena bencana", cases=["hilang"]),
        ],
        products=[
            item(
                "product",
                name="Paspor",
                form="paper",
                validity=10,
                validity_unit="years",
                note="",
            )
        ],
        complaint_channels=[channel("(0541) 739614", note="jam kerja")],
        legal_basis=[{"type": "regulation", "value": law.pk, "id": "1" * 36}],
        management=[management("facilities", "Ruang tunggu."), management("safety")],
        component_provenance=[
            source_of("fees", trust="general", source="https://jdih.contoh.go.id/x")
        ],
        related_services=[],
    )
    LifeEventPageFactory(title="Pergi ke luar negeri", entries=[(page, "")])
    return page


def test_nothing_filled_in_says_so_and_what_to_do(client: Client) -> None:
    MallFactory()
    page = ServicePageFactory(summary="", source="", source_as_of="")
    response = get(client, page)
    assert headings(response)[0] == page.title
    assertContains(response, "Not filled in by the agency yet")
    assertContains(response, "Ask before you leave home")
    assertContains(response, 'href="/en/kontak/"')
    assertNotContains(response, "None")
    # One block instead of a row of empty ones.
    assert "Not known yet" in headings(response)
    assert not any(text.startswith("Bring this") for text in headings(response))


def test_everything_filled_in_comes_in_the_order_of_need(
    client: Client, full: ServicePage
) -> None:
    response = get(client, full, prefix="")
    html = response.content.decode()
    order = [
        'id="persyaratan"',
        'id="langkah"',
        'id="biaya"',
        'id="waktu"',
        'id="hasil"',
        'id="lokasi"',
        'id="jam"',
        'id="pengaduan"',
        'id="dasar-hukum"',
        'id="pengelolaan"',
        'id="sumber"',
    ]
    positions = [html.index(anchor) for anchor in order]
    assert positions == sorted(positions)
    assert html.index('class="facts"') < positions[0]
    for text in (
        "Penerbitan paspor biasa",
        "Daftar di M-Paspor",
        "Loket 3",
        "Rp 350.000",
        "PP 45/2024",
        "2 Mei 2024",
        "Petugas bergantian",
        "Pergi ke luar negeri",
        "Ruang tunggu.",
    ):
        assertContains(response, text)


def test_the_five_facts_lead_to_places_that_exist(
    client: Client, full: ServicePage
) -> None:
    response = get(client, full)
    html = response.content.decode()
    links = re.findall(r'class="facts__link" href="#([^"]+)"', html)
    assert len(links) == 5
    for anchor in links:
        assert html.count(f'id="{anchor}"') == 1


def test_it_says_who_checked_it_and_when(client: Client, full: ServicePage) -> None:
    ServicePage.objects.filter(pk=full.pk).update(
        trust="confirmed",
        confirmed_by_name="Siti Aminah",
        confirmed_at=datetime(2026, 11, 3, tzinfo=UTC),
    )
    response = get(client, full)
    assertContains(response, "Last checked: 3 November 2026, by Siti Aminah.")
    assertContains(response, "Next check: 3 May 2027.")


def test_no_other_fees_is_only_said_by_the_agency(
    client: Client, full: ServicePage
) -> None:
    assertNotContains(get(client, full), "There are no other fees.")
    ServicePage.objects.filter(pk=full.pk).update(
        trust="confirmed", component_provenance=[]
    )
    assertContains(get(client, full), "There are no other fees.")


def test_a_component_from_elsewhere_names_its_source(
    client: Client, full: ServicePage
) -> None:
    response = get(client, full)
    assertContains(response, 'href="https://jdih.contoh.go.id/x"')
    fees = response.content.decode().partition('id="biaya"')[2].partition("<section")[0]
    assert "A general reference" in fees


def test_inherited_parts_are_shown_as_such(client: Client) -> None:
    MallFactory()
    agency = AgencyPageFactory(complaint_channels=[channel()])
    response = get(client, ServicePageFactory(agency=agency, source="", trust="local"))
    assertContains(response, "the same for all services of this agency")


def test_facts_keep_to_one_remark_each(client: Client, full: ServicePage) -> None:
    html = get(client, full).content.decode()
    facts = html.partition('class="facts__list"')[2].partition("</dl>")[0]
    assert "more in some situations" not in facts
    assert "depending on the case" in facts
    # Without a script, the hours say themselves that nobody confirmed them.
    assert re.search(r"data-open-pill[^>]*>[^<]*hours not confirmed yet<", facts)


def test_a_basis_that_all_fees_share_is_said_once(client: Client) -> None:
    MallFactory()
    law = RegulationFactory(title="PP 45/2024")
    page = ServicePageFactory(
        fees=[fee(1, label="A", basis=law.pk), fee(2, label="B", basis=law.pk)]
    )
    html = get(client, page).content.decode()
    assert html.partition('id="biaya"')[2].count("PP 45/2024") == 1


def test_sources_are_listed_once_with_what_rests_on_them(client: Client) -> None:
    MallFactory()
    page = ServicePageFactory(
        requirements=[requirement()],
        steps=[step()],
        fees=[free_fee()],
        component_provenance=[source_of("fees", source="Brosur 2021")],
    )
    html = get(client, page).content.decode()
    sources = html.partition('id="sumber"')[2].partition("</details>")[0]
    assert "Requirements, Procedure" in sources
    assert sources.count("contoh.go.id/standar") == 1
    assert "Brosur 2021" in sources
    assert "Decree, In force since, Version, Last checked, Next check" in sources


def test_what_is_elsewhere_is_said_first(client: Client) -> None:
    MallFactory()
    agency = AgencyPageFactory(elsewhere=True, title="Disdukcapil Contoh")
    agency.office_phone = "(0541) 123456"
    agency.save_revision().publish()
    page = ServicePageFactory(agency=agency, complete=True)
    response = get(client, page)
    html = response.content.decode()
    assert html.index(
        "As far as we know, this service is not at this mall"
    ) < html.index('class="facts"')
    assertContains(response, "Disdukcapil Contoh")
    assertContains(response, "Jalan Contoh 1")
    assertContains(response, 'href="tel:0541123456"')
    # The facts "where" and "when" lead to the place that is named.
    for anchor in re.findall(r'class="facts__link" href="#([^"]+)"', html):
        assert html.count(f'id="{anchor}"') == 1
    assertNotContains(response, "Come here")


def test_a_referral_without_an_address_tells_how_to_ask(client: Client) -> None:
    MallFactory()
    agency = AgencyPageFactory(presence="elsewhere")
    response = get(client, ServicePageFactory(agency=agency))
    assertContains(response, "know its address yet")


def test_long_words_and_titles_keep_everything_in_place(client: Client) -> None:
    MallFactory()
    title = "Penerbitan surat keterangan pendaftaran penduduk nonpermanen " * 3
    agency = AgencyPageFactory(title=title.strip(), short_name="D" * 60)
    page = ServicePageFactory(
        agency=agency, title=title.strip(), complete=True, official_name=title * 2
    )
    response = get(client, page)
    assert headings(response)[0] == title.strip()


def test_hostile_text_is_text(client: Client) -> None:
    MallFactory()
    agency = AgencyPageFactory(title=HOSTILE, short_name=HOSTILE, hours_note=HOSTILE)
    page = ServicePageFactory(
        agency=agency,
        title=HOSTILE,
        summary=HOSTILE,
        audience=HOSTILE,
        official_name=HOSTILE + "!",
        source=HOSTILE,
        version=HOSTILE[:40],
        requirements=[requirement(HOSTILE, note=HOSTILE, condition=HOSTILE)],
        steps=[step(HOSTILE, place_note=HOSTILE)],
        durations=[duration(None, None, note=HOSTILE)],
        fees=[fee(1000, label=HOSTILE, note=HOSTILE, per=HOSTILE)],
        products=[item("product", name=HOSTILE, form="paper", note=HOSTILE)],
        complaint_channels=[channel(HOSTILE, kind="other", note=HOSTILE)],
        management=[management("facilities", HOSTILE)],
    )
    html = get(client, page).content.decode()
    assert "<script>alert" not in html
    assert 'alert("x")' not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)" in html


def test_in_english_without_a_translation_the_words_stay_indonesian(
    client: Client,
) -> None:
    MallFactory()
    page = ServicePageFactory(title="Paspor baru", complete=True)
    response = get(client, page)
    assertContains(response, "Paspor baru")
    assertContains(response, "Bring this")
    assertContains(response, 'lang="id"')


def test_in_english_with_a_translation_all_is_english(client: Client) -> None:
    MallFactory()
    page = ServicePageFactory(title="Paspor baru", slug="paspor")
    translate_record(record=page, language="en", texts={"title": "New passport"})
    response = get(client, page)
    assert headings(response)[0] == "New passport"
    assertContains(get(client, page, prefix=""), "Paspor baru")


def test_it_works_without_scripts_and_inline_styles(
    client: Client, full: ServicePage
) -> None:
    html = get(client, full).content.decode()
    assert " style=" not in html
    assert " onclick=" not in html
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attributes or "json" in attributes


def test_the_same_page_twice_is_the_same(client: Client, full: ServicePage) -> None:
    assert get(client, full).content == get(client, full).content
    assert not get(client, full).cookies


def test_queries_are_bounded(
    client: Client, full: ServicePage, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(75) as few:
        get(client, full, prefix="")
    for number in range(6):
        ServicePageFactory(agency=full.agency, title=f"Layanan {number}", complete=True)
    with django_assert_max_num_queries(len(few)):
        get(client, full, prefix="")
