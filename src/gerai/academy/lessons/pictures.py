"""Pictures of the steps, taken from the running product by ``make manual``."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from gerai.academy.lessons.format import LessonContent

FOLDER = "academy/pictures"


def picture_name(content: LessonContent, number: int, language: str = "id") -> str:
    """The file of a step, counted from 1."""
    return f"{content.key}-{number}-{language}.webp"


def picture_of(content: LessonContent, number: int) -> str:
    """The static path of a step's picture; empty where there is none.

    A lesson that the office changed keeps its pictures as long as its steps count the
    same: they show screens, which only Gerai changes.
    """
    name = picture_name(content, number)
    return f"{FOLDER}/{name}" if name in _known() else ""


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    folder = files("gerai.academy") / "static" / "academy" / "pictures"
    return (
        frozenset(one.name for one in folder.iterdir())
        if folder.is_dir()
        else frozenset()
    )
