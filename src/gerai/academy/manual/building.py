"""From lessons and pictures to a handbook, as HTML and as PDF."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from PIL import Image

from gerai.academy.lessons.format import LessonContent, Step, skill_title
from gerai.academy.lessons.texts import shown
from gerai.academy.paper import pdf_of
from gerai.printing.press import Sheet

PICTURES = "pictures"

Pictures = Mapping[tuple[str, int], bytes]
"""WebP of a step, by the key of the lesson and the number of the step from 1."""


@dataclass(frozen=True, slots=True)
class ManualStep:
    """A step with the address of its picture; empty where there is none."""

    step: Step
    picture: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One lesson of the handbook."""

    lesson: LessonContent
    skill: str
    why: SafeString
    steps: list[ManualStep]


def build_manual(
    lessons: Sequence[LessonContent], pictures: Pictures, language: str, folder: Path
) -> list[Path]:
    """Write ``<language>/index.html`` with its pictures, and ``manual-<language>.pdf``.

    Returns:
        the two files.

    Raises:
        PaperUnavailable: the machine can't draw PDF; the HTML is written already.
    """
    below = folder / language
    (below / PICTURES).mkdir(parents=True, exist_ok=True)
    for (key, number), data in pictures.items():
        (below / PICTURES / f"{key}-{number}.webp").write_bytes(data)

    def beside(key: str, number: int) -> str:
        return f"{PICTURES}/{key}-{number}.webp"

    def within(key: str, number: int) -> str:
        data = base64.b64encode(_as_jpeg(pictures[key, number])).decode()
        return f"data:image/jpeg;base64,{data}"

    with translation.override(language):
        index = below / "index.html"
        index.write_text(_html(_chapters(lessons, pictures, beside), language), "utf-8")
        paper = folder / f"manual-{language}.pdf"
        chapters = _chapters(lessons, pictures, within)
        paper.write_bytes(pdf_of([Sheet(_html(chapters, language, True), 10.5)]))
    return [index, paper]


def _as_jpeg(data: bytes) -> bytes:
    """PDF takes JPEG as it is; of anything else it keeps every dot."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").save(stream, "JPEG", quality=60, optimize=True)
    return stream.getvalue()


def _chapters(
    lessons: Sequence[LessonContent],
    pictures: Pictures,
    address: Callable[[str, int], str],
) -> list[Chapter]:
    return [
        Chapter(
            lesson,
            skill_title(lesson.skill),
            shown(str(lesson.why)),
            [
                ManualStep(
                    step,
                    address(lesson.key, number)
                    if (lesson.key, number) in pictures
                    else "",
                )
                for number, step in enumerate(lesson.steps, start=1)
            ],
        )
        for lesson in lessons
    ]


def _html(chapters: list[Chapter], language: str, is_paper: bool = False) -> str:
    return render_to_string(
        "academy/manual/handbook.html",
        {
            "chapters": chapters,
            "language": language,
            "is_paper": is_paper,
            "mall": None,
            "running": "Gerai",
        },
    )
