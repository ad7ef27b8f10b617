"""A stored value of any field or block, in words of the active language."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock
from wagtail.fields import RichTextField, StreamField

_END_OF_PARAGRAPH = re.compile(
    r"</(?:p|h[1-6]|li|blockquote)>|<br\s*/?>", re.IGNORECASE
)


def field_text(field: models.Field[Any, Any], raw: Any) -> str:
    """What is stored of a field, as somebody would say it; "" for nothing.

    Args:
        raw: the value as versions hold it: JSON, keys instead of records.
    """
    if raw is None or raw in ("", []):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(raw, raw))
    if field.remote_field is not None:
        return _records_text(field.related_model, raw)
    for kind, tell in _FIELDS.items():
        if isinstance(field, kind):
            return tell(field, raw)
    return ", ".join(map(str, raw)) if isinstance(raw, list) else str(raw)


def stream_texts(field: StreamField, raw: Any) -> dict[str, tuple[str, str]]:
    """Label and words of each block of a stream, by the block's identity."""
    texts = {}
    for index, item in enumerate(stream_items(raw)):
        block = field.stream_block.child_blocks.get(item.get("type"))
        if block is None:
            continue
        key = str(item.get("id") or f"#{index}")
        texts[key] = (capfirst(str(block.label)), block_text(block, item.get("value")))
    return texts


def stream_items(raw: Any) -> list[Mapping[str, Any]]:
    """The stored items of a stream: ``{"type", "value", "id"}``."""
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            return []
    return [item for item in raw or [] if isinstance(item, Mapping)]


def block_text(block: Any, raw: Any) -> str:
    """What is stored of a block, as somebody would say it."""
    if raw is None or raw in ("", []):
        return ""
    for kind, tell in _BLOCKS.items():
        if isinstance(block, kind):
            return tell(block, raw)
    return plain_text(raw) if isinstance(raw, str) else str(raw)


def plain_text(text: str) -> str:
    """Words without mark-up, one paragraph a line."""
    with_lines = _END_OF_PARAGRAPH.sub("\n", text)
    lines = html.unescape(strip_tags(with_lines)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _struct_text(block: Any, raw: Any) -> str:
    values = raw if isinstance(raw, Mapping) else {}
    texts = (
        (child, block_text(child, values.get(name)))
        for name, child in block.child_blocks.items()
    )
    return "; ".join(
        f"{capfirst(str(child.label))}: {text}" for child, text in texts if text
    )


def _list_text(block: Any, raw: Any) -> str:
    items = raw if isinstance(raw, list) else []
    values = (item.get("value") if _is_list_item(item) else item for item in items)
    return _joined(block_text(block.child_block, value) for value in values)


def _stream_text(block: Any, raw: Any) -> str:
    return _joined(
        block_text(block.child_blocks.get(item.get("type")), item.get("value"))
        for item in stream_items(raw)
    )


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(text for text in texts if text)


def _is_list_item(item: Any) -> bool:
    return isinstance(item, Mapping) and item.keys() >= {"type", "value"}


def _records_text(model: Any, raw: Any) -> str:
    keys = raw if isinstance(raw, list) else [raw]
    found = model._default_manager.in_bulk([key for key in keys if key is not None])
    return ", ".join(
        str(found[key]) if key in found else _("(no longer there)") for key in keys
    )


def _moment_text(raw: str) -> str:
    moment = parse_datetime(raw)
    if not isinstance(moment, datetime):
        return raw
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return formats.date_format(moment, "j F Y H.i")


def _day_text(raw: str) -> str:
    day = parse_date(raw)
    return formats.date_format(day, "j F Y") if day else raw


# The first kind that fits counts: a moment is a day, too.
_FIELDS: dict[type[Any], Callable[[Any, Any], str]] = {
    StreamField: lambda field, raw: "\n".join(
        text for _label, text in stream_texts(field, raw).values()
    ),
    RichTextField: lambda _field, raw: plain_text(str(raw)),
    models.BooleanField: lambda _field, raw: _("yes") if raw else _("no"),
    models.DateTimeField: lambda _field, raw: _moment_text(str(raw)),
    models.DateField: lambda _field, raw: _day_text(str(raw)),
}
_BLOCKS: dict[type[Any], Callable[[Any, Any], str]] = {
    blocks.StructBlock: _struct_text,
    blocks.ListBlock: _list_text,
    blocks.StreamBlock: _stream_text,
    ChooserBlock: lambda block, raw: _records_text(block.model_class, raw),
    blocks.BooleanBlock: lambda _block, raw: _("yes") if raw else "",
    blocks.ChoiceBlock: lambda block, raw: str(dict(block.field.choices).get(raw, raw)),
}
