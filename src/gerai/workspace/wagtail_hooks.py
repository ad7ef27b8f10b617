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

from gerai.guard.policies import may_invite
from gerai.workspace.errands.home import ErrandsPanel
from gerai.workspace.errands.urls import errand_urls
from gerai.workspace.reach import OwnDocumentsAPI, OwnImagesAPI, choosable_pages
from gerai.workspace.staff.views import InviteView, MemberView, StaffIndexView

hooks.register("construct_page_chooser_queryset", choosable_pages)
hooks.register("register_admin_urls", errand_urls)


@hooks.register("construct_admin_api", order=100)
def own_files_only(router: Any) -> None:
    """In place of Wagtail's endpoints, which give all files to whoever enters."""
    router.register_endpoint("images", OwnImagesAPI)
    router.register_endpoint("documents", OwnDocumentsAPI)


@hooks.register("register_admin_urls")
def staff_urls() -> list[URLPattern]:
    """Staff: the list, inviting, one person."""
    return [
        path("staf/", StaffIndexView.as_view(), name="workspace_staff"),
        path(
            "staf/hasil/",
            StaffIndexView.as_view(results_only=True),
            name="workspace_staff_results",
        ),
        path("staf/undang/", InviteView.as_view(), name="workspace_staff_invite"),
        path("staf/<int:pk>/", MemberView.as_view(), name="workspace_staff_member"),
    ]


@hooks.register("construct_homepage_panels")
def everyday_tasks(request: HttpRequest, panels: list[Any]) -> None:
    """What most people come for stands first."""
    panels.append(ErrandsPanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    """How many pages and pictures there are helps nobody with their task."""
    items.clear()


@hooks.register("insert_global_admin_css")
def errands_css() -> SafeString:
    """How tasks look, on the home screen and on their own."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("workspace/errands.css")
    )


class StaffMenuItem(MenuItem):
    """Shown to whoever may give roles to others."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_invite(request.user))


@hooks.register("register_admin_menu_item")
def staff_menu_item() -> StaffMenuItem:
    """Staff, one tap from everywhere."""
    return StaffMenuItem(
        _("Staff"), reverse("workspace_staff"), icon_name="group", order=900
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Acts on staff have names in the history."""
    for name, label, message in (
        ("invite", _("Invite"), _("Invited")),
        ("renew", _("New link"), _("Invited anew")),
        ("join", _("Join"), _("Set a password")),
        ("role", _("Role"), _("Role changed")),
        ("disable", _("Disable"), _("Disabled")),
        ("enable", _("Enable"), _("Enabled")),
    ):
        actions.register_action(f"gerai.staff.{name}", label, message)
