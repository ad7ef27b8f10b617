"""Set-up of the room ``directory``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Agencies, counters, services and their standards, life events."""

    name = "gerai.directory"
    label = "directory"
    verbose_name = _("Agencies and services")

    def ready(self) -> None:
        """Register reactions and checks."""
        from gerai.directory import checks, receivers  # noqa: F401, PLC0415
