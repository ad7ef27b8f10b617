"""Suggestions while one types: keyboard, screen reader, without a network, in time."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, visit, watch
from e2e.conftest import ContextMaker

LOST_CARD = "/instansi/disdukcapil/ktp-hilang/"
PLACES = ("/", "/layanan/", "/cari/", "/tidak-ada-di-sini/", "/en/")
# Today 240,000.
STEPS = 350_000
SENTENCE = "gmn cara perpanjnag pasport ilang di samarinda"


@pytest.fixture
def page(new_context: ContextMaker) -> Page:
    return new_context(size=PHONE, bypass_csp=True).new_page()


def box_of(page: Page) -> Locator:
    return page.locator("main input[type=search]").first


def ready_box(page: Page, path: str = "/") -> Locator:
    visit(page, path)
    box = box_of(page)
    with page.expect_response("**/cari/saran.json"):
        box.focus()
    expect(box).to_have_attribute("role", "combobox")
    return box


@pytest.mark.parametrize("path", PLACES)
def test_every_search_box_suggests(page: Page, path: str) -> None:
    box = ready_box(page, path)
    box.press_sequentially("ktp ila")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Lost" if "/en/" in path else "hilang")
    expect(box).to_have_attribute("aria-expanded", "true")
    size = option.bounding_box()
    assert size is not None
    assert size["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_keyboard_and_screen_reader(page: Page) -> None:
    box = ready_box(page)
    box.press_sequentially("ktp hilnag")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("KTP hilang")
    expect(page.locator("form [role=status]")).to_contain_text("saran")
    assert box.get_attribute("aria-activedescendant") is None

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute(
        "id"
    )
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    expect(box).to_be_focused()

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("ktp hilnag")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LOST_CARD}")


def test_a_tap_leads_to_the_service(page: Page) -> None:
    box = ready_box(page, "/layanan/")
    box.press_sequentially("dompet hilang")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/instansi/polresta/laporan-kehilangan/")


def test_enter_without_a_choice_searches(page: Page) -> None:
    box = ready_box(page)
    box.press_sequentially("ktp hilang")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari/?q=ktp+hilang")


def test_leaving_the_box_closes_the_list(page: Page) -> None:
    box = ready_box(page)
    box.press_sequentially("paspor")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.blur()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_it_is_accessible_while_open(page: Page) -> None:
    problems = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width[0], "height": width[1]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            box = ready_box(page)
            box.press_sequentially("paspor")
            page.keyboard.press("ArrowDown")
            expect(page.get_by_role("option").first).to_be_visible()
            problems += accessibility_problems(page)
    assert problems == []


def test_it_goes_on_without_a_network(page: Page) -> None:
    box = ready_box(page)
    page.context.set_offline(True)
    box.press_sequentially("perpanjang sim")
    expect(page.get_by_role("option").first).to_contain_text("SIM")


def test_without_the_words_the_form_just_works(page: Page) -> None:
    page.route("**/cari/saran.json", lambda route: route.abort())
    visit(page, "/")
    box = box_of(page)
    box.focus()
    box.press_sequentially("ktp hilang")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari/?q=ktp+hilang")


def test_nothing_is_fetched_before_somebody_wants_to_search(page: Page) -> None:
    traffic = watch(page)
    visit(page, "/")
    page.wait_for_load_state("networkidle")
    assert not any("sugges" in url or "saran" in url for url in traffic.urls)
    assert traffic.scripts <= 10_000
    box_of(page).focus()
    expect(box_of(page)).to_have_attribute("role", "combobox")
    page.wait_for_load_state("networkidle")
    sizes = traffic.bytes_by_url.items()
    assert next(size for url, size in sizes if "suggest" in url) <= 7_000
    words = next(size for url, size in sizes if "saran" in url)
    assert words <= 60_000


def test_a_key_needs_few_steps(page: Page) -> None:
    """What they take on a slow telephone is measured by ``python -m bench suggestions``.

    Steps are what Chromium counts of the script's blocks, so that no machine is too slow.
    """
    box = ready_box(page)
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    steps = {}
    for length in range(1, len(SENTENCE) + 1):
        box.fill(SENTENCE[:length])
        steps[SENTENCE[:length]] = _steps(session)
    assert max(steps.values()) <= STEPS, steps
    assert steps[SENTENCE] > len(SENTENCE), "The script was not counted."


def _steps(session: CDPSession) -> int:
    """Blocks of the suggestions' script that were run since the last call."""
    taken = session.send("Profiler.takePreciseCoverage")
    return sum(
        block["count"]
        for script in taken["result"]
        if "suggest" in script["url"]
        for function in script["functions"]
        for block in function["ranges"]
    )
