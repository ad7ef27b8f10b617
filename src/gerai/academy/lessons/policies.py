"""Who may do what with lessons; public."""

from __future__ import annotations

from typing import Any

from gerai.guard.roles import Role
from gerai.guard.sections import role_of

# They are responsible for what the staff can do.
_LEADERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


def may_learn(user: Any) -> bool:
    """Everybody with a role learns; an auditor reads, since they change nothing."""
    return role_of(user) is not None


def may_change_lessons(user: Any) -> bool:
    """Whether a user may write lessons and take them off the path."""
    return role_of(user) in _LEADERS


def may_lead(user: Any) -> bool:
    """Whether a user may make classes and see results of others."""
    return role_of(user) in _LEADERS
