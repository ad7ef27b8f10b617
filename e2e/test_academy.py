"""The model solution of every exercise, replayed from the lesson's own steps; the help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide
from e2e.conftest import ContextMaker
from e2e.manual import keep_for_the_desk
from e2e.replay import StepDoesNotFit, replay, replay_exercise
from e2e.signing_in import sign_in
from e2e.site import Site
from e2e.staff import invitation, joined
from gerai.academy.help.tours import declared_tours
from gerai.academy.lessons.format import LessonContent
from gerai.academy.lessons.pictures import picture_name
from gerai.academy.lessons.reading import packaged_lessons

AGENCY = "disdukcapil"
LESSONS = {lesson.key: lesson for lesson in packaged_lessons()}
# Whoever does a lesson's exercise first on the path of its roles.
DONE_BY = {
    lesson.key: "editor" if "editor" in lesson.roles else "manager"
    for lesson in LESSONS.values()
}


@pytest.fixture(scope="module")
def staff(browser: Browser, site: Site) -> Iterator[dict[str, Page]]:
    """An editor and a manager who signed in for the first time just now."""
    tail = f"{datetime.now(tz=UTC):%H%M%S%f}"
    pages: dict[str, Page] = {}
    contexts = []
    for role, more in (("editor", ("--agency", AGENCY)), ("manager", ())):
        context = browser.new_context(
            base_url=site.base_url,
            viewport={"width": PHONE[0], "height": PHONE[1]},
            locale="id-ID",
            timezone_id="Asia/Makassar",
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        mail = f"akademi-{role}-{tail}@example.go.id"
        joined(page, invitation(site, mail, "--role", role, *more), role.title())
        pages[role] = page
        contexts.append(context)
    yield pages
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "key", [key for key, lesson in LESSONS.items() if lesson.exercise is not None]
)
def test_the_steps_of_a_lesson_solve_its_exercise(
    staff: dict[str, Page], key: str
) -> None:
    page = staff[DONE_BY[key]]
    said = replay_exercise(page, LESSONS[key])
    assert "Selesai, semuanya benar" in said, said
    assert accessibility_problems(page, "main") == []
    assert too_wide(page) == []


def steps_elsewhere() -> list[LessonContent]:
    return [lesson for lesson in LESSONS.values() if lesson.exercise is None]


def test_the_steps_of_the_other_lessons_fit_their_screens(
    staff: dict[str, Page],
) -> None:
    for lesson in steps_elsewhere():
        replay(staff["manager"], lesson, lesson.steps)


def test_a_step_that_no_longer_fits_its_screen_is_named(
    staff: dict[str, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise lessons, tours and the manual would go stale in silence."""
    monkeypatch.setattr("e2e.replay.SECONDS_TO_APPEAR", 0.2)
    lesson = LESSONS["meja-kerja"]
    gone = lesson.steps[1].model_copy(update={"target": ".errands-of-yesterday"})
    moved = lesson.steps[0].model_copy(update={"at": "/admin/", "do": "look"})
    staff["manager"].goto("/admin/pemberitahuan/")
    for step in (gone, moved):
        with pytest.raises(StepDoesNotFit, match="meja-kerja, step 1"):
            replay(staff["manager"], lesson, [step])


def test_the_desk_keeps_pictures_that_look_as_before(tmp_path: Path) -> None:
    lesson = LESSONS["meja-kerja"]
    name = picture_name(lesson.key, lesson.steps[0], "id")

    def photo(shade: int) -> bytes:
        stream = BytesIO()
        Image.new("RGB", (36, 74), (shade, shade, shade)).save(stream, "WEBP")
        return stream.getvalue()

    (tmp_path / "yang-sudah-tidak-ada-id.webp").write_bytes(b"")
    for taken, kept in ((200, 200), (201, 200), (90, 90)):
        keep_for_the_desk([lesson], {(lesson.key, 1): photo(taken)}, "id", tmp_path)
        assert {one.name for one in tmp_path.iterdir()} == {name}
        assert (tmp_path / name).read_bytes() == photo(kept)


def _is_public(page: Page, number: str) -> bool:
    page.goto(f"/admin/bagikan/{number}/")
    return page.locator(".share-kit__pictures").count() > 0


def test_every_stop_of_a_tour_is_on_its_screen(staff: dict[str, Page]) -> None:
    page = staff["manager"]
    page.goto("/admin/jaga-isi/")
    rows = page.locator(".cares__row a.button").all()
    numbers = [(row.get_attribute("href") or "").split("/")[3] for row in rows]
    number = next(one for one in numbers if _is_public(page, one))
    without = []
    for tour in declared_tours():
        for pattern in tour.at:
            address = re.sub(r"(tugas/[a-z]+)/\*/", r"\1/mal/", pattern)
            page.goto(address.replace("*", number))
            without += [
                (address, stop.target)
                for stop in tour.stops
                if not page.locator(f"{stop.target} >> visible=true").count()
            ]
    assert not without, "\n".join(map(str, without))


def test_somebody_new_is_led_in_and_helped_on_the_screen(
    new_context: ContextMaker, site: Site
) -> None:
    page = new_context(size=PHONE).new_page()
    sign_in(page)
    page.goto("/admin/tugas/pengumuman/mal/")
    link = page.locator("[data-academy-help]")
    link.focus()
    page.keyboard.press("Enter")
    panel = page.locator("dialog.academy-panel")
    expect(panel.locator("h2")).to_be_focused()
    assert accessibility_problems(page, ".academy-panel") == []
    panel.locator("[data-tour-start]").focus()
    page.keyboard.press("Enter")
    tour = page.locator(".academy-tour")
    expect(tour).to_contain_text("Bagian 1 dari")
    expect(page.locator(".academy-tour-target")).to_be_visible()
    assert accessibility_problems(page, ".academy-tour") == []
    tour.get_by_role("button").first.click()
    expect(tour).to_contain_text("Bagian 2 dari")
    page.keyboard.press("Escape")
    expect(tour).to_have_count(0)
    expect(link).to_be_focused()


def test_the_help_and_the_questions_work_without_javascript(
    new_context: ContextMaker, staff: dict[str, Page]
) -> None:
    state = staff["manager"].context.storage_state()
    plain = new_context(size=DESK, java_script_enabled=False, storage_state=state)
    page = plain.new_page()
    page.goto("/admin/tugas/pengumuman/mal/")
    page.locator("[data-academy-help]").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("pengumuman")
    page.goto("/admin/akademi/pelajaran/situs-diretas/pertanyaan/")
    for question in LESSONS["situs-diretas"].questions:
        right = next(n for n, one in enumerate(question.options) if one.right)
        page.check(f"#{question.key}-{right}")
    page.locator("main form button").click()
    expect(page.get_by_role("status").last).to_contain_text("3 dari 3 benar")
    page.goto("/admin/akademi/kelas/baru/")
    page.fill("[name=name]", "Kelas tanpa skrip")
    for field in ("lessons", "people"):
        page.locator(f"[name={field}]").first.check()
    page.locator(".errand-submit button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kelas tanpa skrip")
    page.locator("main a[href$='/layar/']").click()
    expect(page.locator("meta[http-equiv=refresh]")).to_have_count(1)
