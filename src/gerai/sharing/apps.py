"""Set-up of the room ``sharing``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """What is needed to tell people about a page elsewhere."""

    name = "gerai.sharing"
    label = "sharing"
    verbose_name = _("Sharing")
