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
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets import Button
from wagtail.models import Page

from gerai.approval.action_menu import plain_words
from gerai.approval.desk import ApprovalPanel, DraftView, queue
from gerai.approval.receivers import RULE_ACTION

hooks.register("construct_page_action_menu", plain_words)


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How drafts and decisions look."""
    return format_html('<link rel="stylesheet" href="{}">', static("approval/desk.css"))


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The queue, and one draft; Wagtail asks for permission to enter the desk."""
    return [
        path("persetujuan/", queue, name="approval_queue"),
        path("naskah/<int:page_id>/", DraftView.as_view(), name="approval_draft"),
    ]


@hooks.register("register_admin_menu_item")
def approval_menu_item() -> MenuItem:
    """One tap from everywhere: authors see there where their drafts stand."""
    return MenuItem(
        _("Approval"),
        reverse("approval_queue"),
        name="approval",
        icon_name="circle-check",
        order=110,
    )


@hooks.register("register_page_header_buttons")
def draft_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """“Comments and approval”, on a page that has a draft."""
    if (
        page.pk
        and page.latest_revision_id
        and page.permissions_for_user(user).can_edit()
    ):
        yield Button(
            _("Comments and approval"),
            reverse("approval_draft", args=[page.pk]),
            icon_name="comment",
            priority=4,
        )


@hooks.register("construct_homepage_panels")
def approval_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Ours in place of Wagtail's two, which say the same in other words."""
    replaced = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, replaced)]
    panel = ApprovalPanel(request.user)
    if panel.count or panel.count_back:
        panels.append(panel)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """A change of the rules has a name in the history."""
    actions.register_action(
        RULE_ACTION, _("Rules of approval"), _("Changed who may approve")
    )
