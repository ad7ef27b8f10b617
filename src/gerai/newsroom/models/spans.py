"""Rules for a start and an end, shared by models and forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext


def now_to_the_minute() -> datetime:
    """The present minute; what a form proposes as the start."""
    return timezone.now().replace(second=0, microsecond=0)


def refuse_wrong_span(row: Any) -> None:
    """Refuse an end before the start.

    Raises:
        ValidationError: for ``ends_at``.
    """
    if row.ends_at is None or row.starts_at is None:
        return
    if row.ends_at <= row.starts_at:
        raise ValidationError(
            {"ends_at": gettext("The end must come after the start.")}
        )
