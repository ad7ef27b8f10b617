"""Set-up of the room ``guidance``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    """Leads people who can't name what they need, and gets them ready for a visit."""

    name = "gerai.guidance"
    label = "guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        """Register the public addresses that are no page's."""
        from gerai.guidance import published, receivers  # noqa: F401, PLC0415
        from gerai.publishing.services import register_addresses  # noqa: PLC0415

        register_addresses("guidance.visit", published.visit_addresses)
