"""Set-up of the room ``website``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """Home, profile and plain pages: what puts the other rooms into pages."""

    name = "gerai.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        """Register reactions."""
        from gerai.website import receivers  # noqa: F401, PLC0415
