"""Set-up of the room ``audit``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Who did what, when and from where."""

    name = "gerai.audit"
    label = "audit"
    verbose_name = _("Trail of changes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow sign-ins and chores, and let the readers of everything read this."""
        from gerai.audit import checks, keeping, receivers, scope  # noqa: F401, PLC0415
        from gerai.audit.acting import acting  # noqa: PLC0415
        from gerai.guard.roles import Role, grant  # noqa: PLC0415
        from gerai.publishing.chores import chores, register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        leave_unseen("audit")
        receivers.connect()
        grant(["audit.view_entry"], Role.ADMINISTRATOR, Role.AUDITOR)
        chores.within = lambda name: acting("chore", name)
        # The outbox: people's addresses, erased once sent. The act itself is recorded.
        scope.leave_out("notifications", scope.DERIVED)
        register_chore("trail of changes", keeping.keep, every_seconds=300)
