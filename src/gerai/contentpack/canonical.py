"""One form for equal values, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
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
    elif isinstance(value, list | tuple) and isinstance(written, list):
        for one, its in zip(value, written, strict=True):
            _keep_required(one, its)
    elif isinstance(written, dict):
        for key, inner, is_required in _inside(value):
            if key in written:
                _keep_required(inner, written[key])
            elif is_required and key.endswith("provenance"):
                written[key] = dict(_BARE_PROVENANCE)


def _inside(value: Any) -> Iterator[tuple[str, Any, bool]]:
    """Names in a pack, values, and whether a pack must have them."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield field.alias or name, getattr(value, name), field.is_required()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner, False


def fingerprint(value: Any) -> str:
    """A short text that is equal for equal values."""
    text = json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
