"""What the editor says while a page waits for approval."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class ApprovalLock(WorkflowLock):
    """Closed for the author until it was decided, or taken back."""

    def get_message(self, user: Any) -> SafeString | None:
        if not self.for_user(user):
            return None
        return format_html(
            '{} <a href="{}">{}</a>',
            _("This page waits for approval. To change it, take it back first."),
            reverse("approval_draft", args=[self.object.pk]),
            _("See where it stands"),
        )

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return _("Waits for approval")

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        if self.for_user(user):
            return _("Nobody changes it until it was decided or taken back.")
        return _("You can still correct it, publish it, or send it back.")
