"""Notes every saved or deleted row in the work list, inside its own transaction.

Bulk updates and raw SQL send no signal. The publisher sees those by the database's own
count of commits; a note only tells it where to look first.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save

from gerai.publishing.models import Change
from gerai.rehearsal.current import current_rehearsal

# Tables that no public page reads.
UNSEEN_APPS = frozenset(
    {"publishing", "sessions", "admin", "contenttypes", "django_tasks_database"}
    | {"wagtailsearch", "modelsearch", "migrations", "wagtailusers", "wagtail_localize"}
    | {"wagtailadmin"}
    | {"feedback", "truth"}
)
UNSEEN_MODELS = frozenset(
    {"wagtailcore.revision", "wagtailcore.referenceindex", "wagtailcore.pagelogentry"}
    | {"wagtailcore.modellogentry", "wagtailcore.taskstate"}
    | {"wagtailcore.workflowstate", "wagtailcore.uploadedfile"}
    | {"wagtailcore.pagesubscription", "wagtailcore.apitoken"}
)
_LOOKED_UP = frozenset({"slug", "url_path", "path", "translation_key"})
UID = "gerai.publishing"
_unseen_apps: set[str] = set(UNSEEN_APPS)


def leave_unseen(app_label: str) -> None:
    """Say that no public page reads the tables of a room (from ``apps.ready``)."""
    _unseen_apps.add(app_label)


def connect() -> None:
    """Attach the receivers (called once, when Django starts)."""
    post_save.connect(_row_changed, dispatch_uid=f"{UID}.save")
    post_delete.connect(_row_changed, dispatch_uid=f"{UID}.delete")
    m2m_changed.connect(_links_changed, dispatch_uid=f"{UID}.m2m")


def note_bulk_write(model: type[models.Model]) -> None:
    """Say that one statement writes rows of a model, of which no signal tells.

    Nobody has to: it only lets the publisher look there first.
    """
    _note(model, [])


def is_seen(model: type[models.Model]) -> bool:
    """Whether a public page can read rows of this model."""
    if model.__module__ == "__fake__":
        return False  # a migration at work; our own table may not exist yet
    meta = model._meta
    return meta.app_label not in _unseen_apps and meta.label_lower not in UNSEEN_MODELS


def _row_changed(
    sender: type[models.Model], instance: models.Model, raw: bool = False, **_: Any
) -> None:
    if not raw:
        _note(sender, _keys(instance))


def _links_changed(
    sender: type[models.Model], instance: models.Model, action: str, **_: Any
) -> None:
    if action.startswith("post_"):
        _note(sender, _keys(instance))


def _note(model: type[models.Model], values: list[Any]) -> None:
    # Until something has been published there is nobody to read the notes; of a copy
    # to practise in nothing ever is.
    if current_rehearsal() is not None:
        return
    if is_seen(model) and settings.PUBLISHER_FOLDER.exists():
        Change.objects.create(table=model._meta.db_table, values=values)


def _keys(instance: models.Model) -> list[Any]:
    """The primary key, and the path parts that pages are looked up by."""
    keys: list[Any] = []
    for field in instance._meta.concrete_fields:
        if field.primary_key or field.name in _LOOKED_UP:
            value = field.value_from_object(instance)
            if isinstance(value, UUID):
                value = value.hex  # as SQLite stores it, and as queries mention it
            if isinstance(value, int | str) and value != "":
                keys.append(value)
    return keys
