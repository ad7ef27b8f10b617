"""Set-up of the room ``notifications``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """What staff are told, in the desk and by e-mail."""

    name = "gerai.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Register the sending of mail and the check that names stuck mail."""
        from gerai.notifications import checks, postman  # noqa: F401, PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        leave_unseen("notifications")
        register_chore("mail", postman.visit, every_seconds=5)
        register_chore("old notifications", postman.tidy, every_seconds=3600)
