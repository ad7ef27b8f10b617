"""Reads of tests: one's own gain, and what the office can do; public.

Who leads the office learns results of people, never what they answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gerai.academy.lessons.format import SKILLS, skill_title
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.skills.models import Certificate, Sitting, SkillScore
from gerai.academy.skills.services import ENOUGH
from gerai.guard.models import StaffMember
from gerai.guard.roles import Role

FRESH = timedelta(days=365)
"""What somebody could do longer ago isn't counted on."""


@dataclass(frozen=True, slots=True)
class Gain:
    """One skill, first and last measured.

    Attributes:
        before: percent in the first test; None where it wasn't asked.
        after: percent in the last of several tests.
    """

    skill: str
    before: int | None
    after: int | None
    seconds: int
    slips: int

    @property
    def title(self) -> str:
        return skill_title(self.skill)

    @property
    def difference(self) -> int | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def sittings_of(person: Any) -> list[Sitting]:
    """All tests of one person, the oldest first."""
    return list(Sitting.objects.filter(person=person))


def gains_of(person: Any) -> list[Gain]:
    """What somebody gained, by skill."""
    by_skill: dict[str, list[SkillScore]] = defaultdict(list)
    for score in SkillScore.objects.filter(person=person):
        by_skill[score.skill].append(score)
    return [
        Gain(
            skill,
            by_skill[skill][0].percent,
            by_skill[skill][-1].percent if len(by_skill[skill]) > 1 else None,
            by_skill[skill][-1].seconds,
            by_skill[skill][-1].slips,
        )
        for skill in SKILLS
        if skill in by_skill
    ]


def latest_certificate(person: Any) -> Certificate | None:
    """The newest certificate of one person."""
    return Certificate.objects.filter(person=person).last()


@dataclass(frozen=True, slots=True)
class Cell:
    """One person and one skill.

    Attributes:
        is_needed: whether their role asks for it.
        percent: the last score of the past year; None if it wasn't measured.
        practised: exercises of this skill that they did, of so many.
    """

    is_needed: bool
    percent: int | None
    practised: int
    exercises: int

    @property
    def can(self) -> bool:
        """They showed it, in a test or by doing every exercise."""
        if self.percent is not None:
            return self.percent >= ENOUGH
        return bool(self.exercises) and self.practised == self.exercises


@dataclass(frozen=True, slots=True)
class Row:
    """One member of staff, with the lessons done and a cell for each skill."""

    member: StaffMember
    done: int
    lessons: int
    cells: list[Cell]

    @property
    def agency(self) -> str:
        """Whom they work for; empty for the mall's own people."""
        return self.member.section.title if self.member.section else ""

    def is_called(self, words: str) -> bool:
        """Whether name or agency hold every one of some words."""
        called = f"{self.member} {self.agency}".casefold()
        return all(word in called for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class SkillSum:
    """One skill across the office.

    Attributes:
        able: names of those who can.
        needed: how many have a role that asks for it.
        gain: mean difference between first and last test, in percent; None where nobody
            was tested twice.
    """

    skill: str
    able: list[str]
    needed: int
    lacking: int
    gain: int | None

    @property
    def title(self) -> str:
        return skill_title(self.skill)

    @property
    def hangs_on_one(self) -> bool:
        return len(self.able) == 1 and self.needed > 0

    @property
    def nobody(self) -> bool:
        return not self.able and self.needed > 0


@dataclass(slots=True)
class Office:
    """Who can do what."""

    skills: list[SkillSum] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def on_one(self) -> list[SkillSum]:
        """Where the office depends on one person."""
        return [one for one in self.skills if one.hangs_on_one]

    @property
    def to_train(self) -> list[SkillSum]:
        """What to train next: nobody can it, then who lacks it most."""
        lacking = [one for one in self.skills if one.lacking]
        return sorted(lacking, key=lambda one: (bool(one.able), -one.lacking))[:3]


def office(people: Iterable[int] | None = None) -> Office:
    """Who can do what; a fixed number of queries at any size.

    Args:
        people: keys of users to look at; all active staff without it.
    """
    members = StaffMember.objects.filter(user__is_active=True).select_related(
        "user", "section"
    )
    if people is not None:
        members = members.filter(user__in=list(people))
    staff = list(members)
    lessons = list(Lesson.objects.filter(is_offered=True))
    keys = [one.user_id for one in staff]
    scores = _scores(keys)
    done, solved = _done(keys)
    rows: list[Row] = []
    for member in staff:
        role = Role.ADMINISTRATOR if member.user.is_superuser else Role(member.role)
        own = [one for one in lessons if one.read.is_for(role)]
        cells = [
            _cell(skill, own, scores.get((member.user_id, skill), []), solved, member)
            for skill in SKILLS
        ]
        rows.append(
            Row(
                member,
                sum((member.user_id, one.pk) in done for one in own),
                len(own),
                cells,
            )
        )
    return Office(
        [_summed(skill, number, rows, scores) for number, skill in enumerate(SKILLS)],
        rows,
    )


def _scores(keys: list[int]) -> dict[tuple[int, str], list[SkillScore]]:
    found: dict[tuple[int, str], list[SkillScore]] = defaultdict(list)
    for score in SkillScore.objects.filter(person__in=keys):
        found[score.person_id, score.skill].append(score)
    return found


def _done(keys: list[int]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(person, lesson) that are done, and whose exercise was done in the past year."""
    since = timezone.now() - FRESH
    done: set[tuple[int, int]] = set()
    solved: set[tuple[int, int]] = set()
    for one in Progress.objects.filter(person__in=keys):
        if one.done_at is not None:
            done.add((one.person_id, one.lesson_id))
        if one.solved_at is not None and one.solved_at >= since:
            solved.add((one.person_id, one.lesson_id))
    return done, solved


def _cell(
    skill: str,
    own: list[Lesson],
    scores: list[SkillScore],
    solved: set[tuple[int, int]],
    member: StaffMember,
) -> Cell:
    of_skill = [one for one in own if one.skill == skill]
    exercises = [one for one in of_skill if one.read.exercise is not None]
    last = scores[-1] if scores else None
    is_fresh = last is not None and last.measured_at >= timezone.now() - FRESH
    return Cell(
        is_needed=bool(of_skill),
        percent=last.percent if last is not None and is_fresh else None,
        practised=sum((member.user_id, one.pk) in solved for one in exercises),
        exercises=len(exercises),
    )


def _summed(
    skill: str,
    number: int,
    rows: list[Row],
    scores: dict[tuple[int, str], list[SkillScore]],
) -> SkillSum:
    needing = [row for row in rows if row.cells[number].is_needed]
    able = [str(row.member) for row in needing if row.cells[number].can]
    twice = [
        found[-1].percent - found[0].percent
        for row in rows
        if len(found := scores.get((row.member.user_id, skill), [])) > 1
    ]
    return SkillSum(
        skill,
        able,
        len(needing),
        len(needing) - len(able),
        round(sum(twice) / len(twice)) if twice else None,
    )
