"""Reads of classes: who is how far; public."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from gerai.academy.classes.models import ClassMember, TrainingClass
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.lessons.selectors import progress_of


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of a class, and how far they are with each lesson."""

    member: ClassMember
    cells: list[Progress | None]

    @property
    def done(self) -> int:
        return sum(one is not None and one.done_at is not None for one in self.cells)

    @property
    def now(self) -> Progress | None:
        """What they worked on last and haven't done yet."""
        begun = [one for one in self.cells if one is not None and one.done_at is None]
        return max(begun, key=lambda one: one.touched_at, default=None)

    @property
    def name(self) -> str:
        person = self.member.person
        return person.get_full_name() or person.get_username()

    @property
    def agency(self) -> str:
        """Whom they work for; empty for the mall's own people."""
        staff = getattr(self.member.person, "staff_member", None)
        return staff.section.title if staff is not None and staff.section else ""


@dataclass(frozen=True, slots=True)
class LessonSum:
    """One lesson of a class: how many have begun, and how many are done."""

    lesson: Lesson
    begun: int
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Board:
    """How far a class is."""

    lessons: list[Lesson]
    rows: list[MemberRow]

    @property
    def finished(self) -> int:
        """How many have done every lesson of the class."""
        return sum(row.done == len(self.lessons) for row in self.rows)

    @property
    def present(self) -> int:
        return sum(row.member.was_there for row in self.rows)

    @property
    def sums(self) -> list[LessonSum]:
        return [
            LessonSum(
                lesson,
                sum(row.cells[number] is not None for row in self.rows),
                sum(
                    (cell := row.cells[number]) is not None and cell.done_at is not None
                    for row in self.rows
                ),
                len(self.rows),
            )
            for number, lesson in enumerate(self.lessons)
        ]


def classes() -> QuerySet[TrainingClass]:
    """All classes with the number of people, the newest first."""
    return TrainingClass.objects.annotate(people=Count("members"))


def board_of(training: TrainingClass) -> Board:
    """How far everybody is; three queries at any size."""
    lessons = list(training.lessons.all())
    members = list(training.members.select_related("person__staff_member__section"))
    known = progress_of([one.person_id for one in members], [one.pk for one in lessons])
    titled = {lesson.pk: lesson for lesson in lessons}
    for progress in known.values():
        progress.lesson = titled[progress.lesson_id]  # no query for each title
    return Board(
        lessons,
        [
            MemberRow(
                one, [known.get((one.person_id, lesson.pk)) for lesson in lessons]
            )
            for one in members
        ],
    )
