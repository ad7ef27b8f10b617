"""The twelve everyday needs: from the search box of the home page to the answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.addresses import NEEDS, Need
from e2e.browser import PHONE, visit
from e2e.site import Site

FACTS = 5
# Within the first results, so that nobody has to page or rephrase.
NEAR_THE_TOP = 3
# What a fact says when its answer isn't known is a sentence, never an empty place.
SHORTEST_ANSWER = 3


def search_from_home(page: Page, words: str) -> list[str]:
    """Type ``words`` as a visitor does; the addresses of the results in order."""
    visit(page, "/")
    box = page.get_by_role("searchbox").first
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**/cari/**")
    links = page.locator("main .row__link")
    return [str(link.get_attribute("href")) for link in links.all()]


def bottom_of(part: Locator) -> float:
    """Where the part ends, in pixels below the top of the first screen."""
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.words.replace(" ", "-"))
def test_need_is_answered_in_the_first_screen(page: Page, need: Need) -> None:
    found = search_from_home(page, need.words)
    assert need.path in found[:NEAR_THE_TOP], f"{need.words}: {found}"

    page.locator(f'main .row__link[href="{need.path}"]').first.click()
    page.wait_for_url(f"**{need.path}")

    rows = page.locator(".facts__row")
    expect(rows).to_have_count(FACTS)
    for row in rows.all():
        label = row.locator(".facts__label").inner_text().strip()
        answer = row.locator(".facts__value").inner_text().strip()
        assert label
        assert len(answer) >= SHORTEST_ANSWER, f"{label}: {answer!r}"
        if not need.is_elsewhere:
            assert bottom_of(row) <= PHONE[1], f"{label}: below the first screen"
    if need.is_elsewhere:
        assert bottom_of(page.locator("main .notice").first) <= PHONE[1]
        # Somebody to ask before leaving home.
        assert bottom_of(page.locator('main a[href^="tel:"]').first) <= PHONE[1]
    else:
        expect(page.locator(".facts [data-open-pill]").first).to_have_text(
            re.compile(r"\S{3,}")
        )


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.words.replace(" ", "-"))
def test_answer_says_how_far_it_can_be_trusted(
    page: Page, site: Site, need: Need
) -> None:
    visit(page, need.path)

    trust = page.locator(".trust").first
    expect(trust).to_be_visible()
    assert len(trust.inner_text()) >= SHORTEST_ANSWER
