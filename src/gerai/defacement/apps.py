"""Set-up of the room ``defacement``."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _

_SECONDS_TO_WRITE_DOWN = 3


class DefacementConfig(AppConfig):
    """Sees when the site is made to advertise for others."""

    name = "gerai.defacement"
    label = "defacement"
    verbose_name = _("Defacement watch")

    def ready(self) -> None:
        """Stand before everything that becomes public."""
        from gerai.defacement import gate, services, validators  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        leave_unseen("defacement")
        pre_save.connect(gate.before_save, dispatch_uid="gerai.defacement")
        validators.watch_fields()
        register_chore(
            "defacement.held",
            services.write_down_waiting,
            every_seconds=_SECONDS_TO_WRITE_DOWN,
        )
