"""Which help belongs to a screen and a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import RootModel

from gerai.academy.help.addresses import exactness_of, fits
from gerai.academy.help.tours import TourStop, declared_tour, tour_on
from gerai.academy.lessons.format import (
    SENTENCES,
    Address,
    BothLines,
    Key,
)
from gerai.academy.lessons.models import Lesson
from gerai.contentpack.format.base import PackModel
from gerai.contentpack.reading.faults import check
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.yaml_files import YamlDocument, read_yaml
from gerai.guard.roles import Role

FILE = "screens.yaml"


class ScreenHelp(PackModel):
    """Help for screens that no lesson is about.

    Attributes:
        lesson: the nearest lesson, to read on and to practise.
    """

    at: list[Address]
    title: BothLines
    about: list[BothLines]
    lesson: Key | None = None
    tour: list[TourStop] = []


class _Screens(RootModel[list[ScreenHelp]]):
    pass


@dataclass(frozen=True, slots=True)
class Help:
    """What the panel of one screen shows, in the active language.

    Attributes:
        lesson: to read and practise; None where there is none for this role.
    """

    title: str
    sentences: list[str]
    tour: list[TourStop]
    lesson: Lesson | None

    @property
    def can_practise(self) -> bool:
        return self.lesson is not None and self.lesson.read.exercise is not None


def help_for(
    path: str, role: Role | None, offered: Iterable[Lesson] | None = None
) -> Help | None:
    """The help of a screen; None if nobody thought of it. One query.

    Args:
        offered: the lessons that are offered, where they are known already.
    """
    if offered is None:
        offered = Lesson.objects.filter(is_offered=True)
    lessons = {one.key: one for one in offered}
    found = [
        (exactness_of(pattern), lesson.read.is_for(role), lesson)
        for lesson in lessons.values()
        for pattern in lesson.read.screens
        if fits(pattern, path)
    ]
    entry = _entry_for(path)
    if found:
        exactness, _is_own, lesson = max(found, key=lambda one: one[:2])
        if entry is None or exactness >= entry[0]:
            return _of_lesson(lesson, path)
    if entry is None:
        return None
    declared = entry[1]
    nearest = lessons.get(declared.lesson or "")
    return Help(
        str(declared.title),
        [str(one) for one in declared.about],
        declared_tour(path) or declared.tour,
        nearest if nearest is not None and nearest.read.is_for(role) else None,
    )


def _of_lesson(lesson: Lesson, path: str) -> Help:
    content = lesson.read
    entry = _entry_for(path)
    tour = (
        declared_tour(path)
        or tour_on(content, path)
        or (entry[1].tour if entry else [])
    )
    sentences = [str(one) for one in content.summary[:SENTENCES]]
    return Help(str(content.title), sentences, tour, lesson)


def _entry_for(path: str) -> tuple[tuple[int, int], ScreenHelp] | None:
    found = [
        (exactness_of(pattern), entry)
        for entry in declared_screens()
        for pattern in entry.at
        if fits(pattern, path)
    ]
    return max(found, key=lambda one: one[0], default=None)


@lru_cache(maxsize=1)
def declared_screens() -> list[ScreenHelp]:
    """What ``screens.yaml`` declares.

    Raises:
        PackRefused: with every fault and its line.
    """
    return read_screens((files("gerai.academy.help") / FILE).read_text("utf-8"))


def read_screens(text: str) -> list[ScreenHelp]:
    """The entries of such a file.

    Raises:
        PackRefused: with every fault and its line.
    """
    problems = Problems()
    document: YamlDocument = read_yaml(text)
    screens = check(_Screens, document, FILE, problems)
    problems.raise_if_any()
    assert screens is not None  # noqa: S101 - otherwise there is a problem
    return screens.root
