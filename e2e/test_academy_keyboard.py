"""The way of a learner, and that of a trainer, with the keyboard alone.

Every stop of the focus on the way can be seen; what opens takes the focus and gives it
back.
"""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from e2e.browser import DESK, visit
from e2e.conftest import ContextMaker
from e2e.site import ADMIN_PASSWORD, Site
from e2e.staff import invitation
from e2e.tasks import tab_to
from gerai.academy.lessons.reading import packaged_lessons

LESSON = next(one for one in packaged_lessons() if one.key == "pengumuman")
TYPED = {step.target: step.value or "" for step in LESSON.steps if step.do == "fill"}


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def go(page: Page, selector: str, where: str) -> None:
    """Follow a link, or press a button that leads on."""
    tab_to(page, selector)
    with page.expect_navigation(url=where, wait_until="load"):
        page.keyboard.press("Enter")


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def signed_in(page: Page) -> None:
    visit(page, "/admin/login/")
    write(page, "[name=login]", "admin")
    write(page, "[name=password]", ADMIN_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/akun/keamanan/aplikasi/", wait_until="load")
    go(page, ".signin__trial button", "**/admin/")


def help_and_tour(page: Page) -> None:
    link = page.locator("[data-academy-help]")
    press(page, "[data-academy-help]")
    panel = page.locator("dialog.academy-panel")
    expect(panel.locator("h2")).to_be_focused()
    for _stop in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "['BODY', 'HTML'].includes(document.activeElement.tagName)"
            " || Boolean(document.activeElement.closest('.academy-panel'))"
        ), "the focus left the panel"
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(link).to_be_focused()

    page.keyboard.press("Enter")
    expect(panel.locator("h2")).to_be_focused()
    press(page, "[data-tour-start]")
    words = page.locator(".academy-tour__words")
    expect(words).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(words).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".academy-tour")).to_have_count(0)
    expect(link).to_be_focused()


def test_a_learner_comes_from_the_sign_in_to_the_result(
    new_context: ContextMaker,
) -> None:
    page = new_context(size=DESK).new_page()
    signed_in(page)
    go(page, 'a[href="/admin/akademi/"]', "**/admin/akademi/")
    go(page, 'main a[href$="/pelajaran/pengumuman/"]', "**/pengumuman/")
    go(page, 'main a[href$="/pengumuman/latihan/"]', "**/pengumuman/latihan/")
    go(page, "button[value=begin]", "**/latihan/admin/**")

    go(page, f"main {LESSON.steps[0].target}", "**/tugas/pengumuman/**")
    help_and_tour(page)
    for target, text in TYPED.items():
        write(page, str(target), text)
    tab_to(page, "[name=until]")
    for _choice in range(12):
        if page.locator("[name=until][value='30']").is_checked():
            break
        page.keyboard.press("ArrowDown")
    go(page, ".errand-submit button", "**/tugas/lihat/**")
    go(page, ".errand-acts form button", "**/latihan/admin/**")

    go(page, 'a[href$="/pengumuman/latihan/"]', "**/pengumuman/latihan/")
    go(page, "button[value=check]", "**/pengumuman/latihan/")
    found = page.locator("#academy-found")
    expect(found).to_contain_text("semuanya benar")
    go(page, ".academy-findings a", "**/pertanyaan/")
    for question in LESSON.questions:
        right = next(n for n, one in enumerate(question.options) if one.right)
        tab_to(page, f"[name={question.key}]")
        page.keyboard.press("Space")
        for _option in range(right):
            page.keyboard.press("ArrowDown")
        assert page.locator(f"#{question.key}-{right}").is_checked()
    press(page, ".errand-submit button")
    expect(page.locator(".academy-findings")).to_contain_text("Pelajaran ini selesai")


def test_a_trainer_makes_a_class_and_projects_it(
    new_context: ContextMaker, site: Site
) -> None:
    tail = f"{datetime.now(tz=UTC):%H%M%S%f}"
    name = f"Kelas papan tombol {tail}"
    invitation(site, f"peserta-{tail}@example.go.id", "--role", "reviewer")
    page = new_context(size=DESK).new_page()
    signed_in(page)
    go(page, 'a[href="/admin/akademi/"]', "**/admin/akademi/")
    go(page, 'main a[href$="/akademi/kelas/"]', "**/akademi/kelas/")
    go(page, 'main a[href$="/kelas/baru/"]', "**/kelas/baru/")
    write(page, "[name=name]", name)
    press(page, "[name=lessons]", "Space")
    press(page, "[name=people]", "Space")
    press(page, ".errand-submit button")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    go(page, 'main a[href$="/kehadiran/"]', "**/kehadiran/")
    press(page, "[name=present]", "Space")
    press(page, ".errand-submit button")
    expect(page.locator("[data-live=sum]")).to_contain_text("1 dari 1 hadir")
    go(page, 'main a[href$="/layar/"]', "**/layar/")
    stop = page.locator("[data-live-seconds]")
    press(page, "[data-live-seconds]")
    expect(stop).to_have_text(str(stop.get_attribute("data-live-go")))
    expect(stop).to_be_focused()
    go(page, "main footer a", "**/akademi/kelas/*/")
