"""Tags for the forms of the desk."""

from __future__ import annotations

from typing import Any

from django import template

from gerai.workspace.editing import seen

register = template.Library()


@register.simple_tag
def seen_state(record: Any) -> str:
    """The fingerprint of a record as it is stored now; "" for a new one.

    The form may hold what somebody typed, so the record is read once more.
    """
    if record is None or not record.pk:
        return ""
    stored = type(record)._default_manager.filter(pk=record.pk).first()
    return seen.seen_state(stored) if stored is not None else ""
