"""Set-up of the room ``defacement``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DefacementConfig(AppConfig):
    """Sees when the site is made to advertise for others."""

    name = "gerai.defacement"
    label = "defacement"
    verbose_name = _("Defacement watch")
