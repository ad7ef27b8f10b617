"""From the invitation to the desk: with an app for codes, and with a passkey."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.signing_in import code_of
from e2e.site import Site
from e2e.staff import PASSWORD, invitation


def is_well(page: Page) -> None:
    assert accessibility_problems(page) == []
    assert too_wide(page) == []


def choose_password(page: Page, link: str) -> None:
    visit(page, link)
    page.fill("[name=name]", "Siti")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/akun/keamanan/aplikasi/")


def test_an_app_for_codes_without_javascript_or_mouse(
    new_context: ContextMaker, site: Site
) -> None:
    link = invitation(site, f"app-{site.pid}@example.go.id", "--role", "manager")
    page = new_context(java_script_enabled=False, size=PHONE).new_page()
    choose_password(page, link)
    page.click("summary >> nth=0")
    secret = page.locator(".signin__key").inner_text().replace(" ", "")
    page.focus("[name=code]")
    page.keyboard.type(code_of(secret, later=-1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Simpan kode-kode ini")
    page.get_by_role("link", name="Sudah saya simpan").click()
    page.wait_for_url("**/admin/")

    page.context.clear_cookies(name="sessionid")
    visit(page, "/admin/pages/")
    page.fill("[name=login]", f"app-{site.pid}@example.go.id")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("[name=code]", code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/pages/")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_passkey_and_every_screen_of_the_sign_in(
    new_context: ContextMaker, site: Site, size: tuple[int, int]
) -> None:
    email = f"kunci-{size[0]}-{site.pid}@example.go.id"
    # Passkeys belong to a name, never to a number.
    own = site.base_url.replace("127.0.0.1", "localhost")
    link = invitation(site, email, "--role", "manager")
    page = new_context(bypass_csp=True, size=size, base_url=own).new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    visit(page, "/akun/masuk/")
    is_well(page)
    choose_password(page, link.replace("127.0.0.1", "localhost"))
    is_well(page)
    page.get_by_role("link", name="Pasang kunci sandi").click()
    is_well(page)
    page.get_by_role("button", name="Pasang sekarang").click()
    page.wait_for_url("**/akun/keamanan/kode/")
    is_well(page)
    page.get_by_role("link", name=re.compile("lanjut")).click()
    page.wait_for_url("**/admin/")
    for path in ("/akun/keamanan/", "/akun/perangkat/", "/akun/sandi/", "/akun/surel/"):
        visit(page, path)
        is_well(page)

    page.context.clear_cookies(name="sessionid")
    visit(page, "/akun/masuk/?next=/admin/pages/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(lambda url: "/akun/" not in url)
    visit(page, "/akun/keluar/")
    is_well(page)
