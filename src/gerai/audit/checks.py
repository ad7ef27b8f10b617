"""What ``gerai doctor`` asks of the trail."""

from __future__ import annotations

import stat
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError, connection

from gerai.audit.anchors import FILE_NAME, KEY_NAME, audit_folder
from gerai.audit.models import Entry
from gerai.audit.verifying import verify

DOCTOR = "doctor"


@register(DOCTOR, deploy=True)
def trail_is_whole(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Computes the chain anew."""
    try:
        if Entry._meta.db_table not in connection.introspection.table_names():
            return []
        verdict = verify()
    except DatabaseError:
        return []
    if not verdict.is_whole:
        return [
            Error(
                problem,
                hint="docs/operators/audit.md says what to do. Delete nothing.",
                id="audit.A1",
            )
            for problem in verdict.problems
        ]
    days = settings.AUDIT_DAYS
    return [
        Info(
            f"Trail of changes: {verdict.entries} entries, whole; kept for {days} days, "
            f"{verdict.anchors} anchors outside the database",
            id="audit.A1",
        )
    ]


@register(DOCTOR, deploy=True)
def anchors_are_ours_alone(
    app_configs: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """Nobody else may read the key or write the file."""
    folder = audit_folder()
    paths = (folder, folder / FILE_NAME, folder / KEY_NAME)
    return [
        Warning(
            f"Others on this machine can get at {path}.",
            hint=f"chmod go-rwx {path}",
            id="audit.A2",
        )
        for path in paths
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
