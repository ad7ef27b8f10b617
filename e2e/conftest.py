from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from e2e.browser import PHONE, launched_browser
from e2e.site import Site, served_site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


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
