"""Who may read and settle what was said of a page; public."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy


def pages_heard_by(user: Any) -> QuerySet[Page]:
    """The records of which ``user`` may read what people said: those they may change."""
    own: QuerySet[Page] = page_permission_policy.instances_user_has_permission_for(
        user, "change"
    )
    return own.filter(locale__language_code=settings.LANGUAGE_CODE)


def can_hear(user: Any) -> bool:
    """Whether ``user`` may change any page at all."""
    return bool(page_permission_policy.user_has_permission(user, "change"))


def can_settle(user: Any, page: Page) -> bool:
    """Whether ``user`` may mark what was said of ``page`` as handled."""
    return bool(
        user.is_authenticated
        and user.is_active
        and page.permissions_for_user(user).can_edit()
    )
