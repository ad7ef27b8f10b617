"""What stands on the sheets, and how a screen reader finds it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.standard import standard_of
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    MallFactory,
    ServicePageFactory,
    case,
    channel,
    duration,
    fee,
    requirement,
    step,
)
from gerai.printing.choices import SIZE_BOUNDS, SheetKind
from gerai.printing.press import Press
from gerai.printing.services import agency_file_job, sheet_job
from gerai.printing.tests.reading import (
    bookmarks_of,
    letters_of,
    reader_of,
    structure_of,
    text_of,
)

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def drawn(
    press: Press, service: ServicePage, kind: SheetKind, language: str = "id"
) -> bytes:
    return press.draw(sheet_job(service, kind, language))


@pytest.mark.parametrize("kind", SheetKind)
def test_a_sheet_is_tagged_as_pdf_ua_asks(
    press: Press, service: ServicePage, kind: SheetKind
) -> None:
    pdf = drawn(press, service, kind)

    reader = reader_of(pdf)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Paspor baru – Imigrasi"
    assert all(str(page["/Tabs"]) == "/S" for page in reader.pages)
    tree = structure_of(pdf)
    headings = [
        int(one.tag[1:]) for one in tree.walk() if one.tag in {"H1", "H2", "H3"}
    ]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    figures = tree.all("Figure")
    assert [one.alt for one in figures] == [
        "Kode QR: membuka mpp.contoh.go.id/instansi/imigrasi/paspor-baru"
    ]
    assert all(
        item.tag in {"LI", "Caption"} for one in tree.all("L") for item in one.children
    )
    assert len(pdf) < SIZE_BOUNDS[kind] * 1024


@pytest.mark.parametrize("kind", SheetKind)
def test_all_that_is_drawn_is_tagged_or_an_artifact(
    press: Press, service: ServicePage, kind: SheetKind
) -> None:
    reader = reader_of(drawn(press, service, kind))

    for page in reader.pages:
        depth, texts = 0, 0
        for line in page.get_contents().get_data().split(b"\n"):  # type: ignore[union-attr]
            if line in {b"BMC", b"BDC"}:
                depth += 1
            elif line == b"EMC":
                depth -= 1
            elif line == b"BT":
                texts += 1
                assert depth > 0
        assert depth == 0
        assert texts > 0


def test_no_marked_content_is_left_out_of_the_tree(
    press: Press, service: ServicePage
) -> None:
    """Margin texts are artifacts; everything with a number has an element."""
    reader = reader_of(drawn(press, service, SheetKind.LEAFLET))
    root: Any = reader.trailer["/Root"]

    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    by_page = {
        numbers[at]: numbers[at + 1].get_object() for at in range(0, len(numbers), 2)
    }
    for index, page in enumerate(reader.pages):
        content = page.get_contents().get_data()  # type: ignore[union-attr]
        for mark, element in enumerate(by_page[index]):
            is_drawn = b"<</MCID %d>>" % mark in content
            has_element = isinstance(element.get_object(), dict)
            assert is_drawn == has_element


def test_the_leaflet_has_all_fourteen_components(
    press: Press, service: ServicePage
) -> None:
    pdf = drawn(press, service, SheetKind.LEAFLET)

    letters = letters_of(text_of(pdf))
    for part in standard_of(service).parts:
        assert letters_of(f"{part.number}. {part.label}") in letters
        for one in part.component:
            words = getattr(
                one, "text", getattr(one, "title", getattr(one, "name", ""))
            )
            assert letters_of(words) in letters
    assert "Belum diisi" not in text_of(pdf)


def test_what_nobody_filled_in_is_said(press: Press, service: ServicePage) -> None:
    bare = ServicePageFactory(agency=service.agency, title="Tanpa isi")

    text = text_of(drawn(press, bare, SheetKind.LEAFLET))

    names = [part.label for part in standard_of(bare).parts]
    assert all(letters_of(name) in letters_of(text) for name in names)
    assert text.count("Belum diisi oleh instansi") >= 6


def test_the_trust_line_says_that_nobody_confirmed_it(
    press: Press, service: ServicePage
) -> None:
    for kind in SheetKind:
        text = letters_of(text_of(drawn(press, service, kind)))
        assert letters_of("belum dipastikan instansi") in text


def test_the_sheet_bears_the_day_of_the_record_and_its_version(
    press: Press, service: ServicePage
) -> None:
    service.version = "3"
    service.last_published_at = PUBLISHED
    service.agency.last_published_at = datetime(2026, 1, 1, tzinfo=UTC)

    for kind in SheetKind:
        text = letters_of(text_of(drawn(press, service, kind)))
        # 20.00 in Greenwich is the next morning at the mall.
        assert letters_of("Dicetak dari data 24 November 2026; versi 3") in text
        assert letters_of("periksa yang terbaru di mpp.contoh.go.id/instansi") in text


def test_a_later_change_of_the_agency_counts(service: ServicePage) -> None:
    service.last_published_at = datetime(2025, 1, 1, tzinfo=UTC)
    service.agency.last_published_at = PUBLISHED

    html = sheet_job(service, SheetKind.LEAFLET, "id").sheets[0].html

    assert "24 November 2026" in html


def test_the_same_record_gives_the_same_bytes(
    press: Press, service: ServicePage
) -> None:
    first = drawn(press, service, SheetKind.LEAFLET)
    again = Press(seconds=60, places=1)
    try:
        second = drawn(again, ServicePage.objects.get(pk=service.pk), SheetKind.LEAFLET)
    finally:
        again.close()

    assert first == second


def test_a_changed_record_is_another_job(service: ServicePage) -> None:
    before = sheet_job(service, SheetKind.POSTER, "id").identifier
    changed = ServicePage.objects.get(pk=service.pk)
    changed.title = "Paspor lain"

    assert sheet_job(changed, SheetKind.POSTER, "id").identifier != before


def test_english_words_around_the_same_facts(
    press: Press, service: ServicePage
) -> None:
    pdf = drawn(press, service, SheetKind.LEAFLET, "en")

    text = text_of(pdf)
    root: Any = reader_of(pdf).trailer["/Root"]
    assert root["/Lang"] == "en"
    assert "Bring this" in text
    assert "Rp 350.000" in text
    assert "exists in Indonesian only" in text
    assert letters_of("mpp.contoh.go.id/en/instansi/imigrasi") in letters_of(text)


def test_the_poster_fits_one_page_and_the_qr_leads_to_the_page(
    press: Press, service: ServicePage
) -> None:
    reader = reader_of(drawn(press, service, SheetKind.POSTER))

    assert len(reader.pages) == 1
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == (
        297,
        420,
    )


def test_two_hundred_requirements_flow_and_none_is_lost(
    press: Press, service: ServicePage
) -> None:
    texts = [f"Dokumen nomor {number} lengkap" for number in range(200)]
    long = ServicePageFactory(
        agency=service.agency, requirements=[requirement(text) for text in texts]
    )

    for kind in SheetKind:
        pdf = drawn(press, long, kind)
        letters = letters_of(text_of(pdf))
        assert len(reader_of(pdf).pages) > 1
        assert all(letters_of(text) in letters for text in texts)


def test_names_that_are_too_long_get_smaller_letters_and_stay_whole(
    press: Press, service: ServicePage
) -> None:
    title = "Surat rekomendasi izin penyelenggaraan pelatihan kerja " * 4
    service.title = title.strip()

    for kind in SheetKind:
        pdf = drawn(press, service, kind)
        assert letters_of(title) in letters_of(text_of(pdf))
        assert bookmarks_of(pdf)[0].startswith("Surat rekomendasi")


def test_cases_fees_and_times_of_each_case(press: Press, service: ServicePage) -> None:
    page = ServicePageFactory(
        agency=service.agency,
        cases=[case("hilang", "Hilang"), case("rusak", "Rusak")],
        requirements=[
            requirement("Surat kehilangan", cases=["hilang"]),
            requirement("Paspor yang rusak", cases=["rusak"]),
        ],
        fees=[fee(1_000_000, label="Denda hilang", cases=["hilang"]), fee(500_000)],
        durations=[duration(3, cases=["hilang"]), duration(5, cases=["rusak"])],
        steps=[step("Wawancara", cases=["hilang"])],
        complaint_channels=[channel("0811-555")],
    )

    text = text_of(drawn(press, page, SheetKind.LEAFLET))

    for words in (
        "Untuk kasus “Hilang”",
        "Surat kehilangan",
        "Paspor yang rusak",
        "Rp 1.000.000",
        "Rp 500.000",
        "3 hari kerja",
        "5 hari kerja",
        "Wawancara",
        "0811-555",
    ):
        assert letters_of(words) in letters_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "😀 KTP 🪪 👨‍👩‍👧",
        "وثيقة السفر",
        "<script>alert(1)</script><img src=file:///etc/passwd>",
        "a" * 400,
        "⟦1⟧ ⟦99⟧",
        "}</style><h1>x</h1>",
    ],
)
def test_odd_texts_do_no_harm(press: Press, service: ServicePage, text: str) -> None:
    page = ServicePageFactory(
        agency=service.agency, title=text[:250], requirements=[requirement(text)]
    )

    pdf = drawn(press, page, SheetKind.LEAFLET)

    tree = structure_of(pdf)
    assert len(tree.all("H1")) == 1
    assert len(tree.all("Figure")) == 1
    if text.isascii():
        assert letters_of(text) in letters_of(text_of(pdf))


def test_an_agency_as_one_file(press: Press, service: ServicePage) -> None:
    other = ServicePageFactory(
        agency=service.agency, complete=True, title="Paspor anak"
    )
    job = agency_file_job([service, other], SheetKind.LEAFLET, "id", is_draft=False)
    heard: list[tuple[int, int]] = []

    pdf = press.draw(job, lambda done, of: heard.append((done, of)))

    reader = reader_of(pdf)
    assert heard == [(1, 3), (2, 3), (3, 3)]
    titles = bookmarks_of(pdf)
    assert titles[0] == "Kantor Imigrasi Contoh"
    assert "Paspor baru" in titles
    assert "Paspor anak" in titles
    cover = " ".join(reader.pages[0].extract_text().split())
    starts = {
        title: next(
            number
            for number, page in enumerate(reader.pages, start=1)
            if number > 1 and page.extract_text().find(title) >= 0
        )
        for title in ("Paspor baru", "Paspor anak")
    }
    assert f"1. Paspor baru {starts['Paspor baru']}" in cover
    assert f"2. Paspor anak {starts['Paspor anak']}" in cover
    assert b"\xe2\x9f\xa6" not in cover.encode()
    assert len(structure_of(pdf).all("H1")) == 3
    links = [
        str(link.get_object().get("/Dest", ""))
        for link in reader.pages[0]["/Annots"]  # type: ignore[attr-defined]
    ]
    assert {"lembar-1", "lembar-2"} <= set(links)
    for page in reader.pages[1:]:
        assert re.search(r"[12]\. Paspor (baru|anak) ·", page.extract_text())


def test_a_mall_without_colours_and_an_agency_without_anything(press: Press) -> None:
    MallFactory(theme={"structure": "not a colour"})
    agency: AgencyPage = AgencyPageFactory(elsewhere=True)
    page = ServicePageFactory(agency=agency, is_offered_here="elsewhere")

    for kind in SheetKind:
        assert letters_of(page.title) in letters_of(text_of(drawn(press, page, kind)))
