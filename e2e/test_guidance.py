"""People who can't name it find it; a parent with a newborn gets one list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide, visit, watch
from e2e.conftest import ContextMaker

NEWBORN = "/peristiwa/anak-lahir/"
LOST_CARD = "layanan=polresta/laporan-kehilangan&layanan=disdukcapil/kk-hilang-rusak"
VISIT = f"/siap/?{LOST_CARD}"


def answer(page: Page, text: str) -> None:
    page.get_by_role("main").get_by_role("link", name=text, exact=True).click()


def test_four_taps_without_a_script(new_context: ContextMaker) -> None:
    page = new_context(java_script_enabled=False).new_page()
    visit(page, "/")
    answer(page, "Jawab beberapa pertanyaan")
    for text in (
        "Saya sendiri",
        "KTP, Kartu Keluarga, akta, atau NIK",
        "Kartu Keluarga (KK)",
        "KK hilang atau rusak",
    ):
        answer(page, text)
    expect(page).to_have_url(re.compile("/instansi/disdukcapil/kk-hilang-rusak/$"))


def test_the_question_path_by_keyboard_and_back(page: Page) -> None:
    visit(page, "/bantu-pilih/")
    link = page.get_by_role("link", name="Saya sendiri", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pertanyaan 2 dari paling banyak 4")).to_be_visible()
    page.get_by_role("link", name="Paspor", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Apakah Anda sudah punya paspor?"
    )
    page.get_by_role("link", name="Kembali ke pertanyaan sebelumnya").press("Enter")
    expect(page).to_have_url(re.compile("/bantu-pilih/saya/$"))


def test_what_this_mall_lacks_is_said(page: Page) -> None:
    visit(page, "/bantu-pilih/sim/")
    page.get_by_text("STNK atau pajak kendaraan").click()
    expect(page.get_by_text("Ini urusan Samsat.")).to_be_visible()


def test_a_newborn_in_one_tap(new_context: ContextMaker) -> None:
    page = new_context(java_script_enabled=False).new_page()
    visit(page, NEWBORN)
    answer(page, "Satu daftar untuk satu kunjungan")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Siap berangkat")
    for name in ("Akta kelahiran", "Kartu Identitas Anak (KIA)"):
        expect(main.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(main.get_by_text("Keterangan lahir atau kutipan akta")).to_be_visible()
    expect(main.get_by_text("Surat keterangan pindah datang")).to_have_count(0)
    assert main.locator(".need").count() > 8
    order = main.locator("#urutan .step h3").all_inner_texts()
    assert order == ["Disdukcapil", "BPJS Kesehatan"]


def test_choosing_a_case_changes_the_list(new_context: ContextMaker) -> None:
    page = new_context(java_script_enabled=False).new_page()
    visit(page, VISIT)
    main = page.get_by_role("main")
    expect(main.get_by_text("Keterangan rusak")).to_be_visible()
    main.get_by_role("link", name="Hilang", exact=True).click()
    expect(main.get_by_text("Keterangan rusak")).to_have_count(0)
    expect(main.get_by_text("Surat keterangan hilang")).to_be_visible()
    expect(page).to_have_url(re.compile("kasus=disdukcapil/kk-hilang-rusak:hilang"))


def test_adding_and_leaving_out_without_a_script(new_context: ContextMaker) -> None:
    page = new_context(java_script_enabled=False).new_page()
    visit(page, "/instansi/imigrasi/paspor-baru/")
    answer(page, "Tambahkan ke kunjungan")
    page.get_by_label("Layanan", exact=True).select_option("polresta/skck-baru")
    page.get_by_role("button", name="Tambahkan ke kunjungan ini").click()
    services = page.locator(".visit__service")
    expect(services).to_have_count(2)
    page.get_by_role("link", name=re.compile("Hapus.*SKCK baru")).click()
    expect(services).to_have_count(1)


def test_services_of_several_pages_join_one_visit(page: Page) -> None:
    visit(page, "/instansi/imigrasi/paspor-baru/")
    answer(page, "Tambahkan ke kunjungan")
    expect(page.locator(".visit__service")).to_have_count(1)
    visit(page, "/instansi/polresta/skck-baru/")
    answer(page, "Tambahkan ke kunjungan")
    expect(page.locator(".visit__service")).to_have_count(2)


def test_ticks_survive_a_reload_and_can_be_cleared(page: Page) -> None:
    visit(page, VISIT)
    boxes = page.locator("input[data-check]")
    boxes.nth(1).check()
    page.reload()
    expect(boxes.nth(1)).to_be_checked()
    visit(page, f"/en{VISIT}")
    expect(page.locator("input[data-check]:checked")).to_have_count(1)
    page.locator("[data-checklist-clear]").click()
    page.reload()
    expect(page.locator("input[data-check]:checked")).to_have_count(0)


def test_a_saved_visit_is_there_again_until_deleted(page: Page) -> None:
    visit(page, VISIT)
    page.locator("input[data-check]").first.check()
    page.get_by_role("button", name="Simpan di ponsel ini").click()
    expect(page.locator("[data-visit-save]")).to_contain_text("Tersimpan")
    visit(page, "/siap/")
    saved = page.locator("[data-visit-saved]")
    expect(saved).to_contain_text("Surat laporan kehilangan")
    expect(saved.locator("input:checked")).to_have_count(1)
    saved.get_by_role("link", name="Buka dengan keterangan hari ini").click()
    expect(page.locator(".visit__service")).to_have_count(2)
    visit(page, "/siap/")
    page.get_by_role("button", name="Hapus dari ponsel ini").click()
    expect(saved).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_copying_gives_the_whole_text(new_context: ContextMaker) -> None:
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    visit(page, VISIT)
    page.get_by_role("button", name="Salin teksnya").click()
    expect(page.locator("[data-visit-copy]")).to_contain_text("Sudah disalin")
    text = page.evaluate("navigator.clipboard.readText()")
    for part in ("Siap berangkat", "Surat laporan kehilangan", "- KTP", "/siap/?"):
        assert part in text


def test_printing_leaves_the_tools_out(page: Page) -> None:
    visit(page, VISIT)
    page.emulate_media(media="print")
    for hidden in (".share", "#tambah", ".visit__choice", ".menu"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#bawa")).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 1


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_sound(
    new_context: ContextMaker, size: tuple[int, int], scheme: str
) -> None:
    context = new_context(size=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for path in (
        "/bantu-pilih/",
        "/bantu-pilih/sim/",
        "/en/bantu-pilih/kartu-keluarga/",
        "/siap/",
        VISIT,
        f"/en{VISIT}",
        "/peristiwa/hilang/",
    ):
        visit(page, path)
        assert accessibility_problems(page) == [], path
        assert too_wide(page) == [], path


@pytest.mark.parametrize("path", ["/bantu-pilih/", "/siap/", VISIT, NEWBORN])
def test_the_budget_of_a_first_view(new_context: ContextMaker, path: str) -> None:
    page = new_context().new_page()
    traffic = watch(page)
    visit(page, path)
    page.wait_for_timeout(300)
    assert traffic.complaints == []
    assert traffic.total <= 35_000
    assert traffic.scripts <= 10_000
    assert len(traffic.urls) <= 8
