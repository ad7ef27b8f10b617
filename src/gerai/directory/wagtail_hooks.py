"""Registrations with the desk; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.models import register_snippet

from gerai.directory.desk import standard_editor
from gerai.directory.desk.report import RecordsReport
from gerai.directory.desk.snippets import DirectoryGroup
from gerai.directory.desk.standard_editor import COMPONENT, OVERVIEW
from gerai.directory.desk.views import confirm
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.policies import can_confirm
from gerai.directory.services import CONFIRM_ACTION
from gerai.guard.policies import SectionPermissionPolicy

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest

# First the policy: the viewset asks for it while it is registered.
register_permission_policy(Counter, SectionPermissionPolicy(Counter))
register_snippet(DirectoryGroup)


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How the components of a standard stand in the desk."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("directory/desk.css")
    )


@hooks.register("register_admin_urls")
def directory_urls() -> list[URLPattern]:
    """Confirming and the report; Wagtail asks for permission to enter the desk."""
    return [
        path("standar/<int:page_id>/", standard_editor.overview, name=OVERVIEW),
        path(
            "standar/<int:page_id>/terbitkan/",
            standard_editor.release,
            name="directory_standard_release",
        ),
        path(
            "standar/<int:page_id>/<slug:key>/",
            standard_editor.component,
            name=COMPONENT,
        ),
        path("konfirmasi/<int:page_id>/", confirm, name="directory_confirm"),
        path(
            "laporan/data-layanan/",
            RecordsReport.as_view(),
            name="directory_records_report",
        ),
        path(
            "laporan/data-layanan/results/",
            RecordsReport.as_view(results_only=True),
            name="directory_records_report_results",
        ),
    ]


@hooks.register("register_page_header_buttons")
def confirm_button(
    page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """“Confirm that this is right”, for whoever may say so."""
    record = page.specific_deferred
    is_published = isinstance(record, AgencyPage | ServicePage) and record.live
    if is_published and can_confirm(user, record):
        yield Button(
            _("Confirm that this is right"),
            reverse("directory_confirm", args=[page.pk]),
            icon_name="circle-check",
            priority=5,
        )


@hooks.register("register_page_header_buttons")
def standard_button(
    page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The 14 components, one a screen; from the page and from the list of pages."""
    if page.specific_class in (AgencyPage, ServicePage) and (
        page.permissions_for_user(user).can_edit()
    ):
        yield Button(
            _("Service standard"),
            reverse(OVERVIEW, args=[page.pk]),
            icon_name="list-ol",
            priority=4,
        )


class RecordsReportMenuItem(MenuItem):
    """Shown to whoever edits something."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(
            policy_registry.get_by_type(Page).user_has_any_permission(
                request.user, ["add", "change", "publish"]
            )
        )


@hooks.register("register_reports_menu_item")
def records_report_menu_item() -> MenuItem:
    """The report in the menu of reports."""
    return RecordsReportMenuItem(
        _("Confirm and complete"),
        reverse("directory_records_report"),
        name="directory-records",
        icon_name="circle-check",
        order=100,
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Confirming has a name in the history of a page."""
    actions.register_action(CONFIRM_ACTION, _("Confirm"), _("Confirmed as right"))
