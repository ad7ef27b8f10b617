"""What a draft changes, in the words of the form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, Revision

# What the site keeps beside what people write.
_INNER = frozenset(
    {field.name for field in Page._meta.concrete_fields} - {"title", "slug"}
    | {"pk", "page_ptr", "wagtail_admin_comments", "comments", "confirmed_content"}
    | {"confirmed_at", "confirmed_by", "confirmed_by_name", "is_free", "is_online"}
    | {"while_you_wait"}
)
_SHOWN_OF_PAGE = ("title", "slug", "seo_title", "search_description", "go_live_at")


@dataclass(frozen=True, slots=True)
class Change:
    """A draft against what visitors see now."""

    kind: str
    is_new: bool
    labels: tuple[str, ...]

    @property
    def words(self) -> str:
        """One line: what it is about."""
        if self.is_new:
            return _("New: %(kind)s") % {"kind": self.kind}
        if not self.labels:
            return _("Nothing that visitors see")
        return _("Changes: %(parts)s") % {"parts": ", ".join(self.labels)}


def changes_of(page: Page, draft: Revision) -> Change:
    """What ``draft`` changes of ``page``, which is loaded as its own type; no query."""
    kind = str(page._meta.verbose_name)
    if not page.live:
        return Change(kind, is_new=True, labels=())
    before = (
        page.live_revision.content
        if page.live_revision is not None
        else get_serializable_data_for_fields(page)
    )
    return Change(kind, is_new=False, labels=_labels(page, before, draft.content))


def _labels(
    page: Page, before: dict[str, Any], after: dict[str, Any]
) -> tuple[str, ...]:
    labels: list[str] = []
    for name, value in after.items():
        if name in _INNER and name not in _SHOWN_OF_PAGE:
            continue
        # A page that was loaded has no version with its rows; those are left out then.
        if name in before and _plain(before[name]) != _plain(value):
            label = _label(page, name)
            if label not in labels:
                labels.append(label)
    return tuple(labels)


def _plain(value: Any) -> str:
    """A stored value in one spelling: JSON within a text counts as what it says."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if value in (None, "", [], {}):
        return ""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)


def _label(page: Page, name: str) -> str:
    try:
        field = page._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))
    if isinstance(field, models.Field):
        return capfirst(str(field.verbose_name))
    related = field.related_model
    words = related._meta.verbose_name_plural if related is not None else name
    return capfirst(str(words))
