"""What the desk shows of backups: a report, and a panel while something is wrong."""

from __future__ import annotations

from typing import Any

from django.core.checks import ERROR
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from gerai.operations.desk import backup_report, may_see_backups, troubles

REPORT = "backup_report"


@hooks.register("register_admin_urls")
def backup_report_url() -> list[URLPattern]:
    """``/admin/laporan/cadangan/``; the view asks who may see it."""
    return [path("laporan/cadangan/", backup_report, name=REPORT)]


class BackupMenuItem(MenuItem):
    """Shown to whoever may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_backups(request.user)


@hooks.register("register_reports_menu_item")
def backup_report_item() -> BackupMenuItem:
    return BackupMenuItem(
        _("Backups"), reverse(REPORT), name="backups", icon_name="download", order=110
    )


class BackupPanel(Component):
    """Stands high on the first screen, and only when it is needed."""

    name = "backups"
    template_name = "operations/backup_panel.html"
    order = 12

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"troubles": troubles(from_level=ERROR), "url": reverse(REPORT)}


@hooks.register("construct_homepage_panels")
def backup_panel(request: HttpRequest, panels: list[Component]) -> None:
    if may_see_backups(request.user) and troubles(from_level=ERROR):
        panels.append(BackupPanel())
