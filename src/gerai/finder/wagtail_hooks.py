"""Registrations with the desk; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from gerai.finder.desk.snippets import SearchGroup
from gerai.finder.desk.views import can_see, name_service, report

if TYPE_CHECKING:
    from django.http import HttpRequest

register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def finder_urls() -> list[URLPattern]:
    """The report of searches, and what its buttons do."""
    return [
        path("laporan/pencarian/", report, name="finder_searches"),
        path("laporan/pencarian/nama/", name_service, name="finder_name_service"),
    ]


class SearchesMenuItem(MenuItem):
    """Shown to whoever edits something."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_see(request)


@hooks.register("register_reports_menu_item")
def searches_menu_item() -> MenuItem:
    """The report in the menu of reports."""
    return SearchesMenuItem(
        _("Searches"),
        reverse("finder_searches"),
        name="finder-searches",
        icon_name="search",
        order=110,
    )
