"""What the desk shows of publishing: a report, and a panel while something is wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from gerai.publishing.desk import failing_pages, publisher_trouble, publishing_report

REPORT = "publishing_report"


@hooks.register("register_admin_urls")
def publishing_report_url() -> list[URLPattern]:
    """``/admin/laporan/terbitan/``; Wagtail asks for permission to enter the desk."""
    return [path("laporan/terbitan/", publishing_report, name=REPORT)]


@hooks.register("register_reports_menu_item")
def publishing_report_item() -> MenuItem:
    return MenuItem(
        _("Publishing"),
        reverse(REPORT),
        name="publishing",
        icon_name="globe",
        order=100,
    )


class PublishingPanel(Component):
    """Stands above everything else on the first screen, and only when it is needed."""

    name = "publishing"
    template_name = "publishing/panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        trouble: tuple[str | Promise, str | Promise] | None = publisher_trouble()
        return {"failing": failing_pages(), "trouble": trouble, "url": reverse(REPORT)}


@hooks.register("construct_homepage_panels")
def publishing_panel(request: HttpRequest, panels: list[Component]) -> None:
    if failing_pages() or publisher_trouble():
        panels.append(PublishingPanel())
