"""Which questions and tasks a test asks; pure."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gerai.academy.lessons.format import LessonContent

QUESTIONS_PER_SKILL = 2
TASKS = 2
QUESTION_WORTH = 1.0
TASK_WORTH = 3.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question (``question`` names it) or the exercise of a lesson."""

    skill: str
    lesson: str
    question: str = ""

    @property
    def is_task(self) -> bool:
        return not self.question

    @property
    def worth(self) -> float:
        return TASK_WORTH if self.is_task else QUESTION_WORTH


def draw(
    lessons: Sequence[LessonContent],
    *,
    asked_before: Iterable[tuple[str, str]],
    rng: random.Random,
) -> list[Drawn]:
    """A test for whoever has ``lessons`` on their path.

    Args:
        asked_before: (lesson, question) of earlier tests; they come only where there is
            nothing else to ask. Of a task the question is empty.
        rng: decides; the same one gives the same test.

    Returns:
        questions of each skill, then a few tasks, each of another skill.
    """
    known = set(asked_before)
    by_skill: dict[str, list[Drawn]] = defaultdict(list)
    tasks: list[Drawn] = []
    for lesson in lessons:
        for question in (*lesson.questions, *lesson.pool):
            by_skill[lesson.skill].append(Drawn(lesson.skill, lesson.key, question.key))
        if lesson.exercise is not None:
            tasks.append(Drawn(lesson.skill, lesson.key))
    drawn: list[Drawn] = []
    for found in by_skill.values():
        drawn += _fresh_first(found, known, rng)[:QUESTIONS_PER_SKILL]
    chosen: list[Drawn] = []
    for task in _fresh_first(tasks, known, rng):
        if all(task.skill != one.skill for one in chosen):
            chosen.append(task)
    return drawn + chosen[:TASKS]


def _fresh_first(
    found: list[Drawn], known: set[tuple[str, str]], rng: random.Random
) -> list[Drawn]:
    mixed = rng.sample(found, len(found))
    return sorted(mixed, key=lambda one: (one.lesson, one.question) in known)
