"""Who may decide on the watch itself; public."""

from __future__ import annotations

from typing import Any

from gerai.guard.roles import Role
from gerai.guard.sections import role_of


def can_switch(user: Any) -> bool:
    """Whether somebody may switch the visits to other sites on or off."""
    return role_of(user) in {Role.ADMINISTRATOR, Role.MANAGER}
