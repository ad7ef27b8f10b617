"""What of other agencies somebody may see in the desk: what is public, and no drafts.

Wagtail asks for permission where something is changed. A few of its screens that only
name records (choosers, the question before a bulk action, the desk's own API) name any
record whose number is in the address. Those are closed here, for everybody whose role
doesn't reach the whole tree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

FILE_ACTIONS = ("add", "change", "choose", "delete")
# By the name of the screen: whose numbers stand in its address.
PAGE_SCREENS = frozenset(
    {
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_chosen_multiple",
        "move_confirm",
    }
)
PAGE_KEYS = ("parent_page_id", "page_to_move_id", "destination_id")
# They name the pages that were changed last, whoever they belong to.
WHOLE_TREE_SCREENS = frozenset({"page_types_usage", "page_types_usage_results"})
BULK_SCREEN = "wagtail_bulk_action"


def nameable_pages(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Those of ``pages`` whose title ``user`` may read in the desk.

    Own ones, and public ones as the public knows them: the desk shows the title of a
    draft, so a page that is about to change its title isn't among them.
    """
    own = page_permission_policy.instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    return pages.filter(
        Q(pk__in=own.values("pk")) | Q(live=True, draft_title=F("title"))
    )


def choosable_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Wagtail's hook for its page chooser."""
    if request.user.is_superuser:
        return pages
    # Numbers, not a subquery: the search behind the chooser can't filter by one.
    nameable = nameable_pages(Page.objects.all(), request.user)
    return pages.filter(pk__in=list(nameable.values_list("pk", flat=True)))


def reachable_files(model: type[Any], user: Any) -> QuerySet[Any]:
    """Pictures or files in the collections of ``user``."""
    policy = policy_registry.get_by_type(model)
    files: QuerySet[Any] = policy.instances_user_has_any_permission_for(
        user, FILE_ACTIONS
    )
    return files


class OwnImagesAPI(ImagesAdminAPIViewSet):
    """The desk's API of pictures, for one's own collections."""

    def get_queryset(self) -> QuerySet[Any]:
        own = reachable_files(get_image_model(), self.request.user)
        return super().get_queryset().filter(pk__in=own.values("pk"))


class OwnDocumentsAPI(DocumentsAdminAPIViewSet):
    """The desk's API of files, for one's own collections."""

    def get_queryset(self) -> QuerySet[Any]:
        own = reachable_files(get_document_model(), self.request.user)
        return super().get_queryset().filter(pk__in=own.values("pk"))


class ReachMiddleware:
    """Refuses a screen that would name a record out of reach."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        match = request.resolver_match
        name = match.url_name if match is not None else None
        if name not in {*PAGE_SCREENS, *WHOLE_TREE_SCREENS, BULK_SCREEN}:
            return
        if not request.user.is_authenticated or request.user.is_superuser:
            return
        if name in WHOLE_TREE_SCREENS:
            known = nameable_pages(Page.objects.all(), request.user)
            if Page.objects.exclude(pk__in=known.values("pk")).exists():
                raise PermissionDenied
            return
        numbers = _numbers(request, kwargs)
        found: QuerySet[Any] | None = None
        if name in PAGE_SCREENS or kwargs.get("model_name") == "page":
            found = nameable_pages(Page.objects.filter(pk__in=numbers), request.user)
        elif kwargs.get("model_name") in {"image", "document"}:
            images = kwargs["model_name"] == "image"
            model = get_image_model() if images else get_document_model()
            found = reachable_files(model, request.user).filter(pk__in=numbers)
        if found is not None and found.count() < len(numbers):
            raise PermissionDenied


def _numbers(request: HttpRequest, kwargs: dict[str, Any]) -> set[int]:
    named = {int(value) for value in request.GET.getlist("id") if value.isdecimal()}
    named |= {int(kwargs[key]) for key in PAGE_KEYS if key in kwargs}
    return named
