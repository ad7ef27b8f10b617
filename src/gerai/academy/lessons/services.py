"""Writes of lessons and progress; public.

Two tabs, or a button that was pressed twice, may ask for the same at once: each write
takes the one row of person and lesson and only ever moves it forward.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from gerai.academy.lessons.format import LessonContent
from gerai.academy.lessons.loading import put_content
from gerai.academy.lessons.marking import Marked, mark_all
from gerai.academy.lessons.models import Lesson, Progress, Welcome
from gerai.academy.lessons.policies import may_change_lessons, may_learn
from gerai.academy.lessons.reading import packaged_lessons
from gerai.contentpack.canonical import fingerprint

LESSON_ACTION = "gerai.academy.lesson"
OFFER_ACTION = "gerai.academy.offer"


def open_lesson(*, person: Any, lesson: Lesson) -> Progress:
    """Remember that somebody has begun to read; a second time changes nothing.

    Raises:
        PermissionDenied: they have no role.
    """
    if not may_learn(person):
        raise PermissionDenied
    progress, _made = Progress.objects.get_or_create(person=person, lesson=lesson)
    return progress


@transaction.atomic
def answer_questions(
    *, person: Any, lesson: Lesson, given: Mapping[str, Sequence[str]]
) -> list[Marked]:
    """Judge the short questions of a lesson, as often as somebody likes."""
    marked = mark_all(lesson.read.questions, given)
    progress = _locked(person, lesson)
    right = sum(one.is_right for one in marked)
    # The best try counts: learning is what the questions are there for.
    if progress.asked != len(marked) or right >= progress.right:
        progress.right, progress.asked = right, len(marked)
    if right == len(marked) and progress.answered_at is None:
        progress.answered_at = timezone.now()
    _settle(progress, lesson.read)
    progress.save()
    return marked


@transaction.atomic
def record_begun(*, person: Any, lesson: Lesson) -> Progress:
    """Remember when an exercise was begun; beginning anew keeps what was reached."""
    progress = _locked(person, lesson)
    progress.begun_at = timezone.now()
    progress.open_points = []
    progress.save()
    return progress


@transaction.atomic
def record_check(*, person: Any, lesson: Lesson, open_points: list[str]) -> Progress:
    """Remember what a check found: the rules that were not met, in words."""
    progress = _locked(person, lesson)
    progress.checks += 1
    progress.open_points = open_points
    if not open_points and progress.solved_at is None:
        progress.solved_at = timezone.now()
    _settle(progress, lesson.read)
    progress.save()
    return progress


def _locked(person: Any, lesson: Lesson) -> Progress:
    open_lesson(person=person, lesson=lesson)
    return Progress.objects.select_for_update().get(person=person, lesson=lesson)


def _settle(progress: Progress, content: LessonContent) -> None:
    is_solved = content.exercise is None or progress.solved_at is not None
    if is_solved and progress.answered_at is not None and progress.done_at is None:
        progress.done_at = timezone.now()


@transaction.atomic
def write_lesson(*, by: Any, content: LessonContent, lesson: Lesson | None) -> Lesson:
    """Store what the office wrote; a new lesson without ``lesson``.

    Raises:
        PermissionDenied: they may not change lessons.
    """
    if not may_change_lessons(by):
        raise PermissionDenied
    row = lesson or Lesson(key=content.key)
    put_content(row, content).save()
    log(instance=row, action=LESSON_ACTION, user=by)
    return row


@transaction.atomic
def offer_lesson(*, by: Any, lesson: Lesson, is_offered: bool) -> None:
    """Put a lesson on the path or take it off; what people reached is kept.

    Raises:
        PermissionDenied: they may not change lessons.
    """
    if not may_change_lessons(by):
        raise PermissionDenied
    lesson.is_offered = is_offered
    lesson.save(update_fields=["is_offered", "changed_at"])
    log(instance=lesson, action=OFFER_ACTION, user=by)


@transaction.atomic
def bring_back(*, by: Any, lesson: Lesson) -> bool:
    """Give a lesson the text that Gerai delivers; False if it delivers none.

    Raises:
        PermissionDenied: they may not change lessons.
    """
    if not may_change_lessons(by):
        raise PermissionDenied
    for content in packaged_lessons():
        if content.key == lesson.key:
            put_content(lesson, content)
            lesson.delivered = fingerprint(lesson.content)
            lesson.save()
            log(instance=lesson, action=LESSON_ACTION, user=by)
            return True
    return False


def close_welcome(*, person: Any) -> None:
    """Don't lead this person any more; the path stays."""
    Welcome.objects.update_or_create(
        person=person, defaults={"closed_at": timezone.now()}
    )
