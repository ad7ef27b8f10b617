"""Screens that only list: untouched pages, open comments, any page as on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from gerai.approval.models import Remark
from gerai.workspace.errands.views import signed_in

PER_PAGE = 30
UNTOUCHED_AFTER = timedelta(days=365)


def own_pages(user: Any) -> QuerySet[Page]:
    """Indonesian pages that a user may change; below the root."""
    own: QuerySet[Page] = page_permission_policy.instances_user_has_permission_for(
        user, "change"
    )
    return own.filter(depth__gt=1, locale__language_code=settings.LANGUAGE_CODE)


def untouched_pages(user: Any) -> QuerySet[Page]:
    """Published pages that nobody has changed for a year, the oldest first.

    What was loaded with the first content counts from that day.
    """
    changed = Coalesce("latest_revision_created_at", "last_published_at")
    return (
        own_pages(user)
        .filter(live=True)
        .annotate(changed=Greatest(changed, Coalesce("last_published_at", changed)))
        .filter(changed__lt=timezone.now() - UNTOUCHED_AFTER)
        .order_by("changed", "pk")
    )


def open_comments(user: Any) -> QuerySet[Remark]:
    """The last word on drafts within a user's reach, where somebody else has it.

    What was said before a page was last published is settled.
    """
    said = Remark.objects.filter(page=OuterRef("page"))
    newest = said.order_by("-created_at", "-pk").values("pk")[:1]
    found: QuerySet[Remark] = (
        Remark.objects.filter(
            page__in=own_pages(user).values("pk"), pk=Subquery(newest)
        )
        .exclude(author=user)
        .filter(
            Q(page__last_published_at__isnull=True)
            | Q(created_at__gt=F("page__last_published_at"))
        )
        .select_related("page", "author")
        .order_by("-created_at", "-pk")
    )
    return found


@never_cache
@require_safe
def untouched(request: HttpRequest) -> HttpResponse:
    """Pages untouched for a year."""
    pages = untouched_pages(signed_in(request))
    return _list(
        request,
        pages,
        template="workspace/errands/untouched.html",
        title=_("Pages untouched for a year"),
        icon="time",
    )


@never_cache
@require_safe
def comments(request: HttpRequest) -> HttpResponse:
    """Comments that wait for an answer."""
    return _list(
        request,
        open_comments(signed_in(request)),
        template="workspace/errands/comments.html",
        title=_("Answer a comment"),
        icon="comment",
    )


@never_cache
@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    """Which page to see as on a phone."""
    pages = own_pages(signed_in(request))
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]
    for word in query.split():
        pages = pages.filter(title__icontains=word)
    return _list(
        request,
        pages.order_by("-latest_revision_created_at", "title", "pk"),
        template="workspace/errands/phones.html",
        title=_("See a page as on a phone"),
        icon="mobile-alt",
        query=query,
    )


@never_cache
@require_safe
def phone(request: HttpRequest, page_id: int) -> HttpResponse:
    """One page as on a phone, with what isn't published yet."""
    page = get_object_or_404(own_pages(signed_in(request)), pk=page_id)
    return render(
        request,
        "workspace/errands/phone.html",
        {"page": page, "page_title": page.get_admin_display_title()},
    )


def _list(
    request: HttpRequest,
    rows: Any,
    *,
    template: str,
    title: str,
    icon: str,
    **more: Any,
) -> HttpResponse:
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return render(
        request,
        template,
        {"rows": shown, "page_title": title, "header_icon": icon, **more},
    )
