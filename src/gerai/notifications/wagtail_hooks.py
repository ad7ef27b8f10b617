"""Registrations with the desk; nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from gerai.notifications import desk


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How the lines look."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("notifications/desk.css")
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """One's own notifications; Wagtail asks for permission to enter the desk."""
    return [
        path("pemberitahuan/", desk.inbox, name="notifications_inbox"),
        path("pemberitahuan/dibaca/", desk.mark, name="notifications_mark"),
        path("pemberitahuan/<int:pk>/", desk.follow, name="notifications_follow"),
    ]


class InboxMenuItem(MenuItem):
    """With the number of unread lines behind its name."""

    def render_component(self, request: HttpRequest) -> Any:
        count = desk.unread_count(request.user)
        label = f"{self.label} ({count})" if count else str(self.label)
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


@hooks.register("register_admin_menu_item")
def inbox_menu_item() -> MenuItem:
    """Within reach on every screen."""
    return InboxMenuItem(
        _("Notifications"),
        reverse("notifications_inbox"),
        name="notifications",
        icon_name="mail",
        order=120,
    )


@hooks.register("construct_homepage_panels")
def notifications_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Only while there is something to read."""
    panel = desk.NotificationsPanel(request.user)
    if panel.rows:
        panels.append(panel)
