"""Wagtail's own log and versions, as names of acts and as changes of drafts."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType

from gerai.audit.journal import DRAFTED, Act, Change
from gerai.audit.values import changed_fields, simple

# Counted by Wagtail for itself.
_BOOKKEEPING = frozenset(
    {"latest_revision", "latest_revision_created_at", "live_revision"}
    | {"has_unpublished_changes", "draft_title", "last_published_at", "path", "depth"}
    | {"numchild", "url_path", "content_type", "wagtail_admin_comments", "pk"}
)


def act_of(row: Any) -> Act:
    """What an entry of Wagtail's log says."""
    kind = (
        ContentType.objects.get_for_id(row.content_type_id)
        if row.content_type_id
        else None
    )
    key = getattr(row, "page_id", None) or getattr(row, "object_id", "")
    return Act(
        row.action,
        f"{kind.app_label}.{kind.model}" if kind else "",
        str(key),
        str(row.label)[:200],
        simple(row.data or {}),
    )


def drafted(row: Any, key: Any) -> Change:
    """A new version against the one before it, field by field."""
    kind = ContentType.objects.get_for_id(row.content_type_id)
    model = kind.model_class()
    change = Change(
        f"{kind.app_label}.{kind.model}",
        str(row.object_id),
        DRAFTED,
        str(row.object_str)[:200],
    )
    if model is None:
        return change
    earlier = (
        type(row)
        .objects.filter(
            base_content_type_id=row.base_content_type_id, object_id=row.object_id
        )
        .exclude(pk=key)
        .order_by("-created_at", "-id")
        .values_list("content", flat=True)
        .first()
    )
    change.fields = changed_fields(model, _kept(earlier or {}), _kept(row.content))
    return change


def _kept(content: dict[str, Any]) -> dict[str, Any]:
    return {
        name: simple(value)
        for name, value in content.items()
        if name not in _BOOKKEEPING
    }
