"""Set-up of the room ``workspace``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    """The desk."""

    name = "gerai.workspace"
    label = "workspace"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Complete Wagtail's words before anybody reads them."""
        from gerai.workspace.language.unsaid import settle_words  # noqa: PLC0415

        settle_words()
