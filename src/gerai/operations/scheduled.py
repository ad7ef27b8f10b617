"""Publishes what is due and takes down what is over, as ``publish_scheduled`` does.

Each page in a transaction of its own: one that can't be published doesn't hold up the
others. Several processes may do this at once; a lock in the database lets one through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

log = structlog.get_logger(__name__)
# Any number, so long as nobody else uses it.
_LOCK = 0x6765726169


@dataclass(frozen=True, slots=True)
class Done:
    """How many were published and taken down."""

    published: int = 0
    taken_down: int = 0


def publish_due(at: datetime | None = None) -> Done:
    """Publish and unpublish what is due at ``at`` (now); two queries if nothing is."""
    moment = at or timezone.now()
    taken_down = sum(
        _take_down(model, key, moment)
        for model in _models()
        for key in model.objects.filter(live=True, expire_at__lte=moment)
        .order_by("expire_at", "pk")
        .values_list("pk", flat=True)
    )
    due = Revision.objects.filter(approved_go_live_at__lte=moment)
    published = sum(
        _publish(key, moment)
        for key in due.order_by("approved_go_live_at", "pk").values_list(
            "pk", flat=True
        )
    )
    return Done(published, taken_down)


def _models() -> list[Any]:
    return [
        Page,
        *(
            model
            for model in apps.get_models()
            if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
        ),
    ]


def _take_down(model: Any, key: Any, at: datetime) -> bool:
    with transaction.atomic():
        if not _is_ours():
            return False
        row = model.objects.filter(pk=key, live=True, expire_at__lte=at).first()
        if row is None:
            return False
        row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(key: Any, at: datetime) -> bool:
    try:
        with transaction.atomic():
            if not _is_ours():
                return False
            revision = Revision.objects.filter(
                pk=key, approved_go_live_at__lte=at
            ).first()
            if revision is None:
                return False
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError as problem:
        log.error("scheduled page can't be published", revision=key, why=str(problem))
        return False
    return True


def _is_ours() -> bool:
    """Whether no other process is at it. SQLite lets one write at a time anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])
