"""Every type of page, in both languages: accessible, light, and in one piece."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from e2e.addresses import LANGUAGES, NOT_FOUND, PAGE_TYPES, PageType
from e2e.browser import DESK, PHONE, accessibility_problems, too_wide, visit, watch
from e2e.conftest import ContextMaker
from e2e.site import Site

HEAVIEST = 35_000
MOST_REQUESTS = 8
CATALOGUE = "/luring/katalog.json"
HEAVIEST_SCRIPT = 10_000
NARROWEST = (320, 640)

all_page_types = pytest.mark.parametrize("kind", PAGE_TYPES, ids=lambda kind: kind.name)
all_languages = pytest.mark.parametrize("language", LANGUAGES)


@all_languages
@all_page_types
def test_accessible_and_in_one_piece(
    new_context: ContextMaker, kind: PageType, language: str
) -> None:
    """axe-core at two widths, light and dark; nothing sticks out; no complaints."""
    page = new_context(bypass_csp=True).new_page()
    traffic = watch(page)
    response = visit(page, kind.path_in(language))
    assert response.status == kind.status
    assert page.locator("html").get_attribute("lang") == language

    problems = []
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        problems += [f"{width} px too wide: {what}" for what in too_wide(page)]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            problems += [
                f"{width} px, {scheme}: {line}" for line in accessibility_problems(page)
            ]
    page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    problems += [f"{NARROWEST[0]} px too wide: {what}" for what in too_wide(page)]

    if kind is not NOT_FOUND:
        problems += [f"console: {line}" for line in traffic.complaints]
    assert problems == []


@all_languages
@all_page_types
def test_first_view_is_light_and_private(
    new_context: ContextMaker, site: Site, kind: PageType, language: str
) -> None:
    """The budgets of the architecture; nobody else is asked; nothing is kept."""
    context = new_context()
    page = context.new_page()
    traffic = watch(page)

    visit(page, kind.path_in(language))
    page.wait_for_load_state("networkidle")

    hosts = {urlsplit(url).netloc for url in traffic.urls}
    assert hosts == {urlsplit(site.base_url).netloc}
    assert context.cookies() == []
    assert len(traffic.urls) <= MOST_REQUESTS, traffic.urls
    assert traffic.scripts <= HEAVIEST_SCRIPT, traffic.bytes_by_url
    # The catalogue for phones has a budget of its own: 150 KB for 200 services.
    catalogue = sum(
        size for url, size in traffic.bytes_by_url.items() if url.endswith(CATALOGUE)
    )
    assert traffic.total - catalogue <= HEAVIEST, traffic.bytes_by_url
