"""Set-up of the room ``academy``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcademyConfig(AppConfig):
    """Learning by doing."""

    name = "gerai.academy"
    label = "academy"
    verbose_name = _("Academy")

    def ready(self) -> None:
        """Keep what is learned out of what the public reads."""
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        leave_unseen(self.label)
