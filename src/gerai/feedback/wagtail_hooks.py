"""Registrations with the desk; nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gerai.feedback.desk.reviews import review
from gerai.feedback.desk.views import about_page, report
from gerai.feedback.policies import can_hear
from gerai.feedback.reviewing import ASKED_ACTION, CORRECTED_ACTION, SETTLED_ACTION
from gerai.feedback.services import HANDLED_ACTION


@hooks.register("register_admin_urls")
def feedback_urls() -> list[URLPattern]:
    """What readers say, and asking a contact."""
    return [
        path("suara-pembaca/", report, name="feedback_report"),
        path("suara-pembaca/<int:page_id>/", about_page, name="feedback_page"),
        path("suara-pembaca/periksa/<int:page_id>/", review, name="feedback_review"),
    ]


class ReadersMenuItem(MenuItem):
    """Shown to whoever may change a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_hear(request.user)


@hooks.register("register_reports_menu_item")
def readers_menu_item() -> MenuItem:
    """In the menu of reports."""
    return ReadersMenuItem(
        _("What readers say"),
        reverse("feedback_report"),
        name="feedback-readers",
        icon_name="comment",
        order=105,
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """These acts have names in the history of a page."""
    for action, label, message in (
        (HANDLED_ACTION, _("Readers' answers"), _("Readers' answers marked")),
        (ASKED_ACTION, _("Ask a contact"), _("A contact was asked")),
        (CORRECTED_ACTION, _("Correction"), _("A contact proposed a correction")),
        (SETTLED_ACTION, _("Correction handled"), _("Correction marked as handled")),
    ):
        actions.register_action(action, label, message)
