"""From the invitation to the first approved notice, with nobody to show the way.

Every step follows a link or a button that is on the screen.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.replay import replay
from e2e.signing_in import code_of
from e2e.site import Site
from e2e.staff import PASSWORD, invitation, joined
from gerai.academy.lessons.reading import packaged_lessons
from gerai.academy.practice.addresses import PREFIX

AGENCY = "disdukcapil"
LESSONS = {lesson.key: lesson for lesson in packaged_lessons()}
NOTICE = "Loket KTP pindah ke lantai 2 sampai akhir bulan"


def is_well(page: Page) -> None:
    assert accessibility_problems(page, "main") == []
    assert too_wide(page) == []


def join_with_an_app(page: Page, link: str) -> None:
    """Password, then the second factor, as on an office's own phone."""
    visit(page, link)
    page.fill("[name=name]", "Rina")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("form[method=post] button")
    page.wait_for_url("**/akun/keamanan/aplikasi/")
    page.click("summary >> nth=0")
    secret = page.locator(".signin__key").inner_text().replace(" ", "")
    page.fill("[name=code]", code_of(secret))
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sudah saya simpan").click()
    page.wait_for_url("**/admin/")


def lesson_on(page: Page) -> str:
    """The key of the lesson that the screen shows."""
    found = re.search(r"/pelajaran/([a-z-]+)/$", page.url)
    assert found is not None, page.url
    return found[1]


def answer_questions(page: Page) -> None:
    """Open the questions of the lesson, answer them, and go on as the screen says."""
    key = lesson_on(page)
    page.get_by_role("link", name="Pertanyaan singkat").click()
    for question in LESSONS[key].questions:
        right = next(n for n, one in enumerate(question.options) if one.right)
        page.check(f"#{question.key}-{right}")
    page.get_by_role("button", name="Periksa jawaban saya").click()
    expect(page.get_by_role("status").last).to_contain_text("Pelajaran ini selesai")
    is_well(page)
    page.get_by_role("link", name="Lanjut:").click()


def practise(page: Page) -> None:
    """Do the exercise; the practice mall leads back to its task."""
    lesson = LESSONS[lesson_on(page)]
    page.get_by_role("link", name="Latih").click()
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_url(f"**{PREFIX}/**")
    replay(page, lesson, lesson.solution, prefix=PREFIX)
    page.get_by_role("link", name="Tugas dan periksa").click()
    page.get_by_role("button", name="Periksa pekerjaan saya").click()
    expect(page.locator(".academy-findings")).to_contain_text("semuanya benar")
    is_well(page)
    page.get_by_role("link", name="Kembali ke pelajaran").click()


def write_the_first_notice(page: Page) -> None:
    page.fill("[name=title]", NOTICE)
    page.fill("[name=text]", "Langsung saja ke lantai 2. Jam buka tetap sama.")
    page.locator(".errand-chip label", has_text="Sebulan").click()
    page.get_by_role("button", name="Lihat dulu").click()
    page.get_by_role("button", name="Ajukan untuk disetujui").click()
    expect(page.locator(".errand-done")).to_contain_text("Sudah diajukan")


def test_somebody_new_publishes_a_notice_and_the_manager_sees_that_they_can(
    new_context: ContextMaker, site: Site
) -> None:
    tail = f"{datetime.now(tz=UTC):%H%M%S%f}"
    mail = f"rina-{tail}@example.go.id"
    page = new_context(size=PHONE).new_page()
    join_with_an_app(
        page, invitation(site, mail, "--role", "editor", "--agency", AGENCY)
    )
    is_well(page)

    page.locator(".academy-stop--next a").click()
    assert lesson_on(page) == "meja-kerja"
    answer_questions(page)
    assert lesson_on(page) == "masuk-aman"
    answer_questions(page)
    assert lesson_on(page) == "pengumuman"
    practise(page)
    answer_questions(page)
    write_the_first_notice(page)
    welcome = page.locator(".academy-welcome")
    expect(welcome).to_contain_text("sudah diajukan")
    expect(page.locator(".errand-done")).to_be_in_viewport()

    boss = new_context(size=DESK).new_page()
    joined(
        boss, invitation(site, f"bos-{tail}@example.go.id", "--role", "manager"), "Budi"
    )
    boss.get_by_role("link", name=NOTICE).first.click()
    boss.locator("button[value=approve]").click()
    boss.wait_for_url("**/persetujuan/")

    visit(page, "/admin/")
    expect(welcome).to_contain_text("Bagus, Rina")
    is_well(page)
    welcome.locator("a[href*='loket-ktp-pindah']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NOTICE)

    boss.get_by_role("link", name="Akademi").click()
    boss.get_by_role("link", name="Siapa bisa apa").click()
    table = boss.get_by_role("table")
    expect(table).to_be_visible()
    titles = table.locator("thead th").all_inner_texts()
    writing = next(n for n, one in enumerate(titles) if "Menulis" in one)
    row = table.get_by_role("row", name="Rina").last
    expect(row.locator("th, td").nth(writing)).to_contain_text("✓")
    is_well(boss)
