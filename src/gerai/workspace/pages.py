"""Wagtail's own screens of pages, where the desk has better ones."""

from __future__ import annotations

from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from gerai.workspace.editing.views import (
    GuardedEditView,
    GuardedRevertView,
    KeepingCreateView,
)
from gerai.workspace.versions.views import CompareView

ROWS = 20
"""In one list: each row has a menu of its own, which is drawn with it."""


class DeskExplorerView(ExplorableIndexView):
    """The pages below a page."""

    paginate_by = ROWS


class DeskPageViewSet(PageViewSet):
    """For pages of every type."""

    model = Page
    add_view_class = KeepingCreateView
    edit_view_class = GuardedEditView
    index_view_class = DeskExplorerView
    revisions_revert_view_class = GuardedRevertView
    revisions_compare_view_class = CompareView
