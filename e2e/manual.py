"""``make manual``: the handbook in both languages, with pictures of the running product.

Lessons with an exercise are photographed while their model solution is replayed in the
practice mall, the others on the desk. A step that doesn't fit its screen stops it.
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

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Locator, Page  # noqa: E402

from e2e.browser import PHONE, launched_browser  # noqa: E402
from e2e.replay import replay, replay_exercise  # noqa: E402
from e2e.site import Site, served_site  # noqa: E402
from e2e.staff import invitation, joined  # noqa: E402
from gerai.academy.lessons.format import LessonContent  # noqa: E402
from gerai.academy.lessons.reading import packaged_lessons  # noqa: E402
from gerai.academy.manual.building import build_manual  # noqa: E402

FOLDER = Path("build/manual")
LANGUAGES = ("id", "en")
AGENCY = "disdukcapil"


def main() -> int:
    """Build the handbook below ``build/manual``; the exit code."""
    kept = os.environ.get("E2E_DATA")
    place = nullcontext(kept) if kept else tempfile.TemporaryDirectory()
    lessons = packaged_lessons()
    with place as data, served_site(Path(data)) as site, launched_browser() as browser:
        for language in LANGUAGES:
            pictures = _photographed(browser, site, language, lessons)
            for file in build_manual(lessons, pictures, language, FOLDER):
                sys.stdout.write(f"{file}\n")
    return 0


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
                pictures[lesson.key, number] = _photo(page, place)  # noqa: B023

        if lesson.exercise is not None:
            replay_exercise(page, lesson, seen=seen)
        else:
            replay(page, lesson, lesson.steps, seen=seen)
    for page in pages.values():
        page.context.close()
    return pictures


def _signed_in(browser: Browser, site: Site, role: str, language: str) -> Page:
    context = browser.new_context(
        base_url=site.base_url,
        viewport={"width": PHONE[0], "height": PHONE[1]},
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
        page.wait_for_load_state("load")
    return page


def _photo(page: Page, place: Locator) -> bytes:
    """The screen with what the step is about marked."""
    place.evaluate(
        """(one) => {
            const shown = one.getClientRects().length ? one : one.parentElement;
            shown.scrollIntoView({block: "center"});
            shown.dataset.photo = shown.style.outline || "none";
            shown.style.outline = "4px solid #b3261e";
        }"""
    )
    stream = io.BytesIO()
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(stream, "WEBP", quality=60)
    place.evaluate(
        """(one) => {
            const shown = one.getClientRects().length ? one : one.parentElement;
            shown.style.outline = "";
        }"""
    )
    return stream.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
