"""What changed between two versions of a page, in plain words.

Versions are compared as they are stored, so that an old one reads well even when what
it refers to is gone; only what changed is looked up.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from gerai.audit.telling import (
    field_text,
    plain_text,
    stream_items,
    stream_texts,
)
from gerai.directory.choices import ComponentName
from gerai.directory.fields import ComponentField
from gerai.directory.standard.changes import Change, ChangeKind, component_changes

Content = Mapping[str, Any]
# Kept by Wagtail for itself; nobody edits them as content.
_TECHNICAL = frozenset(
    {
        *("content_type", "path", "depth", "numchild", "url_path", "locale"),
        *("translation_key", "draft_title", "live", "has_unpublished_changes"),
        *("owner", "locked", "locked_by", "locked_at", "latest_revision"),
        *("live_revision", "first_published_at", "last_published_at"),
        *("latest_revision_created_at", "alias_of", "expired", "page_ptr"),
        *("show_in_menus", "confirmed_content", "confirmed_by"),
    }
)


def content_of(version: Revision | Page) -> Content:
    """What a version, or a page as it is live, holds; as JSON would."""
    if isinstance(version, Revision):
        content: Content = version.content
        return content
    data = version.specific.serializable_data()
    stored: Content = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return stored


def page_changes(model: type[Page], before: Content, after: Content) -> list[Change]:
    """What changed, field by field in the order of the model; empty if nothing did.

    Args:
        model: the specific class of the page.
        before: content of the older version; see :func:`content_of`.
        after: content of the newer one.
    """
    changes: list[Change] = []
    for field in _content_fields(model):
        old, new = before.get(field.name), after.get(field.name)
        if old != new:
            changes.extend(_field_changes(field, old, new, before, after))
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        old, new = before.get(name), after.get(name)
        if old != new and name != COMMENTS_RELATION_NAME:
            changes.extend(_rows_changes(relation, old or [], new or []))
    return changes


def _content_fields(model: type[Page]) -> Iterator[Any]:
    for field in model._meta.get_fields():
        if isinstance(field, TaggableManager) or (
            isinstance(field, models.Field)
            and field.editable
            and not field.primary_key
            and field.name not in _TECHNICAL
        ):
            yield field


def _field_changes(
    field: Any, old: Any, new: Any, before: Content, after: Content
) -> list[Change]:
    if isinstance(field, ComponentField) and field.name in ComponentName.values:
        return component_changes(
            field.name,
            stream_items(old),
            stream_items(new),
            case_labels=_case_labels(before, after),
        )
    if isinstance(field, StreamField):
        return _stream_changes(field, old, new)
    label = capfirst(str(field.verbose_name))
    if isinstance(field, RichTextField):
        return _paragraph_changes(label, plain_text(old or ""), plain_text(new or ""))
    if isinstance(field, models.TextField) and not field.choices:
        return _paragraph_changes(label, str(old or ""), str(new or ""))
    change = _change(label, field_text(field, old), field_text(field, new))
    return [change] if change else []


def _stream_changes(field: StreamField, old: Any, new: Any) -> list[Change]:
    before, after = stream_texts(field, old), stream_texts(field, new)
    changes: list[Change] = []
    for key in dict.fromkeys((*before, *after)):
        label, old_text = before.get(key, ("", ""))
        new_label, new_text = after.get(key, (label, ""))
        changes.extend(_paragraph_changes(new_label, old_text, new_text))
    kept = [key for key in before if key in after]
    if not changes and kept != [key for key in after if key in before]:
        label = capfirst(str(field.verbose_name))
        changes.append(Change(ChangeKind.MOVED, label))
    return changes


def _rows_changes(relation: Any, old: list[Any], new: list[Any]) -> list[Change]:
    """Rows of a list below the page, such as related services or pictures."""
    model = relation.related_model
    label = capfirst(str(model._meta.verbose_name))
    before, after = _rows(model, old), _rows(model, new)
    changes: list[Change] = []
    for key in dict.fromkeys((*before, *after)):
        change = _change(label, before.get(key, ""), after.get(key, ""))
        if change:
            changes.append(change)
    kept = [key for key in before if key in after]
    if not changes and kept != [key for key in after if key in before]:
        changes.append(Change(ChangeKind.MOVED, label))
    return changes


def _rows(model: Any, rows: list[Any]) -> dict[str, str]:
    fields = [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and field.editable
        and not field.primary_key
        and field.name not in {"sort_order", "page", *_TECHNICAL}
    ]
    texts = {}
    for index, row in enumerate(
        sorted(rows, key=lambda row: row.get("sort_order") or 0)
    ):
        words = (field_text(field, row.get(field.name)) for field in fields)
        key = str(row.get("pk") or f"#{index}")
        texts[key] = " · ".join(word for word in words if word)
    return texts


def _paragraph_changes(label: str, old: str, new: str) -> list[Change]:
    """Of long texts only the paragraphs that differ."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changes = []
    for act, i1, i2, j1, j2 in matcher.get_opcodes():
        if act != "equal":
            change = _change(label, "\n".join(before[i1:i2]), "\n".join(after[j1:j2]))
            if change:
                changes.append(change)
    return changes


def _change(label: str, old: str, new: str) -> Change | None:
    if old == new:
        return None
    if not old:
        return Change(ChangeKind.ADDED, label, after=new)
    if not new:
        return Change(ChangeKind.REMOVED, label, before=old)
    return Change(ChangeKind.CHANGED, label, old, new)


def _case_labels(*contents: Content) -> dict[str, str]:
    labels = {}
    for content in contents:
        for item in stream_items(content.get(ComponentName.CASES.value)):
            value = item.get("value") or {}
            if value.get("key"):
                labels[value["key"]] = value.get("label") or value["key"]
    return labels
