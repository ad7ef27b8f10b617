"""Set-up of the room ``guard``."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class GuardConfig(AppConfig):
    """Sign-in and roles."""

    name = "gerai.guard"
    label = "guard"
    verbose_name = _("Sign-in and roles")

    def ready(self) -> None:
        """Keep groups in step with roles, and sections with their translations."""
        from gerai.guard import receivers  # noqa: PLC0415

        post_migrate.connect(receivers.after_migrate, dispatch_uid="gerai.guard")
        post_save.connect(receivers.after_page_saved, dispatch_uid="gerai.guard.page")
