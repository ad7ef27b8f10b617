"""Editing on a phone, by two people, over a bad line: nothing typed is ever lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in
from e2e.site import Site

SERVICE = "Surat bebas narkoba"
NOTHING_KEPT = "!JSON.stringify({...localStorage}).includes('gerai-draft')"


@pytest.fixture(scope="module")
def signed_in(browser: object, site: Site) -> str:
    """The cookies of a signed-in administrator, as a file."""
    path = str(site.data / "signed-in.json")
    context: BrowserContext = browser.new_context(base_url=site.base_url)  # type: ignore[attr-defined]
    page = context.new_page()
    sign_in(page)
    context.storage_state(path=path)
    context.close()
    return path


@pytest.fixture
def desk(new_context: ContextMaker, signed_in: str) -> Page:
    return new_context(storage_state=signed_in).new_page()


@pytest.fixture(scope="module")
def standard(browser: object, site: Site, signed_in: str) -> str:
    """The address of a service's standard in the desk."""
    context: BrowserContext = browser.new_context(  # type: ignore[attr-defined]
        base_url=site.base_url, storage_state=signed_in
    )
    page = context.new_page()
    visit(page, f"/admin/pages/search/?q={SERVICE.replace(' ', '+')}")
    link = page.get_by_role("link", name=SERVICE).first
    address = link.get_attribute("href") or ""
    number = next(part for part in address.split("/") if part.isdecimal())
    context.close()
    return f"/admin/standar/{number}/"


def choose_fixed(page: Page, rupiah: str) -> None:
    page.locator("[name=items-0-kind]").select_option("fixed")
    page.locator("[name=items-0-amount]").fill(rupiah)


def test_a_fee_is_corrected_on_a_phone_by_keyboard(desk: Page, standard: str) -> None:
    visit(desk, standard)
    assert not too_wide(desk)
    assert not accessibility_problems(desk, "#main")
    desk.locator("#fees a.button").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/fees/")
    assert not too_wide(desk)
    assert not accessibility_problems(desk, "#main")

    choose_fixed(desk, "150 ribu")
    desk.get_by_role("button", name="Simpan dan terbitkan").press("Enter")
    expect(desk.locator(".component-row--wrong")).to_have_count(1)
    expect(desk.locator("[name=items-0-amount]")).to_have_value("150 ribu")
    assert not accessibility_problems(desk, "#main")

    desk.locator("[name=items-0-amount]").fill("Rp150.000")
    desk.get_by_role("button", name="Simpan dan terbitkan").press("Enter")
    expect(desk.locator("#fees .standard-lines")).to_contain_text("Rp 150.000")
    desk.wait_for_function(NOTHING_KEPT)


def test_it_works_without_javascript(
    new_context: ContextMaker, signed_in: str, standard: str
) -> None:
    page = new_context(storage_state=signed_in, java_script_enabled=False).new_page()
    visit(page, f"{standard}fees/")
    choose_fixed(page, "160000")
    page.get_by_role("button", name="Simpan dan terbitkan").click()
    expect(page.locator("#fees .standard-lines")).to_contain_text("Rp 160.000")


def test_versions_tell_what_changed_and_one_comes_back(
    desk: Page, standard: str
) -> None:
    number = standard.strip("/").split("/")[-1]
    for rupiah in ("170000", "180000"):
        visit(desk, f"{standard}fees/")
        choose_fixed(desk, rupiah)
        desk.get_by_role("button", name="Simpan dan terbitkan").click()
        desk.wait_for_url(f"**{standard}*")

    visit(desk, f"/admin/versi/{number}/")
    assert not too_wide(desk)
    assert not accessibility_problems(desk, "#main")
    expect(desk.locator(".standard-card").first).to_contain_text(
        "Rp 170.000 → Rp 180.000"
    )
    desk.locator(".standard-card").nth(1).get_by_role(
        "link", name="Pulihkan versi ini"
    ).click()
    expect(desk.locator("ins")).to_contain_text("170.000")
    assert not accessibility_problems(desk, "#main")
    desk.get_by_role("button", name="Ya, pulihkan").click()
    expect(desk.locator(".standard-card").first).to_contain_text(
        "Rp 180.000 → Rp 170.000"
    )
    desk.get_by_role("button", name="Batalkan").click()
    expect(desk.locator(".standard-card").first).to_contain_text(
        "Rp 170.000 → Rp 180.000"
    )


def test_two_people_on_one_component_see_both(
    new_context: ContextMaker, signed_in: str, standard: str
) -> None:
    first = new_context(storage_state=signed_in).new_page()
    second = new_context(storage_state=signed_in).new_page()
    for page in (first, second):
        visit(page, f"{standard}fees/")
    choose_fixed(first, "200000")
    first.get_by_role("button", name="Simpan dan terbitkan").click()
    first.wait_for_url(f"**{standard}*")

    choose_fixed(second, "210000")
    second.get_by_role("button", name="Simpan dan terbitkan").click()
    expect(second.get_by_role("alert")).to_contain_text("Rp 200.000")
    expect(second.locator("[name=items-0-amount]")).to_have_value("210000")
    assert not accessibility_problems(second, "#main")
    second.get_by_role("button", name="Simpan dan terbitkan").click()
    expect(second.locator("#fees .standard-lines")).to_contain_text("Rp 210.000")


def test_an_expired_session_a_closed_laptop_and_sign_out(
    new_context: ContextMaker, signed_in: str, standard: str
) -> None:
    context = new_context(storage_state=signed_in, bypass_csp=True)
    page = context.new_page()
    visit(page, f"{standard}fees/")
    choose_fixed(page, "220000")
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan dan terbitkan").click()
    page.wait_for_url("**/akun/masuk/**")
    sign_in(page)
    # The server kept it as well, for whoever has no script, and gives it back at once.
    expect(page.locator("[name=items-0-amount]")).to_have_value("220000")

    visit(page, f"{standard}fees/")
    choose_fixed(page, "230000")
    page.wait_for_function("JSON.stringify({...localStorage}).includes('230000')")
    page.close()  # the laptop is closed
    page = context.new_page()
    visit(page, f"{standard}fees/")
    expect(page.get_by_text("belum tersimpan")).to_be_visible()
    assert not accessibility_problems(page, "#main")
    page.evaluate("document.querySelector('[action$=\"/logout/\"]')?.requestSubmit()")
    page.wait_for_function(NOTHING_KEPT)


def test_without_a_connection_it_is_kept_and_sent_later(
    new_context: ContextMaker, signed_in: str, standard: str
) -> None:
    context = new_context(storage_state=signed_in)
    page = context.new_page()
    visit(page, f"{standard}fees/")
    choose_fixed(page, "240000")
    context.set_offline(True)
    page.get_by_role("button", name="Simpan dan terbitkan").click()
    expect(page.get_by_text("Tidak ada sambungan")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#fees .standard-lines")).to_contain_text("Rp 240.000")


def test_a_page_form_survives_an_expired_session(
    new_context: ContextMaker, signed_in: str, standard: str
) -> None:
    number = standard.strip("/").split("/")[-1]
    context = new_context(storage_state=signed_in, size=DESK, bypass_csp=True)
    page = context.new_page()
    visit(page, f"/admin/pages/{number}/edit/")
    expect(page.locator("#page-edit-form")).to_be_visible()
    page.wait_for_timeout(600)
    context.clear_cookies(name="sessionid")
    page.locator("[name=official_name]").fill("Nama yang tidak boleh hilang")
    page.wait_for_function("JSON.stringify({...localStorage}).includes('tidak boleh')")

    visit(page, f"/admin/login/?next=/admin/pages/{number}/edit/")
    sign_in(page)
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator("[name=official_name]")).to_have_value(
        "Nama yang tidak boleh hilang"
    )


def test_what_is_on_a_phone_is_not_wider_than_it(desk: Page, standard: str) -> None:
    for key in ("requirements", "steps", "legal_basis", "facilities", "cases"):
        visit(desk, f"{standard}{key}/")
        assert not too_wide(desk), key
        assert not accessibility_problems(desk, "#main"), key
    assert PHONE[0] == 360
