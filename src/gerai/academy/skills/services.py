"""Writes of tests and certificates; public."""

from __future__ import annotations

import random
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gerai.academy.lessons.format import Question
from gerai.academy.lessons.marking import mark
from gerai.academy.lessons.models import Lesson
from gerai.academy.lessons.policies import may_learn
from gerai.academy.lessons.selectors import offered_lessons, path_of
from gerai.academy.skills.codes import new_code
from gerai.academy.skills.drawing import draw
from gerai.academy.skills.models import (
    ITEMS_KEPT,
    RESULTS_KEPT,
    UNFINISHED_KEPT,
    Certificate,
    ItemKind,
    Sitting,
    SittingItem,
    SkillScore,
    Stage,
)
from gerai.guard.sections import role_of
from gerai.place.selectors import mall_today

LONGEST_ITEM = timedelta(minutes=15)
"""Somebody who is called to the counter in between isn't slow."""

ENOUGH = 70
"""Percent from which somebody can do it."""


def start_test(*, person: Any, rng: random.Random | None = None) -> Sitting:
    """The test that somebody is in, or a new one.

    Raises:
        PermissionDenied: they have no role.
        ValueError: there is nothing to ask.
    """
    role = role_of(person)
    if role is None or not may_learn(person):
        raise PermissionDenied
    going_on = Sitting.objects.filter(person=person, finished_at=None).first()
    if going_on is not None:
        return going_on
    earlier = SittingItem.objects.filter(sitting__person=person)
    drawn = draw(
        [lesson.read for lesson in offered_lessons(role)],
        asked_before=earlier.values_list("lesson", "question"),
        rng=rng or secrets.SystemRandom(),
    )
    if not drawn:
        raise ValueError("no lessons")
    was_tested = Sitting.objects.filter(person=person).exists()
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(
                person=person,
                stage=Stage.AFTER if was_tested else Stage.BEFORE,
                role=role,
                started_at=timezone.now(),
            )
            SittingItem.objects.bulk_create(
                SittingItem(
                    sitting=sitting,
                    position=position,
                    skill=one.skill,
                    kind=ItemKind.TASK if one.is_task else ItemKind.QUESTION,
                    lesson=one.lesson,
                    question=one.question,
                    worth=one.worth,
                )
                for position, one in enumerate(drawn, start=1)
            )
    except IntegrityError:  # the other tab was first
        return Sitting.objects.get(person=person, finished_at=None)
    return sitting


def question_of(item: SittingItem) -> Question | None:
    """What an item asks; None if the office took it away meanwhile."""
    lesson = lesson_of(item)
    if lesson is None:
        return None
    content = lesson.read
    return next(
        (
            one
            for one in (*content.questions, *content.pool)
            if one.key == item.question
        ),
        None,
    )


def lesson_of(item: SittingItem) -> Lesson | None:
    """The lesson of an item, if it is offered still."""
    return Lesson.objects.filter(key=item.lesson, is_offered=True).first()


def next_item(sitting: Sitting) -> SittingItem | None:
    """What is to be answered next; None when all is.

    What can't be asked any more is left out and counts nothing. The first look at an
    item starts its clock.
    """
    for item in sitting.items.filter(answered_at=None):
        lesson = lesson_of(item)
        is_there = (
            question_of(item) is not None
            if item.kind == ItemKind.QUESTION
            else lesson is not None and lesson.read.exercise is not None
        )
        if is_there:
            if item.opened_at is None:
                item.opened_at = timezone.now()
                item.save(update_fields=["opened_at"])
            return item
        item.worth, item.answered_at = 0.0, timezone.now()
        item.save(update_fields=["worth", "answered_at"])
    return None


@transaction.atomic
def answer_item(*, sitting: Sitting, position: int, given: Sequence[str]) -> None:
    """Take the answer to a question; a second one, from another tab, changes nothing."""
    item = _open_item(sitting, position, ItemKind.QUESTION)
    question = question_of(item) if item is not None else None
    if item is None or question is None:
        return
    marked = mark(question, given)
    item.points = item.worth if marked.is_right else 0.0
    item.slips = 0 if marked.is_right else 1
    item.answered_at = timezone.now()
    item.save()


@transaction.atomic
def look_at_task(*, sitting: Sitting, position: int, met: int, total: int) -> bool:
    """Take what a look at the practice mall found; whether the task is done."""
    item = _open_item(sitting, position, ItemKind.TASK)
    if item is None:
        return True
    share = met / total if total else 1.0
    item.points = max(item.points, item.worth * share)
    if met == total:
        item.answered_at = timezone.now()
    else:
        item.slips += 1
    item.save()
    return met == total


@transaction.atomic
def leave_task(*, sitting: Sitting, position: int) -> None:
    """Go on without having done a task; what was right of it counts."""
    item = _open_item(sitting, position, ItemKind.TASK)
    if item is not None:
        item.answered_at = timezone.now()
        item.save(update_fields=["answered_at"])


def _open_item(sitting: Sitting, position: int, kind: ItemKind) -> SittingItem | None:
    return (
        SittingItem.objects.select_for_update()
        .filter(sitting=sitting, position=position, kind=kind, answered_at=None)
        .first()
    )


@transaction.atomic
def finish(*, sitting: Sitting) -> Sitting:
    """Add up the scores of a test that is answered; once, however often it is asked."""
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    items = list(sitting.items.all())
    if sitting.finished_at is not None or any(one.answered_at is None for one in items):
        return sitting
    sitting.finished_at = timezone.now()
    sitting.save(update_fields=["finished_at"])
    by_skill: dict[str, list[SittingItem]] = defaultdict(list)
    for item in items:
        if item.worth:
            by_skill[item.skill].append(item)
    SkillScore.objects.bulk_create(
        SkillScore(
            sitting=sitting,
            person_id=sitting.person_id,
            skill=skill,
            percent=round(
                100 * sum(one.points for one in found) / sum(one.worth for one in found)
            ),
            seconds=sum(_seconds(one) for one in found),
            slips=sum(one.slips for one in found),
            measured_at=sitting.finished_at,
        )
        for skill, found in by_skill.items()
    )
    issue_certificate(sitting=sitting)
    return sitting


def _seconds(item: SittingItem) -> int:
    if item.opened_at is None or item.answered_at is None:
        return 0
    return int(min(item.answered_at - item.opened_at, LONGEST_ITEM).total_seconds())


def issue_certificate(*, sitting: Sitting) -> Certificate | None:
    """The certificate of a finished test: all lessons done, and enough of it right.

    Asking again gives the same one.
    """
    if sitting.finished_at is None:
        return None
    known = Certificate.objects.filter(sitting=sitting).first()
    if known is not None:
        return known
    scores = list(sitting.scores.all())
    path = path_of(sitting.person)
    mean = sum(one.percent for one in scores) / len(scores) if scores else 0
    if mean < ENOUGH or path.done < len(path.stops):
        return None
    certificate, _made = Certificate.objects.get_or_create(
        sitting=sitting,
        defaults={
            "code": new_code(),
            "person": sitting.person,
            "initials": initials_of(sitting.person),
            "role": sitting.role,
            "skills": sorted(one.skill for one in scores if one.percent >= ENOUGH),
            "issued_on": mall_today(),
        },
    )
    return certificate


def initials_of(person: Any) -> str:
    """``S. A.`` of Siti Aminah; what the public sees of a name."""
    words = (person.get_full_name() or person.get_username()).split()
    return " ".join(f"{word[0].upper()}." for word in words[:4])


def forget_old(now: datetime | None = None) -> None:
    """The chore that keeps what is promised of retention."""
    now = now or timezone.now()
    SittingItem.objects.filter(sitting__finished_at__lt=now - ITEMS_KEPT).delete()
    Sitting.objects.filter(finished_at__lt=now - RESULTS_KEPT).delete()
    Sitting.objects.filter(
        finished_at=None, started_at__lt=now - UNFINISHED_KEPT
    ).delete()
