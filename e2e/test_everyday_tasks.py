"""Everyday tasks of staff on a phone: close and undo, correct a fee, write a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import PHONE, accessibility_problems, too_wide
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in


@pytest.fixture
def desk(new_context: ContextMaker) -> Iterator[Page]:
    page = new_context(size=PHONE).new_page()
    sign_in(page)
    yield page


def check(page: Page) -> None:
    for part in (".errand", ".errands"):
        if page.locator(part).count():
            assert accessibility_problems(page, part) == []
    assert too_wide(page) == []


def test_close_an_agency_this_afternoon_and_undo(desk: Page) -> None:
    check(desk)
    desk.get_by_role("link", name=re.compile("Tutup gerai saya")).click()
    desk.fill("#errand-q", "imigrasi")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**q=imigrasi**")
    check(desk)
    desk.locator("a.errand-row").first.click()
    expect(desk.locator("[name=first_day]")).to_be_hidden()
    desk.get_by_text("Siang ini, mulai 12.00").click()
    desk.get_by_text("listrik padam").click()
    expect(desk.locator("[name=reason]")).to_have_value("listrik padam")
    check(desk)
    desk.get_by_role("button", name="Lihat dulu").click()
    expect(desk.frame_locator(".errand-phone").locator("h1")).to_be_visible()
    check(desk)
    desk.get_by_role("button", name="Tutup sekarang").click()
    expect(desk.locator(".errand-done")).to_contain_text("Pengunjung sudah dapat")
    check(desk)
    desk.get_by_role("button", name="Urungkan", exact=True).first.click()
    expect(desk.get_by_text("Sudah diurungkan")).to_be_visible()


def test_correct_a_fee_and_undo(desk: Page) -> None:
    desk.get_by_role("link", name=re.compile("Koreksi biaya")).click()
    desk.fill("#errand-q", "paspor dewasa")
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Biaya/tarif").first.click()
    amount = desk.locator("[name=item-0-amount]")
    expect(amount).to_be_focused()
    amount.fill("tujuh ratus")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_be_focused()
    check(desk)
    amount.fill("675000")
    desk.keyboard.press("Enter")
    shown = desk.frame_locator(".errand-phone").locator("body")
    expect(shown).to_contain_text("675.000")
    desk.get_by_role("button", name="Terbitkan koreksi").click()
    desk.get_by_role("button", name="Urungkan", exact=True).first.click()
    expect(desk.get_by_text("Sudah diurungkan")).to_be_visible()


def test_a_notice_without_javascript(new_context: ContextMaker, desk: Page) -> None:
    state = desk.context.storage_state()
    desk.context.close()
    plain = new_context(size=PHONE, java_script_enabled=False, storage_state=state)
    page = plain.new_page()
    page.goto("/admin/tugas/pengumuman/mal/")
    title = f"Lift diperbaiki {datetime.now(tz=UTC):%H%M%S}"
    page.fill("[name=title]", title)
    page.click('button:has-text("Lihat dulu")')
    page.click('.errand-acts button:has-text("Terbitkan")')
    page.goto("/pengumuman/")
    expect(page.get_by_role("link", name=title)).to_be_visible()
