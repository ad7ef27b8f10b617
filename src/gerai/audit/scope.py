"""What is recorded, and how much of it: everything, but for what is declared here.

A table is recorded unless it is left out with a reason, so a new model is recorded from
its first day. Rooms declare their own exceptions in ``apps.ready``.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Any

from django.db import models


class Reach(StrEnum):
    """Whether writes to a table are recorded."""

    RECORDED = "recorded"
    LEFT_OUT = "left out"
    STAFF_ONLY = "staff only"  # written by readers, too; theirs isn't recorded
    NAMES_ACTS = "names acts"  # Wagtail's own log: says what an act is called


DERIVED = "made anew from what is recorded"
PASSING = "of the moment: nobody's content"
NEVER = "the program's own books"

_left_out: dict[str, str] = {
    "audit": NEVER,
    "sessions": PASSING,
    "usersessions": PASSING,
    "contenttypes": NEVER,
    "migrations": NEVER,
    "auth.permission": NEVER,
    "admin.logentry": "Django's own admin isn't used",
    "publishing": DERIVED,
    "wagtailsearch": DERIVED,
    "modelsearch": DERIVED,
    "wagtailcore.referenceindex": DERIVED,
    "wagtailimages.rendition": DERIVED,
    "wagtailembeds": DERIVED,
    "wagtailcore.uploadedfile": "an upload on its way; the picture is recorded",
    "wagtailadmin.editingsession": PASSING,
    "wagtailadmin.formstate": PASSING,
    "wagtail_localize.string": DERIVED,
    "wagtail_localize.template": DERIVED,
    "wagtail_localize.translationcontext": DERIVED,
    "wagtail_localize.stringsegment": DERIVED,
    "wagtail_localize.templatesegment": DERIVED,
    "wagtail_localize.relatedobjectsegment": DERIVED,
    "wagtail_localize.overridablesegment": DERIVED,
    "wagtail_localize.translatableobject": DERIVED,
    "wagtail_localize.translationsource": DERIVED,
    "wagtail_localize.translationlog": "the revision of the page is recorded",
    "django_tasks": PASSING,
    "django_tasks_database": PASSING,
}
_staff_only: dict[str, str] = {}
_NAMES_ACTS = frozenset({"wagtailcore.pagelogentry", "wagtailcore.modellogentry"})

# Never stored, neither before nor after; that it changed is.
_SECRET = re.compile(
    r"password|passwd|secret|token|otp|recovery|seed|credential|private_key|"
    r"session_key|^hash$|^key_hash$"
)
# Shortened: enough to recognise, not enough to write to.
_PERSONAL = re.compile(r"e?mail(_address)?$|phone|whatsapp|^username$|^ip(_address)?$")
_secret_fields: set[str] = {
    "mfa.authenticator.data",
    "socialaccount.socialaccount.extra_data",
}
# Times that the program keeps for itself; alone they are no change.
_passing_fields: set[str] = {"auth.user.last_login", "mfa.authenticator.last_used_at"}

HIDDEN = "•••"


def leave_out(label: str, reason: str) -> None:
    """Don't record a table (``app.model``) or all tables of an app."""
    _left_out[label.lower()] = reason
    reach_of.cache_clear()


def readers_write(label: str, reason: str) -> None:
    """Record a table (``app.model``) or app only when staff or a command writes it."""
    _staff_only[label.lower()] = reason
    reach_of.cache_clear()


def ignore(*fields: str) -> None:
    """Fields (``app.model.field``) that the program keeps for itself."""
    _passing_fields.update(field.lower() for field in fields)


def hide(field: str) -> None:
    """Never store the values of a field, named ``app.model.field``."""
    _secret_fields.add(field.lower())


@cache
def reach_of(model: type[models.Model]) -> Reach:
    """Whether writes to the table of a model are recorded."""
    if model.__module__ == "__fake__":
        return Reach.LEFT_OUT  # a migration at work
    label, app = model._meta.label_lower, model._meta.app_label
    if label in _NAMES_ACTS:
        return Reach.NAMES_ACTS
    if label in _left_out or app in _left_out:
        return Reach.LEFT_OUT
    if label in _staff_only or app in _staff_only:
        return Reach.STAFF_ONLY
    return Reach.RECORDED


def declared() -> dict[str, str]:
    """Every exception with its reason."""
    return {**_left_out, **_staff_only}


def is_passing(model: type[models.Model], field: str) -> bool:
    """Whether a field alone makes no change."""
    return f"{model._meta.label_lower}.{field}" in _passing_fields


def minimised(model: type[models.Model], field: str, value: Any) -> Any:
    """The value of a field as far as it may be kept."""
    if value in (None, ""):
        return value
    if _SECRET.search(field) or f"{model._meta.label_lower}.{field}" in _secret_fields:
        return HIDDEN
    if _PERSONAL.search(field) and isinstance(value, str):
        return shortened(value)
    return value


def is_secret(model: type[models.Model], field: str) -> bool:
    """Whether values of a field are never kept."""
    label = f"{model._meta.label_lower}.{field}"
    return bool(_SECRET.search(field)) or label in _secret_fields


def shortened(text: str) -> str:
    """An address or number that can be recognised but not used.

    >>> shortened("budi@example.go.id")
    'b…@example.go.id'
    """
    name, at, host = text.partition("@")
    if at:
        return f"{name[:1]}…@{host}"
    digits = re.sub(r"\D", "", text)
    if len(digits) > 5 and len(digits) >= len(text) / 2:
        return f"…{digits[-3:]}"
    return text
