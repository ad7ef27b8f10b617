"""Banners and notices: seen at once, put away, back when they change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.browser import accessibility_problems, visit
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in


def banner(key: str, text: str, **values: Any) -> dict[str, Any]:
    return {
        "key": key,
        "kind": "warning",
        "text": text,
        "url": "",
        "starts": 0,
        "ends": 0,
        "lang": "",
        "path": "/",
        "for": "id",
        **values,
    }


class Feed:
    """What ``/_spanduk.json`` answers; None: no connection."""

    def __init__(self, page: Page) -> None:
        self.items: list[dict[str, Any]] | None = []
        page.route("**/_spanduk.json", self._answer)

    def _answer(self, route: Route) -> None:
        if self.items is None:
            route.abort()
        else:
            route.fulfill(json=self.items)


@pytest.fixture
def feed(page: Page) -> Iterator[Feed]:
    yield Feed(page)


def shown(page: Page) -> Any:
    return page.locator("[data-banner]:visible")


def test_a_new_banner_is_on_a_page_that_was_stored_before(
    page: Page, feed: Feed
) -> None:
    feed.items = [banner("a", "Lift rusak"), banner("b", "Closed", **{"for": "en"})]
    visit(page, "/")
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_contain_text("Lift rusak")
    visit(page, "/en/kontak/")
    expect(shown(page)).to_contain_text("Closed")


def test_put_away_by_keyboard_the_next_is_still_seen(page: Page, feed: Feed) -> None:
    feed.items = [banner("a", "Lift rusak"), banner("b", "Listrik padam")]
    visit(page, "/")
    expect(shown(page)).to_have_count(2)
    close = page.get_by_role("button", name="Sembunyikan pesan ini")
    close.first.focus()
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_contain_text("Listrik padam")
    expect(close.first).to_be_focused()

    page.reload()
    expect(shown(page)).to_have_count(1)

    feed.items = [banner("a2", "Lift rusak lagi"), banner("b", "Listrik padam")]
    page.reload()
    expect(shown(page)).to_have_count(2)


def test_a_banner_of_an_agency_stands_on_its_pages_only(page: Page, feed: Feed) -> None:
    feed.items = [banner("a", "Libur", path="/instansi/imigrasi/")]
    visit(page, "/instansi/imigrasi/")
    expect(shown(page)).to_have_count(1)
    visit(page, "/")
    expect(shown(page)).to_have_count(0)


def test_the_clock_decides_without_a_connection(page: Page, feed: Feed) -> None:
    ends = datetime.now(tz=UTC) + timedelta(hours=1)
    page.clock.install(time=datetime.now(tz=UTC))
    feed.items = [
        banner("a", "Sampai nanti", ends=int(ends.timestamp())),
        banner("b", "Belum", starts=int(ends.timestamp())),
    ]
    visit(page, "/")
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_contain_text("Sampai nanti")
    feed.items = None
    page.clock.fast_forward(int(timedelta(hours=1, seconds=2).total_seconds()) * 1000)
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_contain_text("Belum")


def test_banners_and_lists_are_accessible(page: Page, feed: Feed) -> None:
    feed.items = [
        banner("a", "Tutup", kind="closed"),
        banner("b", "Perhatian", url="/kontak/"),
        banner("c", "Info", kind="info"),
    ]
    for path in ("/", "/berita/", "/en/berita/", "/pengumuman/", "/tanya-jawab/"):
        visit(page, path)
        expect(shown(page)).to_have_count(3 if not path.startswith("/en") else 0)
        assert accessibility_problems(page) == []


def test_staff_publish_a_notice_and_citizens_see_it_at_once(
    new_context: ContextMaker, page: Page
) -> None:
    desk = new_context(size=(1280, 800)).new_page()
    sign_in(desk)
    desk.goto("/admin/notices/")
    desk.get_by_role("link", name=re.compile("Tambah|Add")).first.click()
    title = f"Loket pindah {datetime.now(tz=UTC):%H%M%S}"
    desk.fill("[name=title]", title)
    desk.locator("footer button[aria-expanded]").last.click()
    desk.locator("[name=action-publish]").click()
    desk.wait_for_url(lambda url: "/add/" not in url)
    expect(desk.get_by_text(title).first).to_be_visible()

    visit(page, "/")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    visit(page, "/pengumuman/")
    expect(page.get_by_role("link", name=title)).to_be_visible()
