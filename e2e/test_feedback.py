"""“Is this page helpful?” with and without a script, and what staff see of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in

PATH = "/instansi/imigrasi/paspor-baru/"
SENTENCE = "Syarat fotonya kurang jelas"


def test_an_answer_takes_the_place_of_the_question(page: Page) -> None:
    visit(page, PATH)
    ask = page.get_by_role("region", name="Apakah halaman ini membantu?")
    no = ask.get_by_role("button", name="Tidak")
    no.focus()
    page.keyboard.press("Enter")
    thanks = page.get_by_role("region", name="Terima kasih atas jawaban Anda")
    expect(thanks).to_be_visible()
    expect(page).to_have_url(re.compile(f"{PATH}$"))
    expect(thanks.get_by_role("heading")).to_be_focused()
    assert accessibility_problems(page) == []
    assert too_wide(page) == []

    box = thanks.get_by_role("textbox")
    box.fill("beli di www.murah.example")
    thanks.get_by_role("button", name="Kirim kalimat").click()
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("Tautan dan iklan")
    expect(page.get_by_role("textbox", name=re.compile("kurang"))).to_have_value(
        "beli di www.murah.example"
    )
    page.get_by_role("textbox", name=re.compile("kurang")).fill(SENTENCE)
    page.get_by_role("button", name="Kirim kalimat").click()
    expect(page.get_by_text("Kalimat Anda juga sudah sampai")).to_be_visible()
    assert page.context.cookies() == []


def test_without_a_script_it_is_a_page_with_a_way_back(
    new_context: ContextMaker,
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    visit(page, f"/en{PATH}")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(
        page.get_by_role("heading", name="Thank you for your answer")
    ).to_be_visible()
    page.get_by_role("textbox").fill("The list of documents")
    page.get_by_role("button", name="Send the sentence").click()
    expect(page.get_by_text("Your sentence has arrived too")).to_be_visible()
    page.get_by_role("link", name=re.compile("Back to")).click()
    expect(page).to_have_url(re.compile(f"/en{PATH}$"))
    assert page.context.cookies() == []


def test_without_the_live_part_the_page_says_so_calmly(page: Page) -> None:
    visit(page, "/kontak/")
    page.route("**/survei/**", lambda route: route.abort())
    page.get_by_role("button", name="Ya", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Isi halaman ini tetap lengkap")
    expect(page.get_by_role("button", name="Ya", exact=True)).to_be_enabled()


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_staff_see_what_needs_care_and_what_readers_say(
    new_context: ContextMaker, size: tuple[int, int]
) -> None:
    desk = new_context(size=size).new_page()
    sign_in(desk)
    visit(desk, "/admin/jaga-isi/")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(
        "Yang perlu Anda perhatikan"
    )
    rows = desk.locator(".cares__row")
    expect(rows.first).to_be_visible()
    assert accessibility_problems(desk, "main") == []
    assert too_wide(desk) == []
    rows.first.get_by_role("link").click()
    expect(desk).not_to_have_url(re.compile("jaga-isi"))
    for path in ("/admin/suara-pembaca/?state=all", "/admin/"):
        visit(desk, path)
        assert accessibility_problems(desk, "main") == []
        assert too_wide(desk) == []
