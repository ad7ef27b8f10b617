"""A real Chromium, and what the tests ask of a page in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = (360, 740)
DESK = (1280, 800)
SECONDS_TO_LOAD = 30.0
# What Playwright says where a test lets no worker start.
WORKER_BLOCKED = "Service Worker registration blocked by Playwright"


def chromium() -> str:
    """The browser's path.

    Raises:
        RuntimeError: there is none; browser tests are never skipped silently.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise RuntimeError("Chromium is missing. Debian: apt-get install chromium")
    return path


@contextmanager
def launched_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@dataclass(slots=True)
class Traffic:
    """What one page fetched, as it went over the wire."""

    urls: list[str] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    bytes_by_url: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.bytes_by_url.values())

    @property
    def scripts(self) -> int:
        return sum(
            size
            for url, size in self.bytes_by_url.items()
            if self.types.get(url) == "Script"
        )


def watch(page: Page) -> Traffic:
    """Count what ``page`` fetches from now on, and collect its complaints."""
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    urls: dict[str, str] = {}

    def sent(event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith("data:"):
            urls[event["requestId"]] = url
            traffic.urls.append(url)
            traffic.types[url] = event.get("type", "")

    def finished(event: dict[str, Any]) -> None:
        if url := urls.get(event["requestId"]):
            traffic.bytes_by_url[url] = (
                traffic.bytes_by_url.get(url, 0) + event["encodedDataLength"]
            )

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.on(
        "console",
        lambda message: (
            traffic.complaints.append(message.text)
            if message.type in {"error", "warning"} and message.text != WORKER_BLOCKED
            else None
        ),
    )
    page.on("pageerror", lambda error: traffic.complaints.append(str(error)))
    page.on(
        "requestfailed",
        lambda request: traffic.complaints.append(f"{request.url} {request.failure}"),
    )
    return traffic


def visit(page: Page, url: str) -> Response:
    response = page.goto(url, wait_until="load", timeout=SECONDS_TO_LOAD * 1000)
    assert response is not None
    return response


def whole(page: Page, part: str = "body") -> None:
    """A page that a click leads to is judged once it is there, not while it arrives."""
    page.wait_for_load_state("load", timeout=SECONDS_TO_LOAD * 1000)
    page.wait_for_selector(part, state="attached")


def accessibility_problems(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds, one line for each place, in one part of the page."""
    whole(page, within)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async ([tags, within]) => {
            const result = await axe.run(within, {
                runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
            });
            return result.violations.flatMap(({id, help, nodes}) => nodes.map((node) =>
                `${id}: ${help}: ${node.target.join(" ")}: ${node.html.slice(0, 160)} `
                + `(${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""})`));
        }""",
        [AXE_RULES, within],
    )
    return [str(line) for line in found]


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways; empty if it does not."""
    whole(page)
    found = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > width + 0.5)
                .map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
        }"""
    )
    return [str(line) for line in found]
