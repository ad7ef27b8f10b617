"""When something with a start and an end is current. Pure."""

from __future__ import annotations

from datetime import datetime


def is_current(
    starts_at: datetime | None, ends_at: datetime | None, at: datetime
) -> bool:
    """Whether ``at`` lies in the span: its first instant does, its end does not.

    A missing start is long ago, a missing end far away.
    """
    has_started = starts_at is None or starts_at <= at
    return has_started and not has_ended(ends_at, at)


def has_ended(ends_at: datetime | None, at: datetime) -> bool:
    """Whether the end has come."""
    return ends_at is not None and ends_at <= at
