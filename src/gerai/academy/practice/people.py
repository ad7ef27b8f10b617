"""Who is in a copy: the trainee, and two colleagues to practise working together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.users.models import UserProfile

from gerai.academy.practice.exceptions import NoRoom
from gerai.directory.choices import Presence
from gerai.directory.models import AgencyPage
from gerai.guard.models import StaffMember
from gerai.guard.roles import Role
from gerai.guard.sections import role_of, staff_of
from gerai.guard.services import change_role

PERSONA = "persona"
"""Under which the session within the copy says who the trainee is at the moment."""


class Persona(StrEnum):
    """As whom one can work in a copy."""

    SELF = "self"
    EDITOR = "editor"
    MANAGER = "manager"


# Names of people, so they are the same in every language. They get no mail.
_COLLEAGUES = {
    Persona.EDITOR: ("Sari (rekan latihan)", Role.EDITOR),
    Persona.MANAGER: ("Bima (rekan latihan)", Role.MANAGER),
}
_DOMAIN = "latihan.invalid"


@dataclass(frozen=True, slots=True)
class Trainee:
    """What of a real account is carried into the copy."""

    pk: int
    username: str
    email: str
    first_name: str
    last_name: str
    role: Role | None
    section_key: Any
    language: str


def trainee_of(user: Any) -> Trainee:
    """Read on the real site, before the copy is entered."""
    staff = staff_of(user)
    profile = UserProfile.objects.filter(user=user).first()
    return Trainee(
        pk=user.pk,
        username=user.get_username(),
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        role=role_of(user),
        section_key=staff.section.translation_key if staff and staff.section else None,
        language=profile.preferred_language if profile else "",
    )


@transaction.atomic
def settle_people(trainee: Trainee) -> None:
    """Make the accounts; called within a copy that has none.

    Raises:
        NoRoom: the mall has no agency yet.
    """
    section = _section(trainee)
    if section is None:
        raise NoRoom(
            _("There is nothing to practise with yet: the mall has no agency so far.")
        )
    user = User(
        pk=trainee.pk,
        username=trainee.username,
        email=trainee.email,
        first_name=trainee.first_name,
        last_name=trainee.last_name,
    )
    _settle(user, trainee.role or Role.EDITOR, section, trainee.language)
    for persona, (name, role) in _COLLEAGUES.items():
        colleague = User(
            username=f"{persona.value}@{_DOMAIN}",
            email=f"{persona.value}@{_DOMAIN}",
            first_name=name,
        )
        _settle(colleague, role, section, trainee.language)


def person_for(persona: str, trainee_id: int) -> User | None:
    """The account in the copy, as whom the trainee works."""
    people = User.objects.select_related("wagtail_userprofile")
    if persona in _COLLEAGUES:
        return people.filter(username=f"{persona}@{_DOMAIN}").first()
    return people.filter(pk=trainee_id).first()


def role_of_persona(persona: Persona) -> Role | None:
    """The role of a colleague; None for oneself."""
    return _COLLEAGUES[persona][1] if persona in _COLLEAGUES else None


def name_of_persona(persona: Persona) -> str:
    """The name of a colleague; "" for oneself."""
    return _COLLEAGUES[persona][0] if persona in _COLLEAGUES else ""


def _settle(user: User, role: Role, section: Page | None, language: str) -> None:
    user.set_unusable_password()
    user.save(force_insert=True)
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    member = StaffMember.objects.create(
        user=user, role=role, section=section, invited_at=timezone.now()
    )
    change_role(member=member, role=role, section=section)


def _section(trainee: Trainee) -> Page | None:
    """The trainee's own agency, or one with services to work on."""
    agencies = AgencyPage.objects.live().filter(locale__language_code="id")
    if trainee.section_key is not None:
        own = agencies.filter(translation_key=trainee.section_key).first()
        if own is not None:
            return own
    here = agencies.filter(presence=Presence.AT_MALL).order_by("order", "pk")
    with_services = here.filter(numchild__gt=0).first()
    return with_services or here.first() or agencies.order_by("order", "pk").first()
