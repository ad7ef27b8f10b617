"""Who may decide on what was handed in; public. Asked again by each act."""

from __future__ import annotations

from typing import Any

from wagtail.models import TaskState

from gerai.approval.models import OfficeRules
from gerai.guard.roles import Role
from gerai.guard.sections import role_of

APPROVERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.REVIEWER})


def is_approver(user: Any) -> bool:
    """Whether approving is among what a person's role does."""
    return bool(getattr(user, "is_active", False)) and role_of(user) in APPROVERS


def is_own(user: Any, state: TaskState) -> bool:
    """Whether somebody handed in this change, or wrote what was handed in."""
    authors = {state.workflow_state.requested_by_id, state.revision.user_id}
    return user.pk in authors


def office_rules() -> OfficeRules:
    """What the office decided; the defaults while nobody has."""
    return OfficeRules.objects.order_by("pk").first() or OfficeRules()


def may_decide(user: Any, state: TaskState) -> bool:
    """Whether a person may approve a change or send it back."""
    if not is_approver(user):
        return False
    return not is_own(user, state) or not office_rules().four_eyes


def may_see_draft(user: Any, page: Any, state: TaskState | None) -> bool:
    """Who works on a page sees its draft; a reviewer sees what was handed in."""
    if not getattr(user, "is_active", False):
        return False
    if page.permissions_for_user(user).can_edit():
        return True
    return state is not None and is_approver(user)
