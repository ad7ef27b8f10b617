"""Who may have a file to download: everybody once something public shows it, else staff."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

_STAFF = ("add", "change", "choose", "delete")


def may_read(user: Any, document: AbstractDocument) -> bool:
    """Whether somebody may have the file; two queries for a stranger."""
    return is_public(document) or _is_for(user, document)


def is_public(document: AbstractDocument) -> bool:
    """Whether a published page, or a record that has no drafts, shows the file."""
    rows = ReferenceIndex.get_references_to(document).values_list(
        "base_content_type_id", "object_id"
    )
    page_type = ContentType.objects.get_for_model(Page).pk
    pages = set()
    for content_type, key in rows:
        if content_type != page_type:
            return True
        pages.add(int(key))
    return bool(pages) and Page.objects.live().public().filter(pk__in=pages).exists()


def _is_for(user: Any, document: AbstractDocument) -> bool:
    if not user.is_authenticated:
        return False
    policy = policy_registry.get_by_type(get_document_model())
    return bool(policy.user_has_any_permission_for_instance(user, _STAFF, document))
