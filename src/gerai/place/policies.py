"""Who may do what in the room ``place``; public."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gerai.guard.policies import SectionPermissionPolicy
from gerai.place.models import Schedule

CLOSING_PERMISSION = "place.add_closure"


def closable_schedules(user: Any) -> QuerySet[Schedule]:
    """Hours that a user may close: all, or those of the agency that binds them."""
    if not user.has_perm(CLOSING_PERMISSION):
        return Schedule.objects.none()
    return SectionPermissionPolicy(Schedule).within(user, Schedule.objects.all())
