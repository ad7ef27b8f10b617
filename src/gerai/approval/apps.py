"""Set-up of the room ``approval``."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ApprovalConfig(AppConfig):
    """From an agency's draft to the published page."""

    name = "gerai.approval"
    label = "approval"
    verbose_name = _("Approval")

    def ready(self) -> None:
        """Attach reactions, reminders, and the step that keeps the workflow in place."""
        from gerai.approval import receivers, reminders  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        leave_unseen("approval")
        receivers.connect()
        post_migrate.connect(receivers.after_migrate, dispatch_uid="gerai.approval")
        register_chore("reminders", reminders.remind_now, every_seconds=600)
