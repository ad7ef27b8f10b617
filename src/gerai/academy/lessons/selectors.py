"""Reads of lessons and of how far people are; public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gerai.academy.lessons.models import Lesson, Progress
from gerai.guard.roles import Role
from gerai.guard.sections import role_of


@dataclass(frozen=True, slots=True)
class Stop:
    """One lesson on somebody's path.

    Attributes:
        progress: None where it wasn't opened yet.
        is_next: whether it is the one to go on with.
    """

    lesson: Lesson
    progress: Progress | None
    is_next: bool = False

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.done_at is not None

    @property
    def is_begun(self) -> bool:
        return self.progress is not None and not self.is_done


@dataclass(frozen=True, slots=True)
class Path:
    """The lessons of one person, in order."""

    stops: list[Stop]

    @property
    def done(self) -> int:
        return sum(stop.is_done for stop in self.stops)

    @property
    def percent(self) -> int:
        return self.done * 100 // len(self.stops) if self.stops else 0

    @property
    def next(self) -> Stop | None:
        return next((stop for stop in self.stops if stop.is_next), None)

    @property
    def minutes_left(self) -> int:
        return sum(stop.lesson.read.minutes for stop in self.stops if not stop.is_done)


def offered_lessons(role: Role | None) -> list[Lesson]:
    """What stands on the path of a role."""
    lessons = Lesson.objects.filter(is_offered=True)
    return [lesson for lesson in lessons if lesson.read.is_for(role)]


def path_of(person: Any) -> Path:
    """The path of one person; two queries besides their role's."""
    lessons = offered_lessons(role_of(person))
    known = {one.lesson_id: one for one in Progress.objects.filter(person=person)}
    stops: list[Stop] = []
    is_found = False
    for lesson in lessons:
        progress = known.get(lesson.pk)
        is_next = not is_found and (progress is None or progress.done_at is None)
        is_found = is_found or is_next
        stops.append(Stop(lesson, progress, is_next))
    return Path(stops)


def lesson_with(key: str) -> Lesson | None:
    """An offered lesson."""
    return Lesson.objects.filter(key=key, is_offered=True).first()


def progress_on(person: Any, lesson: Lesson) -> Progress | None:
    """How far one person is with one lesson."""
    return Progress.objects.filter(person=person, lesson=lesson).first()


def progress_of(
    people: Iterable[int], lessons: Iterable[int]
) -> dict[tuple[int, int], Progress]:
    """By person and lesson; one query."""
    found = Progress.objects.filter(person__in=list(people), lesson__in=list(lessons))
    return {(one.person_id, one.lesson_id): one for one in found}
