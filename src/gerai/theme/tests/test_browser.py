"""What only a browser can tell: ticks by keyboard, the menu, the buttons to share."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from gerai.theme.bundle import TARGET
from gerai.theme.gallery import entries
from gerai.theme.samples import FRAME

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Be quiet."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery as files, served on a free port."""
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "static").mkdir()
    (folder / "static" / "theme").symlink_to(TARGET.parent)
    with override("id"):
        html = render_to_string(
            "theme/gallery.html", {"entries": entries(), "frame": FRAME}
        )
    (folder / "index.html").write_text(html, "utf-8")
    handler = functools.partial(_Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def test_ticks_are_set_by_keyboard_and_survive_a_reload(
    browser: Any, address: str
) -> None:
    page = browser.new_page()
    page.goto(address)
    page.focus("[data-check=ktp]")
    page.keyboard.press("Space")
    progress = page.locator("[data-checklist-progress]")
    assert progress.inner_text() == "1 dari 5 sudah siap"
    page.reload()
    assert page.is_checked("[data-check=ktp]")
    assert progress.inner_text() == "1 dari 5 sudah siap"
    page.focus("[data-checklist-clear]")
    page.keyboard.press("Enter")
    assert not page.is_checked("[data-check=ktp]")
    assert page.locator("[data-checklist-status]").is_hidden()
    assert page.evaluate("localStorage.length") == 0
    page.close()


def test_ticks_work_where_storage_is_forbidden(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw Error('no') }})"
    )
    page = context.new_page()
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108
    page.goto(address)
    page.check("[data-check=akta]")
    assert page.inner_text("[data-checklist-progress]") == "1 dari 5 sudah siap"
    assert errors == []
    context.close()


def test_the_menu_opens_without_a_script(browser: Any, address: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(address)
    assert page.locator("#menu").is_hidden()
    page.click(".masthead__menu")
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#menu").is_hidden()
    context.close()


def test_buttons_to_share_appear_where_they_work(browser: Any, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    page.click("[data-share=copy]")
    page.wait_for_function(
        "document.querySelector('[data-share-status]').textContent === 'Sudah disalin'"
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://contoh.test/paspor/"
    assert page.locator("[data-share=print]").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(
    browser: Any, address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_paper_is_light_when_the_screen_is_dark(browser: Any, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(15, 24, 23)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.close()
