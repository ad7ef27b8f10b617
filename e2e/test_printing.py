"""Staff print an agency's leaflets; visitors fetch one. Also without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in

SECONDS_TO_DRAW = 120_000


def signed_in(page: Page) -> Page:
    sign_in(page)
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_printing_in_the_desk_is_accessible(
    new_context: ContextMaker, size: tuple[int, int]
) -> None:
    page = signed_in(new_context(bypass_csp=True, size=size).new_page())
    visit(page, "/admin/cetak/")
    page.select_option("#print-agency", index=0)
    page.click(".print-agency button")
    expect(page.locator("fieldset.print-choice")).to_have_count(4)

    assert accessibility_problems(page, within="main") == []
    assert too_wide(page) == []
    for label in page.locator(".print-choice label").all():
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_an_agency_becomes_one_file_without_a_script(
    new_context: ContextMaker,
) -> None:
    context = new_context(java_script_enabled=False, size=DESK)
    page = signed_in(context.new_page())
    visit(page, "/admin/cetak/")
    names = page.locator("#print-agency option").all_inner_texts()
    immigration = next(name for name in names if "Imigrasi" in name)
    page.select_option("#print-agency", label=immigration)
    page.click(".print-agency button")

    page.click("text=Buat berkas")
    ready = page.locator("text=Buka berkas, lalu cetak")
    # The page looks again by itself.
    expect(ready).to_be_visible(timeout=SECONDS_TO_DRAW)

    href = ready.get_attribute("href")
    assert href is not None
    response = context.request.get(href)
    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF-1.7")


def test_a_visitor_takes_the_leaflet_along(new_context: ContextMaker) -> None:
    context = new_context()
    page = context.new_page()
    visit(page, "/instansi/imigrasi/paspor-baru/")
    link = page.locator('a[href$="lembar-a4.pdf"]')
    expect(link).to_contain_text("Lembar A4")

    href = link.get_attribute("href")
    assert href is not None
    response = context.request.get(href, timeout=SECONDS_TO_DRAW)

    assert response.body().startswith(b"%PDF-1.7")
    assert response.headers["x-robots-tag"] == "noindex"


def test_paper_from_the_browser_shows_the_way_back(new_context: ContextMaker) -> None:
    page = new_context(size=DESK).new_page()
    visit(page, "/instansi/imigrasi/paspor-baru/")
    code = page.locator(".scan .qr")
    expect(code).to_be_hidden()

    page.emulate_media(media="print")

    expect(code).to_be_visible()
    expect(page.locator('a[href$="lembar-a4.pdf"]')).to_be_hidden()
    box = code.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] > 90
