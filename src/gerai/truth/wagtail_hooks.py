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

from gerai.truth.desk.account import SummaryPanel
from gerai.truth.desk.panel import CarePanel
from gerai.truth.desk.views import look_again, report
from gerai.truth.selectors import can_watch

hooks.register("register_account_settings_panel")(SummaryPanel)


@hooks.register("register_admin_urls")
def truth_urls() -> list[URLPattern]:
    """The report, and looking again."""
    return [
        path("jaga-isi/", report, name="truth_report"),
        path("jaga-isi/periksa/", look_again, name="truth_look_again"),
    ]


class CareMenuItem(MenuItem):
    """Shown to whoever may change a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_watch(request.user)


@hooks.register("register_admin_menu_item")
def care_menu_item() -> CareMenuItem:
    """One tap from everywhere."""
    return CareMenuItem(
        _("Needs attention"),
        reverse("truth_report"),
        icon_name="circle-check",
        order=120,
    )


@hooks.register("construct_homepage_panels")
def care_panel(request: HttpRequest, panels: list[Any]) -> None:
    """The worst few on the home screen."""
    if can_watch(request.user):
        panels.append(CarePanel(request))


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How the rows of findings and answers stand, on a phone too."""
    return format_html('<link rel="stylesheet" href="{}">', static("truth/desk.css"))
