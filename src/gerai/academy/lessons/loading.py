"""Brings the delivered lessons into the database; what the office changed stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from gerai.academy.lessons.format import LessonContent
from gerai.academy.lessons.models import Lesson
from gerai.academy.lessons.reading import data_of, packaged_lessons
from gerai.contentpack.canonical import fingerprint


@dataclass(slots=True)
class LessonReport:
    """What loading did, by the keys of the lessons."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        return bool(self.new or self.changed or self.withdrawn)


@transaction.atomic
def load_lessons(lessons: list[LessonContent] | None = None) -> LessonReport:
    """Make the delivered lessons those of the database; a second time changes nothing.

    A lesson that the office changed is kept as it is. One that Gerai no longer brings
    isn't offered any more, unless the office had made it its own; nobody's progress is
    lost either way.

    Raises:
        PackRefused: a delivered file is wrong; nothing is changed then.
    """
    lessons = packaged_lessons() if lessons is None else lessons
    report = LessonReport()
    rows = {row.key: row for row in Lesson.objects.select_for_update()}
    for lesson in lessons:
        _settle(rows.get(lesson.key), lesson, report)
    keys = {lesson.key for lesson in lessons}
    for row in rows.values():
        if row.key not in keys and row.is_offered and not row.is_own:
            row.is_offered = False
            row.save(update_fields=["is_offered", "changed_at"])
            report.withdrawn.append(row.key)
    return report


def settle_lessons(say: Callable[[str], None]) -> None:
    """What ``gerai prepare`` does with lessons."""
    report = load_lessons()
    if report.did_something:
        say(
            f"Lessons: {len(report.new)} new, {len(report.changed)} changed, "
            f"{len(report.kept)} kept as the office wrote them, "
            f"{len(report.withdrawn)} withdrawn."
        )


def _settle(row: Lesson | None, lesson: LessonContent, report: LessonReport) -> None:
    data = data_of(lesson)
    mark = fingerprint(data)
    if row is None:
        row = Lesson(key=lesson.key, delivered=mark)
        put_content(row, lesson, data).save()
        report.new.append(lesson.key)
    elif row.is_own and fingerprint(row.content) != mark:
        report.kept.append(lesson.key)
    elif row.delivered != mark or fingerprint(row.content) != mark:
        row.delivered = mark
        put_content(row, lesson, data).save()
        report.changed.append(lesson.key)


def put_content(row: Lesson, lesson: LessonContent, data: Any = None) -> Lesson:
    """Set the content and what is derived from it; doesn't save."""
    row.content = data_of(lesson) if data is None else data
    row.order, row.skill = lesson.order, lesson.skill
    row.__dict__.pop("read", None)
    return row
