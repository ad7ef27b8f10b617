"""The checklist stays on the device: over a reload, per service, until cleared."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from e2e.addresses import SERVICE
from e2e.browser import visit
from e2e.conftest import ContextMaker

OTHER_SERVICE = "/instansi/imigrasi/paspor-anak/"


def test_ticks_survive_a_reload(page: Page) -> None:
    visit(page, SERVICE.path)
    boxes = page.locator("input[data-check]")
    boxes.nth(0).check()
    boxes.nth(2).check()

    page.reload()

    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(1)).not_to_be_checked()
    expect(boxes.nth(2)).to_be_checked()
    expect(page.locator("[data-checklist-progress]").first).to_contain_text("2")


def test_ticks_are_shared_by_both_languages_and_by_no_other_service(page: Page) -> None:
    visit(page, SERVICE.path)
    page.locator("input[data-check]").first.check()

    visit(page, f"/en{SERVICE.path}")
    expect(page.locator("input[data-check]").first).to_be_checked()

    visit(page, OTHER_SERVICE)
    expect(page.locator("input[data-check]:checked")).to_have_count(0)


def test_clearing(page: Page) -> None:
    visit(page, SERVICE.path)
    page.locator("input[data-check]").first.check()
    page.locator("[data-checklist-clear]").first.click()
    page.reload()

    expect(page.locator("input[data-check]:checked")).to_have_count(0)


def test_works_where_nothing_may_be_stored(new_context: ContextMaker) -> None:
    context = new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() {"
        " throw new DOMException('denied', 'SecurityError'); }});"
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))

    visit(page, SERVICE.path)
    page.locator("input[data-check]").first.check()

    expect(page.locator("input[data-check]").first).to_be_checked()
    assert problems == []
