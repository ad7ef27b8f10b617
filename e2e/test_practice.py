"""A practice mall: the very same screens, marked, and nothing of it on the real site."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.browser import DESK, accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.site import Site
from e2e.staff import invitation, joined

# One that is in the mall, so that there is something to close.
AGENCY = "imigrasi"
HOME = "/admin/akademi/latihan/"
REASON = "Listrik padam untuk latihan"


def is_well(page: Page, place: str = "main") -> None:
    assert accessibility_problems(page, place) == []
    assert too_wide(page) == []


def is_marked(page: Page) -> None:
    expect(page.locator(".gerai-practice")).to_be_visible()
    is_well(page, ".gerai-practice")


def practising_process(site: Site) -> int:
    """The one beside the server that answers below ``/latihan/``."""
    for known in Path(f"/proc/{site.pid}/task").glob("*/children"):
        for child in known.read_text().split():
            if Path(f"/proc/{child}/comm").read_text() == "gerai practice\n":
                return int(child)
    raise AssertionError("Nobody practises.")


def send_and_kill(page: Page, site: Site) -> None:
    """Send the form to a process that is killed with it in hand, and then once more."""
    process = practising_process(site)
    copies = (site.data / "practice").glob("*/*/db.sqlite3")
    copy = max(copies, key=lambda one: one.stat().st_mtime)
    with closing(sqlite3.connect(copy, isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")  # whoever writes has to wait
        page.locator("form button[type=submit]").last.click(no_wait_after=True)
        until = time.monotonic() + 15
        while copy not in opened_by(process) and time.monotonic() < until:
            page.wait_for_timeout(20)
        os.kill(process, signal.SIGKILL)
    again = page.get_by_role("button", name="Kirim lagi")
    expect(again).to_be_visible()
    is_well(page)
    with page.expect_navigation():
        again.click()


def opened_by(process: int) -> list[Path]:
    """The files that a process has open."""
    return [one.resolve() for one in Path(f"/proc/{process}/fd").iterdir()]


def close_the_agency(page: Page, site: Site) -> None:
    """The everyday task, on the screens of the desk as they are."""
    visit(page, "/latihan/admin/tugas/tutup/")
    if page.locator(".errand-list a").count():
        page.locator(".errand-list a").first.click()
    is_marked(page)
    page.check("[name=when][value=tomorrow]", force=True)
    page.fill("[name=reason]", REASON)
    with page.expect_navigation():
        page.locator("form.errand-form button[type=submit]").last.click()
    is_marked(page)
    send_and_kill(page, site)
    is_marked(page)


def test_practise_and_begin_anew(new_context: ContextMaker, site: Site) -> None:
    email = f"latihan-{datetime.now(tz=UTC):%H%M%S%f}@example.go.id"
    page = new_context().new_page()
    link = invitation(site, email, "--role", "editor", "--agency", AGENCY)
    joined(page, link, "Rani")

    visit(page, HOME)
    is_well(page)
    page.locator("button.practice__go").click()
    page.wait_for_url("**/latihan/admin/")
    is_marked(page)

    close_the_agency(page, site)
    visit(page, f"/latihan/instansi/{AGENCY}/")
    is_marked(page)
    is_well(page, "html")
    assert REASON in page.content()
    assert REASON not in page.request.get(f"/instansi/{AGENCY}/").text()

    visit(page, HOME)
    is_well(page)
    page.locator("button[name=persona], .practice__person").last.click()
    page.wait_for_url("**/latihan/admin/")
    assert "Bima" in page.locator(".gerai-practice").inner_text()

    visit(page, f"{HOME}surat/")
    is_well(page)
    visit(page, HOME)
    page.locator(f"form[action='{HOME}mulai-lagi/'] button").click()
    page.wait_for_url(f"**{HOME}")
    assert REASON not in page.request.get(f"/latihan/instansi/{AGENCY}/").text()


def test_the_copy_on_a_wide_screen_and_in_english(
    new_context: ContextMaker, site: Site
) -> None:
    email = f"practice-{datetime.now(tz=UTC):%H%M%S%f}@example.go.id"
    page = new_context(size=DESK).new_page()
    joined(page, invitation(site, email, "--role", "manager"), "Rani")
    visit(page, HOME)
    page.keyboard.press("Tab")
    page.locator("button.practice__go").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/latihan/admin/")
    visit(page, "/latihan/en/")
    is_marked(page)
    assert page.title().startswith("[Practice]")
    links = page.locator("a[href^='/']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    assert all(one.startswith(("/latihan/", HOME)) for one in links)
