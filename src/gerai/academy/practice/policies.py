"""Who may have a copy."""

from __future__ import annotations

from typing import Any

from gerai.guard.roles import ENTER_THE_DESK, READ_ONLY_ROLES
from gerai.guard.sections import role_of


def may_practise(user: Any) -> bool:
    """Everybody who works in the desk; who only reads has nothing to practise."""
    return bool(
        user.is_authenticated
        and user.has_perm(ENTER_THE_DESK)
        and role_of(user) not in READ_ONLY_ROLES
    )
