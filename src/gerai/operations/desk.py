"""What managers and administrators see of backups."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import WARNING
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gerai.guard.roles import Role
from gerai.guard.sections import role_of
from gerai.operations.backups.health import Finding, findings, is_switched_on
from gerai.operations.backups.state import read_state

READERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER})


def may_see_backups(user: Any) -> bool:
    """Who answers for the site as a whole."""
    return bool(user.is_active and (user.is_superuser or role_of(user) in READERS))


def troubles(*, from_level: int = WARNING) -> list[Finding]:
    """What somebody should do something about."""
    return [found for found in findings() if found.level >= from_level]


def backup_report(request: HttpRequest) -> HttpResponse:
    """``/admin/laporan/cadangan/``.

    Raises:
        PermissionDenied: for everybody else.
    """
    if not may_see_backups(request.user):
        raise PermissionDenied
    state = read_state(Path(settings.GERAI_DATA))
    return render(
        request,
        "operations/backups.html",
        {
            "header_title": _("Backups"),
            "page_title": _("Backups"),
            "header_icon": "download",
            "is_switched_on": is_switched_on(),
            "state": state,
            "safe_until": _moment(max(state.seen_at, state.backup_at)),
            "backup_at": _moment(state.backup_at),
            "trouble_since": _moment(state.trouble_since),
            "drill_at": _moment(state.drill_at),
            "troubles": troubles(),
        },
    )


def _moment(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else None
