"""An office of 120 people, as a manager's screens meet it; run on a site's own data.

``python -m e2e.crowd come`` fills it and prints what a test needs to know of it, as
JSON; ``python -m e2e.crowd leave`` takes everybody out again.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import timedelta

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.users.models import UserProfile  # noqa: E402

from gerai.academy.classes.models import ClassMember, TrainingClass  # noqa: E402
from gerai.academy.lessons.models import Lesson, Progress  # noqa: E402
from gerai.academy.skills.codes import new_code  # noqa: E402
from gerai.academy.skills.models import (  # noqa: E402
    Certificate,
    Sitting,
    SkillScore,
    Stage,
)
from gerai.academy.skills.services import initials_of  # noqa: E402
from gerai.directory.models import AgencyPage  # noqa: E402
from gerai.guard.models import StaffMember  # noqa: E402
from gerai.guard.roles import SECTION_ROLES, Role  # noqa: E402
from gerai.guard.services import change_role  # noqa: E402
from gerai.guard.tests.signing_in import with_factor  # noqa: E402

STAFF = 120
IN_CLASS = 40
DOMAIN = "@banyak-petugas.example.go.id"
CLASS = "Pelatihan petugas gerai angkatan ke-3: pengumuman, jam buka, dan biaya"
# As they stand on name tags, with titles before and after.
FRONT = ("", "", "", "H. ", "Hj. ", "Dr. Hj. ", "Drs. H. ", "drg. ", "R. Ayu ")
FIRST = (
    *("Siti Nurhaliza", "Muhammad Fadhillah", "Maria Magdalena", "Andi Tenriabeng"),
    *("Ahmad Zulkifli", "Nyoman Ayu", "Yohanes Kristianto", "Dewi Kusumawardhani"),
    *("Rahmawati", "Budi", "Fransiskus Xaverius", "Noor Hidayatullah"),
)
LAST = (
    *("Ramadhani Putri", "Syahrani", "Simanjuntak", "Wirjosoedirdjo", "Arbain"),
    *("Kusumaningtyas Prabowo", "Tandililing", "Mangkunegara", "Hutasoit", ""),
)
BACK = ("", "", ", S.Sos.", ", S.Kom., M.M.", ", A.Md.", ", S.STP., M.Si.", ", S.H.")
OFFICE = (Role.MANAGER, Role.MANAGER, Role.REVIEWER, Role.REVIEWER, Role.AUDITOR)

chance = random.Random(7)  # noqa: S311 - the same office each time


@transaction.atomic
def come() -> dict[str, object]:
    """Make the people and what they have learned."""
    leave()
    lessons = list(Lesson.objects.filter(is_offered=True))
    members = _members()
    for member in members:
        _learned(member, lessons)
    training = TrainingClass.objects.create(
        name=CLASS, held_on=timezone.localdate(), place="Aula lantai 4"
    )
    training.lessons.set([one for one in lessons if "editor" in one.read.roles])
    learners = [one for one in members if one.role in SECTION_ROLES][:IN_CLASS]
    ClassMember.objects.bulk_create(
        ClassMember(training=training, person=one.user, was_there=chance.random() < 0.8)
        for one in learners
    )
    managers = [one for one in members if one.role == Role.MANAGER]
    papers = Certificate.objects.filter(person__email__endswith=DOMAIN)
    return {
        "class": training.pk,
        "certificate": papers[0].code,
        "sessions": {
            language: _session(member, language)
            for language, member in zip(("id", "en"), managers, strict=True)
        },
    }


def _session(member: StaffMember, language: str) -> str | None:
    """The key of a session in which somebody has signed in with a second factor."""
    change_role(member=member, role=Role(member.role))
    UserProfile.objects.create(user=member.user, preferred_language=language)
    return with_factor(Client(), member.user).session.session_key


def leave() -> None:
    """Take everybody out again."""
    TrainingClass.objects.filter(name=CLASS).delete()
    User.objects.filter(email__endswith=DOMAIN).delete()


def _members() -> list[StaffMember]:
    agencies = list(AgencyPage.objects.filter(locale__language_code="id"))
    now, members = timezone.now(), []
    for number in range(STAFF):
        bound = (Role.EDITOR, Role.OPERATOR)[number // len(agencies) % 2]
        role = OFFICE[number] if number < len(OFFICE) else bound
        words = f"{chance.choice(FIRST)} {chance.choice(LAST)}".strip()
        address = f"petugas-{number}{DOMAIN}"
        user = User.objects.create(
            username=address,
            email=address,
            first_name=f"{chance.choice(FRONT)}{words}{chance.choice(BACK)}",
        )
        members.append(
            StaffMember.objects.create(
                user=user,
                role=role,
                section=agencies[number % len(agencies)]
                if role in SECTION_ROLES
                else None,
                invited_at=now,
                joined_at=now,
            )
        )
    return members


def _learned(member: StaffMember, lessons: list[Lesson]) -> None:
    """Some nothing, some the whole path with a test before and after."""
    own = [one for one in lessons if one.read.is_for(Role(member.role))]
    far = chance.choice((0, 0, 2, 5, len(own) - 1, len(own)))
    now, rows = timezone.now(), []
    for number, lesson in enumerate(own[: far + 1]):
        is_done = number < far
        rows.append(
            Progress(
                person=member.user,
                lesson=lesson,
                begun_at=now if is_done or chance.random() < 0.5 else None,
                solved_at=now if is_done and lesson.read.exercise else None,
                answered_at=now if is_done else None,
                done_at=now if is_done else None,
            )
        )
    Progress.objects.bulk_create(rows)
    if far > 2:
        _tested(member, own, Stage.BEFORE, 20, 60)
    if own and far == len(own):
        _tested(member, own, Stage.AFTER, 60, 100)


def _tested(
    member: StaffMember, own: list[Lesson], stage: Stage, least: int, most: int
) -> None:
    when = timezone.now() - timedelta(days=20 if stage == Stage.BEFORE else 1)
    sitting = Sitting.objects.create(
        person=member.user,
        stage=stage,
        role=member.role,
        started_at=when,
        finished_at=when,
    )
    skills = sorted({one.skill for one in own})
    SkillScore.objects.bulk_create(
        SkillScore(
            sitting=sitting,
            person=member.user,
            skill=skill,
            percent=chance.randrange(least, most + 1, 5),
            seconds=chance.randrange(15, 400),
            slips=chance.randrange(4),
            measured_at=when,
        )
        for skill in skills
    )
    if stage == Stage.AFTER:
        Certificate.objects.create(
            code=new_code(),
            sitting=sitting,
            person=member.user,
            initials=initials_of(member.user),
            role=member.role,
            skills=skills,
            issued_on=timezone.localdate(),
        )


if __name__ == "__main__":
    if sys.argv[1] == "come":
        sys.stdout.write(json.dumps(come()))
    else:
        leave()
