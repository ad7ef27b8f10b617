"""The exercise of a lesson: begun, gone on with, looked at, begun anew.

What somebody does is done in their practice mall, with the desk's own screens; this
room only arranges it and looks at the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gerai.academy.checks.loading import load_rules
from gerai.academy.checks.rules import Finding
from gerai.academy.checks.running import run_checks
from gerai.academy.lessons.format import Exercise
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.lessons.services import record_begun, record_check
from gerai.academy.practice import address_of, arrange, load_scene
from gerai.academy.practice.models import Copy
from gerai.academy.practice.selectors import copy_of
from gerai.academy.practice.services import prepare_copy


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at the practice mall found."""

    findings: list[Finding]
    progress: Progress

    @property
    def is_solved(self) -> bool:
        return all(finding.met for finding in self.findings)

    @property
    def met(self) -> int:
        return sum(finding.met for finding in self.findings)


def begin(*, person: Any, lesson: Lesson, task: str) -> str:
    """Arrange a fresh practice mall for a lesson; the address at which it begins.

    Args:
        task: the address of the screen that set it, to which the practice mall leads back.

    Raises:
        PracticeError: there is no room for a copy just now.
        ValueError: the lesson has no exercise.
    """
    exercise = lesson.read.exercise
    if exercise is None:
        raise ValueError(lesson.key)
    scene = load_scene(exercise.scene or [], file=lesson.key)
    copy = arrange(prepare_copy(person), scene, task=task)
    record_begun(person=person, lesson=lesson)
    return address_of(copy, exercise.start)


def entrance(*, person: Any, lesson: Lesson) -> str | None:
    """Where an exercise that was begun goes on; None if its copy is gone."""
    exercise, copy = lesson.read.exercise, copy_of(person)
    if exercise is None or copy is None:
        return None
    return address_of(copy, exercise.start)


def findings_of(exercise: Exercise, copy: Copy) -> list[Finding]:
    """What the rules of an exercise find in a copy.

    Raises:
        CopyGone: the copy was begun anew meanwhile.
        RulesRefused: the rules were stored before a kind of them changed.
    """
    return run_checks(load_rules(exercise.rules, file="exercise"), copy)


def look(*, person: Any, lesson: Lesson) -> Checked | None:
    """Compare what was done with the rules; None if there is no copy to look at.

    Raises:
        CopyGone: the copy was begun anew meanwhile.
    """
    exercise, copy = lesson.read.exercise, copy_of(person)
    if exercise is None or copy is None:
        return None
    findings = findings_of(exercise, copy)
    open_points = [finding.text for finding in findings if not finding.met]
    progress = record_check(person=person, lesson=lesson, open_points=open_points)
    return Checked(findings, progress)
