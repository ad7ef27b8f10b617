"""Set-up of the room ``defacement``."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class DefacementConfig(AppConfig):
    """Sees when the site is made to advertise for others."""

    name = "gerai.defacement"
    label = "defacement"
    verbose_name = _("Defacement watch")

    def ready(self) -> None:
        """Stand before everything that becomes public."""
        from gerai.defacement import (  # noqa: PLC0415
            checks,  # noqa: F401 - registers itself
            gate,
            intruders,
            published,
            services,
            uploads,
            validators,
        )
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        leave_unseen("defacement")
        pre_save.connect(gate.before_save, dispatch_uid="gerai.defacement")
        validators.watch_fields()
        for name, work, seconds in (
            ("held", services.write_down_waiting, 3),
            ("files", intruders.look_at_quarantine, 5),
            ("pages", published.look_at_pages, 0.2),
            ("uploads", uploads.look_at_uploads, 600),
        ):
            register_chore(f"defacement.{name}", work, every_seconds=seconds)
