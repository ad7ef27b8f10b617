"""Six tasks with the keyboard alone, and with JavaScript switched off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.addresses import AGENCY, LIFE_EVENT, SERVICE
from e2e.browser import DESK, visit
from e2e.conftest import ContextMaker
from e2e.tasks import follow_with_keyboard, tab_to

BIRTH_CERTIFICATE = "/instansi/disdukcapil/akta-kelahiran/"
TIME = re.compile(r"\d\d\.\d\d")


class TestKeyboard:
    @pytest.fixture
    def page(self, new_context: ContextMaker) -> Page:
        return new_context(size=DESK).new_page()

    def test_first_stop_skips_to_the_content(self, page: Page) -> None:
        visit(page, "/")

        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        expect(skip).to_have_attribute("href", "#main")
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"

    def test_service_by_search(self, page: Page) -> None:
        visit(page, "/")
        tab_to(page, "main input[type=search]")
        page.keyboard.type("paspor baru")
        page.keyboard.press("Enter")
        page.wait_for_url("**/cari/**")

        follow_with_keyboard(page, SERVICE.path)

        expect(page.locator(".facts")).to_be_visible()

    def test_service_by_agency(self, page: Page) -> None:
        visit(page, "/")
        follow_with_keyboard(page, "/instansi/")
        follow_with_keyboard(page, AGENCY.path)
        follow_with_keyboard(page, SERVICE.path)

        expect(page.locator(".facts")).to_be_visible()

    def test_service_by_life_event(self, page: Page) -> None:
        visit(page, "/")
        follow_with_keyboard(page, LIFE_EVENT.path)
        follow_with_keyboard(page, BIRTH_CERTIFICATE)

        expect(page.locator("h1")).to_be_visible()

    def test_is_it_open(self, page: Page) -> None:
        visit(page, "/")
        follow_with_keyboard(page, "/jam-buka/")

        expect(page.locator("main table").first).to_contain_text(TIME)

    def test_checklist(self, page: Page) -> None:
        visit(page, SERVICE.path)
        tab_to(page, "input[data-check]")
        page.keyboard.press("Space")

        expect(page.locator("input[data-check]").first).to_be_checked()
        tab_to(page, "[data-share=print]")

    def test_where_is_the_floor(self, page: Page) -> None:
        visit(page, "/")
        follow_with_keyboard(page, "/lantai/")
        follow_with_keyboard(page, AGENCY.path)

        expect(page.locator("main")).to_contain_text(
            re.compile("lantai", re.IGNORECASE)
        )


class TestWithoutJavaScript:
    @pytest.fixture
    def page(self, new_context: ContextMaker) -> Page:
        return new_context(java_script_enabled=False).new_page()

    def follow(self, page: Page, href: str) -> None:
        page.locator(f'main a[href="{href}"]').first.click()
        page.wait_for_url(f"**{href}")

    def test_service_by_search(self, page: Page) -> None:
        visit(page, "/")
        box = page.locator("main input[type=search]").first
        box.fill("paspor baru")
        box.press("Enter")
        page.wait_for_url("**/cari/**")
        self.follow(page, SERVICE.path)

        expect(page.locator(".facts__row")).to_have_count(5)

    def test_service_by_agency(self, page: Page) -> None:
        visit(page, "/instansi/")
        self.follow(page, AGENCY.path)
        self.follow(page, SERVICE.path)

        expect(page.locator(".facts__row")).to_have_count(5)

    def test_service_by_life_event(self, page: Page) -> None:
        visit(page, "/")
        self.follow(page, LIFE_EVENT.path)
        self.follow(page, BIRTH_CERTIFICATE)

        expect(page.locator("h1")).to_be_visible()

    def test_menu_opens_on_a_phone(self, page: Page) -> None:
        visit(page, "/")
        link = page.locator('header nav a[href="/instansi/"]')
        expect(link).to_be_hidden()

        page.locator("header button[popovertarget]").click()

        link.click()
        page.wait_for_url("**/instansi/")

    def test_is_it_open(self, page: Page) -> None:
        visit(page, "/jam-buka/")

        expect(page.locator("main table").first).to_contain_text(TIME)

    def test_pill_is_a_sentence_about_the_week(self, page: Page) -> None:
        visit(page, SERVICE.path)
        pill = page.locator(".facts [data-open-pill]").first

        expect(pill).to_contain_text(TIME)
        # Nothing that depends on the moment: the page may be days old.
        expect(pill).not_to_contain_text(re.compile("sekarang", re.IGNORECASE))

    def test_checklist_can_be_ticked_and_printed(self, page: Page) -> None:
        visit(page, SERVICE.path)
        box = page.locator("input[data-check]").first
        box.check()
        expect(box).to_be_checked()

        page.emulate_media(media="print")
        expect(page.locator(".need__text").first).to_be_visible()
        expect(page.locator("header nav")).to_be_hidden()
        assert page.pdf().startswith(b"%PDF")

    def test_nothing_is_offered_that_does_not_work(self, page: Page) -> None:
        visit(page, SERVICE.path)

        for button in page.locator("main button").all():
            form = button.evaluate(
                "(one) => Boolean(one.form || one.popoverTargetElement)"
            )
            assert form or not button.is_visible(), button.inner_text()

    def test_where_is_the_floor(self, page: Page) -> None:
        visit(page, "/lantai/")
        self.follow(page, AGENCY.path)

        expect(page.locator("main")).to_contain_text(
            re.compile("lantai", re.IGNORECASE)
        )
