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

from gerai.defacement.desk import HeldPanel, list_screen, one_screen
from gerai.defacement.policies import may_see_all


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How evidence looks."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("defacement/desk.css")
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The list, and one; Wagtail asks for permission to enter the desk."""
    return [
        path("kecurigaan/", list_screen, name="defacement_list"),
        path("kecurigaan/<int:pk>/", one_screen, name="defacement_one"),
    ]


class HeldMenuItem(MenuItem):
    """For those who decide, and those who only read."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_all(request.user)


@hooks.register("register_admin_menu_item")
def held_menu_item() -> HeldMenuItem:
    return HeldMenuItem(
        _("Held back"),
        reverse("defacement_list"),
        name="defacement",
        icon_name="warning",
        order=115,
    )


@hooks.register("construct_homepage_panels")
def held_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Only while something waits."""
    panel = HeldPanel(request.user)
    if panel.count:
        panels.append(panel)
