from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from e2e.browser import PHONE, launched_browser
from e2e.site import Site, served_site

HERE = Path(__file__).parent
BEGUN_FIRST = (
    "test_whole_site.py",
    "test_academy_screens.py",
    "test_academy.py",
    "test_page_types.py",
    "test_offline.py",
    "test_desk_screens.py",
    "test_approval.py",
    "test_first_day.py",
    "test_drill.py",
    "test_needs.py",
)
"""Files that take a minute or more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker waits for another at the end."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    places = {HERE / name: place for place, name in enumerate(BEGUN_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Samarinda's mall on a free port; each parallel worker has its own.

    ``E2E_DATA`` names a folder that is kept between runs, to save a developer the load.
    """
    kept = os.environ.get("E2E_DATA")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    data = (Path(kept) if kept else tmp_path_factory.getbasetemp() / "gerai") / worker
    data.mkdir(parents=True, exist_ok=True)
    with served_site(data) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched_browser() as launched:
        yield launched


ContextMaker = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, site: Site) -> Iterator[ContextMaker]:
    """Makes browser profiles: a phone in Samarinda unless told otherwise."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        width, height = options.pop("size", PHONE)
        context = browser.new_context(
            **{
                "base_url": site.base_url,
                "viewport": {"width": width, "height": height},
                "locale": "id-ID",
                "timezone_id": "Asia/Makassar",
                "reduced_motion": "reduce",
                "service_workers": "block",
            }
            | options
        )
        context.set_default_timeout(30_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: ContextMaker) -> Page:
    return new_context().new_page()
