"""Wagtail's own log and versions, as names of acts and as changes of drafts."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder

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
    model, label = _kind_of(row.content_type_id)
    change = Change(label, str(row.object_id), DRAFTED, str(row.object_str)[:200])
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
    # As the database will hold it.
    content = json.loads(json.dumps(row.content, cls=DjangoJSONEncoder))
    change.fields = changed_fields(model, _kept(earlier or {}), _kept(content))
    return change


def _kind_of(key: int) -> tuple[Any, str]:
    try:
        kind = ContentType.objects.get_for_id(key)
    except ContentType.DoesNotExist:
        return None, "wagtailcore.revision"
    return kind.model_class(), f"{kind.app_label}.{kind.model}"


def _kept(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in _BOOKKEEPING}
