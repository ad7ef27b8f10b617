"""Registrations with the desk; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gerai.guidance.desk.overview import overview, user_may_look

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def guidance_urls() -> list[URLPattern]:
    """The overview of the question path."""
    return [path("panduan/", overview, name="guidance_overview")]


class OverviewMenuItem(MenuItem):
    """Shown to whoever edits something."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_may_look(request.user)


@hooks.register("register_reports_menu_item")
def overview_menu_item() -> MenuItem:
    """The question path in the menu of reports."""
    return OverviewMenuItem(
        _("Question path"),
        reverse("guidance_overview"),
        name="guidance-overview",
        icon_name="list-ul",
        order=110,
    )
