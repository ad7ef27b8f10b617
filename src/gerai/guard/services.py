"""Writes of the room ``guard``; each checks, saves and logs in one transaction.

``by`` is who did it; None is the command line, whose user owns the machine anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from gerai.guard.events import factors_reset
from gerai.guard.exceptions import InvitationInvalid, StaffError
from gerai.guard.models import StaffMember
from gerai.guard.policies import may_change, may_invite
from gerai.guard.roles import GROUP_PREFIX, SECTION_ROLES, Role, role_group
from gerai.guard.sections import SECTION_PREFIX, settle_section

INVITATION_LASTS = timedelta(hours=48)
_SALT = "gerai.guard.invitation"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A member, and the token that lets them set a password once."""

    member: StaffMember
    token: str


@transaction.atomic
def invite(
    *,
    email: str,
    role: Role,
    name: str = "",
    section: Page | None = None,
    by: Any = None,
) -> Invitation:
    """Make an account that nobody can sign in to until its link was used.

    Raises:
        PermissionDenied: ``by`` may not give this role.
        StaffError: the address isn't one or is taken, or the role needs an agency.
    """
    if by is not None and role not in may_invite(by):
        raise PermissionDenied
    address = _clean_email(email)
    _check_section(role, section)
    users = get_user_model()
    if users.objects.filter(username__iexact=address).exists():
        raise StaffError(
            _("%(email)s already has an account. Change its role instead.")
            % {"email": address}
        )
    user = User(username=address, email=address, first_name=name.strip()[:150])
    user.set_unusable_password()
    user.save()
    member = StaffMember.objects.create(
        user=user,
        role=role,
        section=section if role in SECTION_ROLES else None,
        invited_by=by,
        invited_at=timezone.now(),
    )
    _settle_member(member)
    log(instance=member, action="gerai.staff.invite", user=by)
    return Invitation(member, _token(user))


@transaction.atomic
def renew_invitation(*, member: StaffMember, by: Any = None) -> Invitation:
    """A new link; every older one of this person stops working, and so do sessions.

    Raises:
        PermissionDenied: ``by`` may not change this member.
        StaffError: the account is disabled.
    """
    _require(by, member)
    if not member.user.is_active:
        raise StaffError(_("This account is disabled. Enable it first."))
    user = member.user
    user.set_unusable_password()
    user.save()
    member.invited_at = timezone.now()
    member.save(update_fields=["invited_at"])
    log(instance=member, action="gerai.staff.renew", user=by)
    return Invitation(member, _token(user))


def invited_by_token(token: str) -> StaffMember:
    """Whose invitation a token is.

    Raises:
        InvitationInvalid: it was used, replaced, is too old, or was never ours.
    """
    invalid = InvitationInvalid(
        _("This link no longer works. Ask the person who invited you for a new one.")
    )
    try:
        content = signing.loads(token, salt=_SALT, max_age=INVITATION_LASTS)
    except signing.BadSignature as problem:
        raise invalid from problem
    member = (
        StaffMember.objects.select_related("user", "section")
        .filter(user_id=content["user"], user__is_active=True)
        .first()
    )
    if member is None or content["state"] != _state(member.user):
        raise invalid
    return member


@transaction.atomic
def join(*, token: str, password: str, name: str) -> StaffMember:
    """Set the first password; the link is used up by it.

    Raises:
        InvitationInvalid: see ``invited_by_token``.
        ValidationError: the password is too weak; the messages say why.
    """
    member = invited_by_token(token)
    user = User.objects.select_for_update().get(pk=member.user_id)
    if _state(user) != _state(member.user):
        raise InvitationInvalid(_("This link was used a moment ago."))
    user.first_name = name.strip()[:150] or user.first_name
    validate_password(password, user)
    user.set_password(password)
    user.save()
    member.user = user
    member.joined_at = timezone.now()
    member.save(update_fields=["joined_at"])
    log(instance=member, action="gerai.staff.join", user=user)
    return member


@transaction.atomic
def change_role(
    *, member: StaffMember, role: Role, section: Page | None = None, by: Any = None
) -> StaffMember:
    """Give a member another role or another agency.

    Raises:
        PermissionDenied: ``by`` may not change this member or not give this role.
        StaffError: the role needs an agency, or nobody would be administrator.
    """
    _require(by, member)
    if by is not None and role not in may_invite(by):
        raise PermissionDenied
    _check_section(role, section)
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(member)
    member.role = role
    member.section = section if role in SECTION_ROLES else None
    member.save(update_fields=["role", "section"])
    _settle_member(member)
    log(instance=member, action="gerai.staff.role", user=by, data={"role": str(role)})
    return member


@transaction.atomic
def disable(*, member: StaffMember, by: Any = None) -> None:
    """Close an account at once, its open sessions and links included; keep its work.

    Raises:
        PermissionDenied: ``by`` may not change this member.
        StaffError: nobody would be administrator any more.
    """
    _require(by, member)
    _keep_an_administrator(member)
    member.user.is_active = False
    member.user.set_unusable_password()
    member.user.save()
    log(instance=member, action="gerai.staff.disable", user=by)


@transaction.atomic
def enable(*, member: StaffMember, by: Any = None) -> Invitation:
    """Open a disabled account again, with a new link to set a password.

    Raises:
        PermissionDenied: ``by`` may not change this member.
    """
    _require(by, member)
    member.user.is_active = True
    member.user.save(update_fields=["is_active"])
    log(instance=member, action="gerai.staff.enable", user=by)
    return renew_invitation(member=member, by=by)


def member_of(user: User) -> StaffMember:
    """The role of a user; an administrator made by the command line gets the record."""
    member = StaffMember.objects.filter(user=user).first()
    if member is None:
        member = StaffMember.objects.create(
            user=user,
            role=Role.ADMINISTRATOR,
            invited_at=timezone.now(),
            joined_at=timezone.now(),
        )
    return member


@transaction.atomic
def reset_factors(*, member: StaffMember, by: Any = None) -> Invitation:
    """For somebody who lost their second factor: take all of them off, and a new link.

    Sessions end, and the old password no longer works: whoever has only that must not
    be the one who sets up the next factor.

    Raises:
        PermissionDenied: ``by`` may not change this member.
        StaffError: the account is disabled.
    """
    _require(by, member)
    invitation = renew_invitation(member=member, by=by)
    Authenticator.objects.filter(user=member.user).delete()
    log(instance=member, action="gerai.staff.factors", user=by)
    factors_reset.send(StaffMember, member=member, by=by)
    return invitation


def _require(by: Any, member: StaffMember) -> None:
    if by is not None and not may_change(by, member):
        raise PermissionDenied


def _clean_email(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise StaffError(
            _("“%(email)s” isn't an e-mail address.") % {"email": email.strip()[:80]}
        ) from problem
    if len(address) > 150:
        raise StaffError(_("This e-mail address is too long (150 letters at most)."))
    return address


def _check_section(role: Role, section: Page | None) -> None:
    if role in SECTION_ROLES and section is None:
        raise StaffError(_("Choose the agency: this role works for one agency."))


def _keep_an_administrator(member: StaffMember) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True)
    if member.user.is_superuser and not others.exclude(pk=member.user_id).exists():
        raise StaffError(_("This is the last administrator; make another one first."))


def _settle_member(member: StaffMember) -> None:
    """Groups and administrator's flag as role and section say; other groups stay."""
    user = member.user
    is_administrator = member.role == Role.ADMINISTRATOR
    if user.is_superuser != is_administrator:
        user.is_superuser = user.is_staff = is_administrator
        user.save(update_fields=["is_superuser", "is_staff"])
    groups = [role_group(Role(member.role))]
    # An operator's section only bounds which counters they close; no pages.
    if member.role == Role.EDITOR and member.section is not None:
        groups.append(settle_section(member.section))
    ours = Group.objects.filter(name__startswith=GROUP_PREFIX) | Group.objects.filter(
        name__startswith=SECTION_PREFIX
    )
    user.groups.remove(*user.groups.filter(pk__in=ours.values("pk")))
    user.groups.add(*groups)


def _token(user: User) -> str:
    return signing.dumps({"user": user.pk, "state": _state(user)}, salt=_SALT)


def _state(user: User) -> str:
    # The stored password changes when the link is used, renewed or the account closed.
    return salted_hmac(_SALT, user.password).hexdigest()[:20]
