"""Registrations with the desk; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from gerai.guard.policies import may_invite
from gerai.workspace.editing.kept_views import kept
from gerai.workspace.editing.views import guard_snippet, refill_new_snippet
from gerai.workspace.errands.home import ErrandsPanel
from gerai.workspace.errands.urls import errand_urls
from gerai.workspace.pages import DeskPageViewSet
from gerai.workspace.reach import OwnDocumentsAPI, OwnImagesAPI, choosable_pages
from gerai.workspace.staff.views import InviteView, MemberView, StaffIndexView
from gerai.workspace.translations import DeskTranslationsView
from gerai.workspace.versions import views as versions

hooks.register("construct_page_chooser_queryset", choosable_pages)
hooks.register("register_admin_urls", errand_urls)
hooks.register("before_create_snippet", refill_new_snippet)
hooks.register("before_edit_snippet", guard_snippet)


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


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How versions stand in the desk."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("workspace/desk.css")
    )


@hooks.register("insert_global_admin_js", order=-1)
def starting_js() -> SafeString:
    """Starts what Wagtail would start by inline scripts."""
    return format_html('<script src="{}"></script>', static("workspace/starting.js"))


@hooks.register("insert_global_admin_js")
def kept_drafts_js() -> SafeString:
    """Keeps on the device what somebody types until it is saved."""
    return format_html(
        '<script src="{}" data-offer="{}" data-restore="{}" data-discard="{}" '
        'data-offline="{}"></script>',
        static("workspace/kept-drafts.js"),
        _("You wrote something here on {time} that was not saved."),
        _("Put it back"),
        _("Throw it away"),
        _(
            "No connection. What you wrote is kept on this device and is sent by itself "
            "as soon as the connection is back. Leave this window open."
        ),
    )


@hooks.register("register_admin_viewset", order=100)
def desk_pages() -> DeskPageViewSet:
    """After Wagtail's own, which it replaces."""
    return DeskPageViewSet()


@hooks.register("register_admin_urls")
def version_urls() -> list[URLPattern]:
    """Versions of a page: the list, and bringing one back."""
    return [
        path("versi/<int:page_id>/", versions.versions, name=versions.INDEX),
        path(
            "versi/<int:page_id>/<int:revision_id>/pulihkan/",
            versions.restore,
            name=versions.RESTORE,
        ),
    ]


@hooks.register("register_admin_urls", order=-1)
def translation_urls() -> list[URLPattern]:
    """Before those of wagtail-localize, whose addresses they are."""
    address = "localize/reports/translations/"
    return [
        path(address, DeskTranslationsView.as_view(), name="workspace_translations"),
        path(
            f"{address}results/",
            DeskTranslationsView.as_view(results_only=True),
            name="workspace_translations_results",
        ),
    ]


@hooks.register("register_admin_urls")
def kept_form_urls() -> list[URLPattern]:
    """What was typed before somebody had to sign in again."""
    return [path("lanjut/<str:secret>/", kept, name="workspace_kept_form")]


@hooks.register("register_page_header_buttons")
def versions_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The versions of a page, from the page and from lists."""
    if page.permissions_for_user(user).can_edit() and page.latest_revision_id:
        yield Button(
            _("Versions"),
            reverse(versions.INDEX, args=[page.pk]),
            icon_name="history",
            priority=6,
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


@hooks.register("construct_reports_menu")
def name_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """The menu is built once for everybody, in whose language ever."""
    for item in items:
        if item.url == reverse("wagtail_localize:translations_report"):
            item.label = _("Translations")


@hooks.register("construct_help_menu")
def own_help_only(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's news and its guide are in English and speak to developers."""
    items[:] = [item for item in items if "wagtail.org" not in (item.url or "")]


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
        ("factors", _("Second factor reset"), _("Second factor taken off")),
    ):
        actions.register_action(f"gerai.staff.{name}", label, message)
