"""Would anything be lost if this machine were gone?"""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, register

from gerai.operations.backups.health import findings
from gerai.operations.doctor import DOCTOR


@register(DOCTOR, deploy=True)
def nothing_would_be_lost(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    return [
        CheckMessage(found.level, found.what, hint=found.remedy or None, id=found.id)
        for found in findings()
    ]
