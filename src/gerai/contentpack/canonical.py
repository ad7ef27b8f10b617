"""One form for equal values, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, RootModel

# A provenance that says nothing is the same as none.
_BARE_PROVENANCE = {"trust": "general"}


def plain(value: Any) -> Any:
    """``value`` as a pack would write it: defaults left out, only plain types."""
    if isinstance(value, BaseModel):
        value = value.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, warnings=False
        )
    return _tidy(value)


def _tidy(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return plain(value)
    if isinstance(value, dict):
        tidy = {key: _tidy(inner) for key, inner in value.items()}
        return {
            key: inner
            for key, inner in tidy.items()
            if not (key.endswith("provenance") and inner == _BARE_PROVENANCE)
        }
    if isinstance(value, list | tuple):
        return [_tidy(inner) for inner in value]
    return value


def loadable(value: Any) -> Any:
    """As ``plain``; a provenance that says nothing stays where a pack must have one."""
    written = plain(value)
    _keep_required(value, written)
    return written


def _keep_required(value: Any, written: Any) -> None:
    if isinstance(value, RootModel):
        _keep_required(value.root, written)
    elif not isinstance(written, dict | list):
        return  # it is written as one text
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            key, inner = field.alias or name, getattr(value, name)
            if key in written:
                _keep_required(inner, written[key])
            elif key.endswith("provenance") and field.is_required():
                written[key] = dict(_BARE_PROVENANCE)
    elif isinstance(value, list | tuple):
        for one, its in zip(value, written, strict=True):
            _keep_required(one, its)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in written:
                _keep_required(inner, written[key])


def fingerprint(value: Any) -> str:
    """A short text that is equal for equal values."""
    text = json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
