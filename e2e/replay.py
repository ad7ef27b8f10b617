"""Does in a browser what the steps of a lesson declare; for tests and for the manual."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page

from gerai.academy.help.addresses import fits
from gerai.academy.lessons.format import LessonContent, Step
from gerai.academy.practice import samples
from gerai.academy.practice.addresses import PREFIX

SECONDS_TO_APPEAR = 10.0
ZONE = ZoneInfo("Asia/Makassar")

Seen = Callable[[int, Step, Locator | None], None]
"""Is told of each step, counted from 1, before it is done."""


class StepDoesNotFit(AssertionError):
    """What a step declares isn't on the screen (any more)."""


def replay(
    page: Page,
    lesson: LessonContent,
    steps: Sequence[Step],
    *,
    prefix: str = "",
    language: str = "id",
    seen: Seen | None = None,
) -> None:
    """Do the steps one after the other.

    Args:
        prefix: below which the desk's addresses lie: that of the practice mall, or none.
        language: of the person; outside the desk it is the address that decides.

    Raises:
        StepDoesNotFit: naming lesson, step and screen.
    """
    for number, step in enumerate(steps, start=1):
        try:
            _perform(page, _in(language, step), number, prefix, seen)
        except Exception as problem:
            reason = str(problem).splitlines()[0]
            raise StepDoesNotFit(
                f"{lesson.key}, step {number} ({step.do} {step.target or ''}) on "
                f"{page.url}: {reason}"
            ) from problem


def _in(language: str, step: Step) -> Step:
    """A step outside the desk, at the address that it has in a language."""
    if language == "id" or step.at is None or step.at.startswith("/admin/"):
        return step
    return step.model_copy(update={"at": f"/{language}{step.at}"})


def _perform(
    page: Page, step: Step, number: int, prefix: str, seen: Seen | None
) -> None:
    if step.do == "go":
        page.goto(f"{prefix}{step.at}")
    place = _place(page, step)
    if place is None:
        if step.target and not step.optional:
            raise AssertionError("it isn't on the screen")
        if seen is not None:
            seen(number, step, None)
        return
    if step.at is not None:
        path = urlsplit(page.url).path.removeprefix(prefix)
        if not fits(step.at, path):
            raise AssertionError(f"{path} isn't {step.at}")
    if seen is not None:
        seen(number, step, place)
    _act(page, step, place)


def _place(page: Page, step: Step) -> Locator | None:
    """What a step is about; None where there is nothing to find or it is left out."""
    if not step.target:
        return None
    is_hidden_by_design = step.do in {"choose", "tick", "upload"}
    found = page.locator(
        step.target if is_hidden_by_design else f"{step.target} >> visible=true"
    )
    if step.do == "press" and step.value:
        found = found.filter(has_text=re.compile(re.escape(step.value)))
    if step.do == "choose":
        found = page.locator(f'{step.target}[value="{step.value}"]')
    if step.optional:
        page.wait_for_load_state("load")
        return found.first if found.count() else None
    found.first.wait_for(
        state="attached" if is_hidden_by_design else "visible",
        timeout=SECONDS_TO_APPEAR * 1000,
    )
    return found.last if step.do == "press" and not step.value else found.first


def _act(page: Page, step: Step, place: Locator) -> None:
    value = said(step.value or "")
    if step.do == "press":
        place.click()
        page.wait_for_load_state("load")
    elif step.do == "fill":
        place.fill(value)
    elif step.do in {"choose", "tick"}:
        key = place.get_attribute("id")
        label = page.locator(f'label[for="{key}"]').first
        label.click()
    elif step.do == "upload":
        place.set_input_files(sample_file(value))


def said(value: str) -> str:
    """A value with its days filled in, as a date field takes them."""
    tomorrow = datetime.now(tz=ZONE).date() + timedelta(days=1)
    return value.replace("{tomorrow}", tomorrow.isoformat())


def sample_file(kind: str) -> FilePayload:
    """A file to upload: one of those to practise with, or a new photo."""
    if kind in samples.names():
        return FilePayload(
            name=kind, mimeType="application/pdf", buffer=samples.sample(kind)
        )
    # Another one each time, since twins are refused.
    stream = io.BytesIO()
    seed = datetime.now(tz=ZONE).microsecond
    colour = (seed % 251, seed // 251 % 251, 120)
    Image.new("RGB", (800, 600), colour).save(stream, "JPEG")
    return FilePayload(
        name=f"{kind}.jpg", mimeType="image/jpeg", buffer=stream.getvalue()
    )


def begin(page: Page, lesson: LessonContent) -> None:
    """Begin the exercise of a lesson, whatever was done before."""
    page.goto(f"/admin/akademi/pelajaran/{lesson.key}/latihan/")
    page.locator("button[value=begin]").click()
    page.wait_for_url(f"**{PREFIX}/**")


def replay_exercise(
    page: Page, lesson: LessonContent, *, seen: Seen | None = None
) -> str:
    """Do the model solution in a fresh practice mall, and let the rules look at it.

    Returns:
        what the academy says of it.
    """
    begin(page, lesson)
    replay(page, lesson, lesson.solution, prefix=PREFIX, seen=seen)
    page.goto(f"/admin/akademi/pelajaran/{lesson.key}/latihan/")
    page.locator("button[value=check]").click()
    return page.locator(".academy-findings").inner_text()
