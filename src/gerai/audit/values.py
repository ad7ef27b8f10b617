"""Stored values as plain JSON, as short as they may be kept."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.fields.files import FieldFile

from gerai.audit.scope import is_passing, is_secret, minimised

MOST_LETTERS = 20_000


def plain(field: Any, value: Any) -> Any:
    """A value of a field as JSON can hold it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "resolve_expression"):
        return "…"
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, FieldFile):
        return value.name or ""
    try:
        value = field.get_prep_value(value)
    except (TypeError, ValueError):
        value = str(value)
    return simple(value)


def simple(value: Any) -> Any:
    """Any value as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal | timedelta):
        return str(value)
    if isinstance(value, dict):
        return {str(key): simple(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [simple(one) for one in value]
    adapted = getattr(value, "adapted", None) or getattr(value, "obj", None)
    return simple(adapted) if isinstance(adapted, dict | list) else str(value)


def changed_fields(
    model: Any, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """What differs, as far as it may be kept; empty if nothing that counts does."""
    names = [name for name in after if before.get(name) != after[name]]
    if all(is_passing(model, name) for name in names):
        return {}
    return {
        name: _pair(model, name, before.get(name), after[name])
        for name in names
        if not (_is_key(model, name) and before.get(name) is None)
        and (before.get(name), after[name]) not in ((None, ""), ("", None))
    }


def _is_key(model: Any, name: str) -> bool:
    return bool(name == model._meta.pk.attname)


def _pair(model: Any, name: str, before: Any, after: Any) -> tuple[Any, Any]:
    if is_secret(model, name):
        return minimised(model, name, before), minimised(model, name, after)
    before, after = only_differing(before, after)
    return (
        _short(minimised(model, name, before)),
        _short(minimised(model, name, after)),
    )


def only_differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two lists of blocks, those that aren't in both."""
    old, new = _blocks(before), _blocks(after)
    if old is None and new is None:
        return before, after
    old_blocks, new_blocks = old or [], new or []
    return (
        [one for one in old_blocks if one not in new_blocks],
        [one for one in new_blocks if one not in old_blocks],
    )


def _blocks(value: Any) -> list[Any] | None:
    if isinstance(value, str) and value.startswith('[{"'):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return value
    return None


def _short(value: Any) -> Any:
    text = value if isinstance(value, str) else None
    if text is None and isinstance(value, list | dict):
        text = json.dumps(value, ensure_ascii=False)
        if len(text) <= MOST_LETTERS:
            return value
    if text is None or len(text) <= MOST_LETTERS:
        return value
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text[:MOST_LETTERS]}… (SHA-256 {digest})"


def digest_of(values: dict[str, Any]) -> str:
    """A short digest of a row."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
