"""Writes of the room; public."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from gerai.audit.acting import current_acting
from gerai.audit.anchors import PURGED, RESTORED, anchor_head, write_anchor
from gerai.audit.journal import Act
from gerai.audit.models import Entry, Head
from gerai.audit.values import simple


def record(
    action: str, *, model: str = "", key: Any = "", name: str = "", **data: Any
) -> None:
    """Note an act that writes nothing itself, such as signing in or an export.

    It is stored with the transaction that is open, else at once. ``data`` is kept as it
    is: no secrets, and of people only what the trail needs.
    """
    by = current_acting()
    if by is None:
        return
    journal: Any = connection
    with transaction.atomic():
        journal.journal.add(by, Act(action, model, str(key), name[:200], simple(data)))


def purge(*, at: datetime | None = None, days: int | None = None) -> int:
    """Remove entries older than is configured; returns how many.

    What is left begins where a signed line in the file of anchors says so.
    """
    moment = at or timezone.now()
    limit = moment - timedelta(days=settings.AUDIT_DAYS if days is None else days)
    first_kept = Entry.objects.filter(at__gte=limit).order_by("number").first()
    old = Entry.objects.filter(at__lt=limit)
    if first_kept is not None:
        old = old.filter(number__lt=first_kept.number)
    last = old.order_by("-number").first()
    if last is None:
        return 0
    with transaction.atomic():
        write_anchor(kind=PURGED, number=last.number, hash_=last.hash)
        count, _by_model = Entry.objects.filter(number__lte=last.number).delete()
        record("audit.purge", count=count, before=limit.date().isoformat())
    return count


def continue_after_restore(*, note: str = "") -> None:
    """Say that a backup was put back: the chain goes on from where the backup ends.

    The line is signed and stays, and the act is the next entry.
    """
    Head.objects.get_or_create(pk=1)
    anchor_head(kind=RESTORED, note=note)
    record("audit.restored", note=note[:200])
