"""Set-up of the room ``signin``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    """How staff come in, and how they keep others out."""

    name = "gerai.signin"
    label = "signin"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        """Attach reactions, and forget sessions that are over."""
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415
        from gerai.signin import receivers, sessions  # noqa: PLC0415

        for label in ("account", "mfa", "usersessions", "socialaccount"):
            leave_unseen(label)
        receivers.connect()
        register_chore("old sign-ins", sessions.forget_ended, every_seconds=3600)
