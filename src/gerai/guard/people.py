"""Who works here, by role; public."""

from __future__ import annotations

from django.contrib.auth.models import User

from gerai.guard.models import StaffMember
from gerai.guard.roles import Role


def people_with(*roles: Role) -> list[User]:
    """Staff with one of some roles whose account is open."""
    members = StaffMember.objects.filter(role__in=roles, user__is_active=True)
    return [
        member.user
        for member in members.select_related("user__wagtail_userprofile").order_by("pk")
    ]


def managers() -> list[User]:
    """Whom to report to; administrators only where there is no manager."""
    return people_with(Role.MANAGER) or administrators()


def administrators() -> list[User]:
    """Those who may do everything."""
    return list(
        User.objects.filter(is_superuser=True, is_active=True)
        .select_related("wagtail_userprofile")
        .order_by("pk")
    )
