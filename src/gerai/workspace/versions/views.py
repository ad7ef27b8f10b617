"""The screens of versions: all of them, two compared, one brought back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.models import Page, Revision

from gerai.approval.policies import may_see_draft
from gerai.approval.selectors import current_step
from gerai.directory.standard.changes import Change
from gerai.workspace.versions.comparing import content_of, page_changes
from gerai.workspace.versions.restoring import RestoringRefused, restore_version
from gerai.workspace.versions.showing import shown_changes

INDEX = "workspace_versions"
RESTORE = "workspace_version_restore"
PER_SCREEN = 10
SHOWN_CHANGES = 4


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list."""

    revision: Revision
    changes: Sequence[Change]
    more: int
    is_live: bool
    is_newest: bool
    is_first: bool


@require_GET
def versions(request: HttpRequest, page_id: int) -> HttpResponse:
    """All versions of a page, newest first, each with what it changed."""
    page = _page(request, page_id)
    found = page.revisions.select_related("user").order_by("-created_at", "-pk")
    listed = Paginator(found, PER_SCREEN).get_page(request.GET.get("p"))
    last = listed.end_index()
    # One more than is shown: the oldest one is compared with it.
    rows = list(found[listed.start_index() - 1 if last else 0 : last + 1])
    context = {
        "page": page,
        "rows": list(_rows(page, rows, len(listed))),
        "listed": listed,
        "may_restore": _may_restore(request, page),
        "undo": _undo(request, page),
        "newest": page.latest_revision_id,
    }
    return render(request, "workspace/versions/index.html", context)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Show what would change, then bring the version back; the act checks again."""
    page = _page(request, page_id)
    revision = get_object_or_404(page.revisions, pk=revision_id)
    if not _may_restore(request, page):
        raise PermissionDenied
    if request.method == "POST":
        return _restored(request, page, revision)
    newest = page.get_latest_revision()
    now = content_of(newest if newest is not None else page)
    changes = page_changes(type(page), now, content_of(revision))
    context = {
        "page": page,
        "revision": revision,
        "changes": shown_changes(changes),
        "newest": page.latest_revision_id,
        "is_published": page.live
        and page.permissions_for_user(request.user).can_publish(),
    }
    return render(request, "workspace/versions/restore.html", context)


class CompareView(RevisionsCompareView):
    """Two versions side by side, in plain words instead of field by field."""

    template_name = "workspace/versions/compare.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Reviewers, too: Wagtail asks for the right to change some page."""
        return super(RevisionsCompareView, self).dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> Any:
        """Whoever decides on a draft may see what it changes."""
        page = get_object_or_404(Page, pk=self.pk).specific
        if not may_see_draft(self.request.user, page, current_step(page)):
            raise PermissionDenied
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        older, newer = (
            self._version(self.revision_id_a),
            self._version(self.revision_id_b),
        )
        changes = page_changes(type(self.object), content_of(older), content_of(newer))
        context |= {
            "page": self.object,
            "changes": shown_changes(changes),
            "older": older if isinstance(older, Revision) else None,
            "newer": newer if isinstance(newer, Revision) else None,
            "may_restore": _may_restore(self.request, self.object),
        }
        return context

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[Any]:
        """Wagtail's own comparison isn't shown."""
        return []

    def _version(self, key: str) -> Revision | Page:
        if key == "live":
            page: Page = self.object
            return page
        found = self.object.revisions.order_by("created_at", "pk")
        if key in {"earliest", "latest"}:
            chosen: Revision = found.first() if key == "earliest" else found.last()
            return chosen
        revision: Revision = get_object_or_404(found, pk=key)
        return revision


def _page(request: HttpRequest, page_id: int) -> Any:
    page = get_object_or_404(Page, pk=page_id).specific
    permissions = page.permissions_for_user(request.user)
    if not (permissions.can_edit() or permissions.can_publish()):
        raise PermissionDenied
    return page


def _may_restore(request: HttpRequest, page: Any) -> bool:
    permissions = page.permissions_for_user(request.user)
    return bool(
        permissions.can_edit()
        and not permissions.page_locked()
        and not page.alias_of_id
    )


def _rows(page: Any, revisions: list[Revision], shown: int) -> Iterator[VersionRow]:
    pairs: list[tuple[Revision, Revision | None]] = [*pairwise(revisions)]
    if len(revisions) == shown and revisions:
        pairs.append((revisions[-1], None))
    for revision, earlier in pairs:
        changes: list[Change] = []
        if earlier is not None:
            changes = page_changes(
                type(page), content_of(earlier), content_of(revision)
            )
        yield VersionRow(
            revision=revision,
            changes=changes[:SHOWN_CHANGES],
            more=max(0, len(changes) - SHOWN_CHANGES),
            is_live=page.live and revision.pk == page.live_revision_id,
            is_newest=revision.pk == page.latest_revision_id,
            is_first=earlier is None,
        )


def _undo(request: HttpRequest, page: Any) -> Revision | None:
    key = request.GET.get("batal", "")
    if not key.isdecimal():
        return None
    found: Revision | None = page.revisions.filter(pk=key).first()
    return found


def _restored(request: HttpRequest, page: Any, revision: Revision) -> HttpResponse:
    user = request.user
    assert user.is_authenticated  # noqa: S101 - _page asked
    try:
        done = restore_version(
            page=page, revision=revision, by=user, seen=request.POST.get("newest", "")
        )
    except RestoringRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(INDEX, page.pk)
    messages.success(
        request,
        _("The earlier version is back. Visitors see it now.")
        if done.is_published
        else _("The earlier version is back as a draft. Visitors don't see it yet."),
    )
    return redirect(f"{reverse(INDEX, args=[page.pk])}?batal={done.undo.pk}")
