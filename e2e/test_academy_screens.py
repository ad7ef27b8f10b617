"""Every screen of the academy with many people in the office, walked once a language.

Each is accessible, none is too wide, on a phone and on a desk, and nothing on it is left
in the other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide
from e2e.conftest import ContextMaker
from e2e.replay import begin, replay
from e2e.site import Site
from e2e.staff import crowd
from gerai.academy.lessons.reading import packaged_lessons
from gerai.academy.practice.addresses import PREFIX

NOTICE = next(one for one in packaged_lessons() if one.key == "pengumuman")
HOME = "/admin/akademi/"
SCREENS = [
    HOME,
    f"{HOME}hasil/",
    f"{HOME}hasil/?q=xyzzy",
    f"{HOME}kelas/",
    f"{HOME}kelas/baru/",
    f"{HOME}kelas/{{class}}/",
    f"{HOME}kelas/{{class}}/ubah/",
    f"{HOME}kelas/{{class}}/kehadiran/",
    f"{HOME}kelas/{{class}}/layar/",
    f"{HOME}kelola/",
    f"{HOME}kelola/baru/",
    f"{HOME}kelola/pengumuman/kata/",
    f"{HOME}kelola/pengumuman/teks/",
    f"{HOME}pelajaran/pengumuman/",
    f"{HOME}pelajaran/situs-diretas/",
    f"{HOME}pelajaran/tidak-ada/",
    f"{HOME}bantuan/?untuk=/admin/tugas/tutup/",
    f"{HOME}latihan/",
]
WITHIN_THE_COPY = [
    "/admin/",
    "/admin/tugas/tutup/",
    "/admin/tugas/pengumuman/mal/",
    "/",
    "/instansi/",
]
OF_ONES_ACCOUNT = ["/akun/keamanan/", "/akun/sandi/", "/akun/perangkat/"]
PAPERS = [
    f"{HOME}kelas/{{class}}/hadir/",
    f"{HOME}kelas/{{class}}/lembar/",
    f"{HOME}sertifikat/{{certificate}}/",
]
# Forms that hold both languages.
BOTH_LANGUAGES = re.compile(r"/kelola/.+/(kata|teks)/|/kelola/baru/")
# Words without which a sentence of a language hardly does, and no name has.
WORDS = {
    "id": "yang|untuk|dengan|tidak|anda|ini|adalah|akan|sudah|belum|tekan|pilih",
    "en": "the|and|of|with|your|you|are|for|this|that|has|have|from|page|pages|save",
}


@pytest.fixture(scope="module")
def people(site: Site) -> Iterator[dict[str, Any]]:
    yield crowd(site, "come")
    crowd(site, "leave")


@pytest.mark.parametrize("language", ["id", "en"])
def test_screens_are_accessible_and_in_one_language(
    new_context: ContextMaker, site: Site, people: dict[str, Any], language: str
) -> None:
    context = new_context(
        # Its own address for whoever counts tries.
        extra_http_headers={"X-Forwarded-For": f"192.0.2.{len(language)}"}
    )
    session = people["sessions"][language]
    context.add_cookies([{"name": "sessionid", "value": session, "url": site.base_url}])
    page = context.new_page()

    problems = []
    for name, part in walk(page, people, "" if language == "id" else f"/{language}"):
        for size in (PHONE, DESK):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            where = f"{name} at {size[0]}"
            problems += [f"{where} too wide: {what}" for what in too_wide(page)]
            # What is longer in the other language shows on the smaller screen.
            if size == PHONE or language == "id":
                problems += [
                    f"{where}: {one}" for one in accessibility_problems(page, part)
                ]
        problems += [f"{name} says: {text}" for text in foreign(page, part, language)]
    for paper in PAPERS:
        answer = page.request.get(paper.format(**people))
        assert answer.headers["content-type"] == "application/pdf", paper

    assert problems == []


def walk(page: Page, people: dict[str, Any], abroad: str) -> Iterator[tuple[str, str]]:
    """The name of each screen while it is shown, and the part to look at."""
    for address in [screen.format(**people) for screen in SCREENS]:
        page.goto(address)
        yield address, "main"
    for address in OF_ONES_ACCOUNT:
        page.goto(f"{abroad}{address}")
        yield address, "main"
    yield from help_and_tour(page)
    yield from questions(page)
    yield from class_with_faults(page)
    yield from exercise(page)
    yield from practice(page, abroad)
    yield from skills_test(page)
    yield from certificate(page, people["certificate"], abroad)


def help_and_tour(page: Page) -> Iterator[tuple[str, str]]:
    page.goto(f"{HOME}kelas/")
    page.locator("[data-academy-help]").click()
    page.locator("dialog.academy-panel h2").wait_for()
    yield "the help", ".academy-panel"
    page.locator("[data-tour-start]").click()
    yield "the tour", ".academy-tour"


def questions(page: Page) -> Iterator[tuple[str, str]]:
    page.goto(f"{HOME}pelajaran/pengumuman/pertanyaan/")
    yield "questions", "main"
    page.locator(".errand-submit button").click()
    yield "questions, answered wrong", "main"
    for question in NOTICE.questions:
        for number, option in enumerate(question.options):
            if option.right:
                page.check(f"#{question.key}-{number}")
    page.locator(".errand-submit button").click()
    yield "questions, answered right", "main"


def class_with_faults(page: Page) -> Iterator[tuple[str, str]]:
    page.goto(f"{HOME}kelas/baru/")
    page.locator(".errand-submit button").click()
    expect(page.locator(".errand-error").first).to_be_visible()
    yield "a class without a name", "main"


def exercise(page: Page) -> Iterator[tuple[str, str]]:
    """Not begun, wrong, half right, right."""
    task = f"{HOME}pelajaran/pengumuman/latihan/"
    page.goto(task)
    yield "exercise, not begun", "main"
    begin(page, NOTICE)
    check(page, task)
    yield "exercise, nothing right", "main"
    half = [
        step.model_copy(update={"value": "Pemberitahuan"})
        if step.target == "[name=title]"
        else step
        for step in NOTICE.solution
    ]
    for name, steps in (("half right", half), ("right", NOTICE.solution)):
        begin(page, NOTICE)
        replay(page, NOTICE, steps, prefix=PREFIX)
        check(page, task)
        is_right = page.locator(".academy-finding:not(.academy-finding--met)").count()
        assert bool(is_right) is (name == "half right")
        yield f"exercise, {name}", "main"


def check(page: Page, task: str) -> None:
    page.goto(task)
    page.locator("button[value=check]").click()
    page.locator("#academy-found").wait_for()


def practice(page: Page, abroad: str) -> Iterator[tuple[str, str]]:
    for address in (f"{HOME}latihan/", f"{HOME}latihan/surat/"):
        page.goto(address)
        yield f"{address} with a copy", "main"
    for address in WITHIN_THE_COPY:
        is_desk = address.startswith("/admin/")
        page.goto(f"{PREFIX}{'' if is_desk else abroad}{address}")
        yield f"{address} in the copy", "main" if is_desk else "html"
    page.goto(f"{PREFIX}/admin/tugas/pengumuman/mal/")
    other = page.context.new_page()
    other.goto(f"{HOME}latihan/")
    other.locator("form[action$='/hapus/'] button").click()
    other.close()
    page.fill("[name=title]", NOTICE.title.id)
    page.locator(".errand-submit button").click()
    page.locator(".gerai-practice-plain").wait_for()
    yield "a form of a copy that is gone", "html"


def skills_test(page: Page) -> Iterator[tuple[str, str]]:
    """A question, a task, the task when it isn't done, the result."""
    page.goto(f"{HOME}uji/")
    yield "tests", "main"
    page.locator("main form button").first.click()
    yield "test, a question", "main"
    leave_all(page, "button[name=skip]")
    sitting = page.url
    yield "test, a task", "main"
    page.locator("button[value=begin]").click()
    page.wait_for_url(f"**{PREFIX}/**")
    page.goto(sitting)
    page.locator("button[value=check]").click()
    yield "test, a task that isn't done", "main"
    leave_all(page, "button[value=skip]")
    expect(page.locator(".academy-table")).to_be_visible()
    yield "test, the result", "main"
    page.goto(f"{HOME}uji/")
    yield "tests and what was gained", "main"


def leave_all(page: Page, button: str) -> None:
    while page.locator(button).count():
        with page.expect_navigation(wait_until="load"):
            page.locator(button).click()


def certificate(page: Page, code: str, abroad: str) -> Iterator[tuple[str, str]]:
    """Genuine, wrong, and too many tries."""
    page.goto(f"{abroad}/sertifikat/")
    yield "to check a certificate", "html"
    page.fill("[name=kode]", code.lower())
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    yield "a genuine certificate", "html"
    wrong = f"{abroad}/sertifikat/{code[::-1]}/"
    page.goto(wrong)
    yield "a wrong certificate", "html"
    while page.request.get(wrong).status == 404:
        pass
    answer = page.goto(wrong)
    assert answer is not None
    assert answer.status == 429
    yield "too many tries", "html"


def foreign(page: Page, part: str, language: str) -> list[str]:
    """What is written in the other language, where it isn't said that it is."""
    if BOTH_LANGUAGES.search(page.url):
        return []
    words = WORDS["en" if language == "id" else "id"]
    found = page.evaluate(
        """([part, words]) => {
            const sought = new RegExp(`\\\\b(${words})\\\\b`, "i");
            const inside = document.querySelector(part);
            const said = [...inside.querySelectorAll("*")].flatMap((one) => {
                if (one.closest("script, style, textarea, pre, code, main [lang]"))
                    return [];
                const own = [...one.childNodes].filter(({nodeType}) => nodeType === 3);
                const names = ["aria-label", "alt", "title", "placeholder"];
                return [
                    ...own.map(({textContent}) => textContent),
                    ...names.map((name) => one.getAttribute(name) ?? ""),
                ];
            });
            return said.map((text) => text.trim().replace(/\\s+/g, " ").slice(0, 90))
                .filter((text) => sought.test(text));
        }""",
        [part, words],
    )
    return [str(one) for one in found]
