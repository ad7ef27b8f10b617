"""Who may see and decide; public."""

from __future__ import annotations

from typing import Any

from gerai.guard.roles import Role
from gerai.guard.sections import role_of

_DECIDE = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
_SEE = _DECIDE | {Role.AUDITOR}


def may_see_all(user: Any) -> bool:
    """Managers, administrators and auditors see everything that was found."""
    return role_of(user) in _SEE


def may_decide(user: Any, suspicion: Any) -> bool:
    """Managers and administrators, never on what they wrote themselves."""
    return role_of(user) in _DECIDE and not is_own(user, suspicion)


def is_own(user: Any, suspicion: Any) -> bool:
    """Whether a person wrote it, or wanted to make it public."""
    authors = {suspicion.by_id}
    if suspicion.revision is not None:
        authors.add(suspicion.revision.user_id)
    return user.pk in authors
