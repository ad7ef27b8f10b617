"""``make manual``: the handbook in both languages, with pictures of the running product.

Lessons with an exercise are photographed while their model solution is replayed in the
practice mall, the others on the desk. A step that doesn't fit its screen stops it. The
pictures also go to the static files of the academy, where lessons show them.

``python -m e2e.manual [id] [en]`` builds one language.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gerai.config.settings.test")
django.setup()

from PIL import Image, ImageChops, ImageStat  # noqa: E402
from playwright.sync_api import Browser, Locator, Page, expect  # noqa: E402

from e2e.browser import PHONE, launched_browser  # noqa: E402
from e2e.replay import replay, replay_exercise  # noqa: E402
from e2e.site import Site, served_site  # noqa: E402
from e2e.staff import invitation, joined  # noqa: E402
from gerai.academy.lessons.format import LessonContent  # noqa: E402
from gerai.academy.lessons.pictures import LANGUAGES, picture_name  # noqa: E402
from gerai.academy.lessons.reading import packaged_lessons  # noqa: E402
from gerai.academy.manual.building import Pictures, build_manual  # noqa: E402

FOLDER = Path("build/manual")
FOR_THE_DESK = Path("src/gerai/academy/static/academy/pictures")
# Of 255, on average: times and dates may differ, a button more or less may not.
MOST_APART = 1.5
AGENCY = "disdukcapil"
# As much of a phone's screen as a step needs: a lesson stays short, a page holds eight.
SCREEN = (PHONE[0], 540)


def main(languages: Sequence[str]) -> int:
    """Build the handbook below ``build/manual``; the exit code."""
    kept = os.environ.get("E2E_DATA")
    place = nullcontext(kept) if kept else tempfile.TemporaryDirectory()
    lessons = packaged_lessons()
    with place as data, served_site(Path(data)) as site, launched_browser() as browser:
        for language in languages or LANGUAGES:
            pictures = _photographed(browser, site, language, lessons)
            keep_for_the_desk(lessons, pictures, language)
            for file in build_manual(lessons, pictures, language, FOLDER):
                sys.stdout.write(f"{file}\n")
    return 0


def keep_for_the_desk(
    lessons: Sequence[LessonContent],
    pictures: Pictures,
    language: str,
    folder: Path = FOR_THE_DESK,
) -> None:
    """Let lessons show the pictures; what looks as before stays as it is.

    So the repository grows only where a screen changed.
    """
    folder.mkdir(exist_ok=True)
    wanted = {
        picture_name(lesson.key, step, language): pictures[lesson.key, number]
        for lesson in lessons
        if lesson.solution == lesson.steps
        for number, step in enumerate(lesson.steps, start=1)
        if (lesson.key, number) in pictures
    }
    for file in folder.glob(f"*-{language}.webp"):
        if file.name not in wanted:
            file.unlink()
    for name, data in wanted.items():
        file = folder / name
        if not file.exists() or not _look_alike(file.read_bytes(), data):
            file.write_bytes(data)


def _look_alike(one: bytes, other: bytes) -> bool:
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        if first.size != second.size:
            return False
        apart = ImageChops.difference(first.convert("L"), second.convert("L"))
    return bool(ImageStat.Stat(apart).mean[0] < MOST_APART)


def _photographed(
    browser: Browser, site: Site, language: str, lessons: Sequence[LessonContent]
) -> dict[tuple[str, int], bytes]:
    pages = {
        role: _signed_in(browser, site, role, language)
        for role in ("editor", "manager")
    }
    pictures: dict[tuple[str, int], bytes] = {}
    for lesson in lessons:
        page = pages["editor" if lesson.roles == ["editor"] else "manager"]

        def seen(number: int, _step: object, place: Locator | None) -> None:
            if place is not None:
                expect(page.locator("html")).to_have_attribute("lang", language)  # noqa: B023
                pictures[lesson.key, number] = _photo(page, place)  # noqa: B023

        if lesson.exercise is not None:
            replay_exercise(page, lesson, seen=seen)
        else:
            replay(page, lesson, lesson.steps, language=language, seen=seen)
    for page in pages.values():
        page.context.close()
    return pictures


def _signed_in(browser: Browser, site: Site, role: str, language: str) -> Page:
    context = browser.new_context(
        base_url=site.base_url,
        viewport={"width": SCREEN[0], "height": SCREEN[1]},
        locale=language,
        timezone_id="Asia/Makassar",
        reduced_motion="reduce",
        service_workers="block",
    )
    page = context.new_page()
    more = ("--agency", AGENCY) if role == "editor" else ()
    mail = f"buku-{role}-{language}-{os.getpid()}@example.go.id"
    joined(page, invitation(site, mail, "--role", role, *more), "Siti")
    if language != LANGUAGES[0]:
        page.goto("/admin/account/")
        page.select_option("[name=locale-preferred_language]", language)
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator("html")).to_have_attribute("lang", language)
    return page


# A browser writes dates as its own installation does, mostly as Americans do. What
# readers of each language can't take for another day is laid over it.
_DATES_AS_WRITTEN = """() => {
    const isEnglish = document.documentElement.lang.startsWith("en");
    const empty = isEnglish
        ? {date: "yyyy-mm-dd", time: "--:--"} : {date: "hh/bb/tttt", time: "--.--"};
    const written = {
        date: (value) => isEnglish ? value : value.split("-").reverse().join("/"),
        time: (value) => isEnglish ? value : value.replace(":", "."),
    };
    for (const one of document.querySelectorAll("input[type=date], input[type=time]")) {
        const place = one.getBoundingClientRect();
        if (!one.checkVisibility({contentVisibilityAuto: true})) continue;
        const look = getComputedStyle(one);
        const over = document.createElement("span");
        over.dataset.photoDate = "";
        over.textContent = one.value ? written[one.type](one.value) : empty[one.type];
        Object.assign(over.style, {
            position: "fixed", zIndex: 80, boxSizing: "border-box",
            background: look.backgroundColor, color: look.color, font: look.font,
            left: `${place.left + 2}px`, top: `${place.top + 2}px`,
            width: `${place.width - 56}px`, height: `${place.height - 4}px`,
            lineHeight: `${place.height - 4}px`, paddingLeft: look.paddingLeft,
        });
        document.body.append(over);
    }
}"""


def _photo(page: Page, place: Locator) -> bytes:
    """The screen with what the step is about marked."""
    place.evaluate(
        """(one) => {
            const shown = one.getClientRects().length ? one : one.parentElement;
            const fits = shown.getBoundingClientRect().height < innerHeight * 0.8;
            const block = fits ? "center" : "start";
            shown.scrollIntoView({block, behavior: "instant"});
            shown.dataset.photo = shown.style.outline || "none";
            shown.style.outline = "4px solid #b3261e";
        }"""
    )
    page.evaluate(_DATES_AS_WRITTEN)
    stream = io.BytesIO()
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(stream, "WEBP", quality=45, method=6)
    page.locator("[data-photo-date]").evaluate_all(
        "all => all.forEach((one) => one.remove())"
    )
    place.evaluate(
        """(one) => {
            const shown = one.getClientRects().length ? one : one.parentElement;
            shown.style.outline = "";
        }"""
    )
    return stream.getvalue()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
