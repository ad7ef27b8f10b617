from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Page

from gerai.guard import services
from gerai.guard.exceptions import InvitationInvalid, StaffError
from gerai.guard.models import StaffMember
from gerai.guard.roles import Role, role_group, settle_roles
from gerai.guard.services import Invitation

pytestmark = pytest.mark.django_db
PASSWORD = "sungai-mahakam-tenang"  # noqa: S105


def section() -> Page:
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root")
    return root.add_child(title="Instansi", slug="instansi-uji")


def invite(role: Role = Role.REVIEWER, email: str = "siti@example.go.id") -> Invitation:
    return services.invite(email=email, name="Siti", role=role)


def joined(role: Role, email: str) -> StaffMember:
    return services.join(
        token=invite(role, email).token, password=PASSWORD, name="Siti"
    )


def test_an_invited_person_chooses_a_password_and_has_the_role() -> None:
    invitation = invite()
    assert authenticate(username="siti@example.go.id", password="") is None

    member = services.join(token=invitation.token, password=PASSWORD, name="Siti A.")

    user = authenticate(username="siti@example.go.id", password=PASSWORD)
    assert user == member.user
    assert user.first_name == "Siti A."
    assert list(user.groups.all()) == [role_group(Role.REVIEWER)]
    assert member.joined_at is not None


def test_the_link_works_once() -> None:
    invitation = invite()
    services.join(token=invitation.token, password=PASSWORD, name="Siti")

    with pytest.raises(InvitationInvalid):
        services.join(token=invitation.token, password="lain-" + PASSWORD, name="X")

    assert authenticate(username="siti@example.go.id", password=PASSWORD)


@pytest.mark.parametrize(("hours", "works"), [(47.9, True), (48.1, False)])
def test_the_link_works_for_48_hours(hours: float, works: bool) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        invitation = invite()
    with time_machine.travel(start + timedelta(hours=hours), tick=False):
        if works:
            assert services.invited_by_token(invitation.token) == invitation.member
        else:
            with pytest.raises(InvitationInvalid):
                services.invited_by_token(invitation.token)


def test_a_new_link_replaces_the_old_one() -> None:
    old = invite()
    new = services.renew_invitation(member=old.member)

    with pytest.raises(InvitationInvalid):
        services.invited_by_token(old.token)
    assert services.invited_by_token(new.token) == old.member


@pytest.mark.parametrize("token", ["", "x", "eyJ1c2VyIjoxfQ:1abc:def", "a" * 10_000])
def test_an_invented_link_is_refused(token: str) -> None:
    with pytest.raises(InvitationInvalid):
        services.invited_by_token(token)


def test_a_weak_password_is_refused_and_the_link_stays() -> None:
    invitation = invite()

    with pytest.raises(ValidationError):
        services.join(token=invitation.token, password="12345678", name="Siti")

    assert services.invited_by_token(invitation.token) == invitation.member


@pytest.mark.parametrize("email", ["", "siti", "siti@", "a@b", "x" * 200 + "@b.id"])
def test_a_wrong_address_is_refused(email: str) -> None:
    with pytest.raises(StaffError):
        services.invite(email=email, role=Role.REVIEWER)
    assert not User.objects.exclude(is_superuser=True).exists()


def test_an_address_has_one_account_however_it_is_written() -> None:
    invite()

    with pytest.raises(StaffError, match=r"siti@example\.go\.id"):
        services.invite(email=" SITI@Example.go.id ", role=Role.MANAGER)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OPERATOR])
def test_a_role_of_an_agency_needs_one(role: Role) -> None:
    with pytest.raises(StaffError):
        services.invite(email="siti@example.go.id", role=role)


def test_a_manager_makes_no_administrator() -> None:
    manager = joined(Role.MANAGER, "budi@example.go.id").user

    with pytest.raises(PermissionDenied):
        services.invite(email="x@example.go.id", role=Role.ADMINISTRATOR, by=manager)
    member = joined(Role.REVIEWER, "siti@example.go.id")
    with pytest.raises(PermissionDenied):
        services.change_role(member=member, role=Role.ADMINISTRATOR, by=manager)
    administrator = joined(Role.ADMINISTRATOR, "tono@example.go.id")
    with pytest.raises(PermissionDenied):
        services.disable(member=administrator, by=manager)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_other_roles_invite_nobody(role: Role) -> None:
    user = joined(role, "budi@example.go.id").user

    with pytest.raises(PermissionDenied):
        services.invite(email="x@example.go.id", role=Role.REVIEWER, by=user)


def test_nobody_changes_their_own_role() -> None:
    member = joined(Role.MANAGER, "budi@example.go.id")

    with pytest.raises(PermissionDenied):
        services.change_role(member=member, role=Role.AUDITOR, by=member.user)


def test_a_disabled_account_is_closed_at_once_and_can_be_opened_again() -> None:
    member = joined(Role.REVIEWER, "siti@example.go.id")

    services.disable(member=member)
    assert authenticate(username="siti@example.go.id", password=PASSWORD) is None
    with pytest.raises(StaffError):
        services.renew_invitation(member=member)

    invitation = services.enable(member=member)
    services.join(token=invitation.token, password=PASSWORD, name="Siti")
    assert authenticate(username="siti@example.go.id", password=PASSWORD)


def test_the_last_administrator_stays() -> None:
    User.objects.filter(is_superuser=True).delete()
    member = joined(Role.ADMINISTRATOR, "tono@example.go.id")

    with pytest.raises(StaffError):
        services.disable(member=member)
    with pytest.raises(StaffError):
        services.change_role(member=member, role=Role.MANAGER)


def test_a_changed_role_leaves_nothing_of_the_old_one() -> None:
    page = section()
    member = services.invite(
        email="siti@example.go.id", role=Role.EDITOR, section=page
    ).member
    assert page.permissions_for_user(User.objects.get(pk=member.user_id)).can_edit()
    own = Group.objects.create(name="Paduan suara")
    member.user.groups.add(own)

    services.change_role(member=member, role=Role.REVIEWER)

    user = User.objects.get(pk=member.user_id)
    assert not page.permissions_for_user(user).can_edit()
    assert set(user.groups.all()) == {own, role_group(Role.REVIEWER)}
    assert StaffMember.objects.get(pk=member.pk).section is None


def test_an_editor_whose_agency_is_gone_reaches_nothing() -> None:
    page = section()
    member = services.invite(
        email="siti@example.go.id", role=Role.EDITOR, section=page
    ).member
    page.delete()

    user = User.objects.get(pk=member.user_id)
    for left in Page.objects.all():
        assert not left.permissions_for_user(user).can_edit()


def test_a_fresh_database_knows_the_roles() -> None:
    """Nobody calls the settling but the migration that made this database."""
    group = Group.objects.get(name="role:editor")
    assert group.permissions.filter(codename="access_admin").exists()


def test_settling_twice_changes_nothing() -> None:
    settle_roles()
    before = _everything()

    settle_roles()

    assert _everything() == before


def test_settling_takes_away_what_nobody_declared() -> None:
    settle_roles()
    before = _everything()
    group = role_group(Role.REVIEWER)
    group.permissions.add(*role_group(Role.MANAGER).permissions.all())

    settle_roles()

    assert _everything() == before


def _everything() -> list[tuple[str, str]]:
    return sorted(
        (group.name, permission.codename)
        for group in Group.objects.filter(name__startswith="role:")
        for permission in group.permissions.all()
    )
