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
        """Register reactions and checks, and what each role may do."""
        from gerai.directory import checks, receivers  # noqa: F401, PLC0415
        from gerai.directory.truth import register_checks  # noqa: PLC0415
        from gerai.directory.truth.reading import sections  # noqa: PLC0415
        from gerai.guard.roles import Role, grant_model  # noqa: PLC0415
        from gerai.guard.sections import owned_by  # noqa: PLC0415
        from gerai.truth.sections import listed_by  # noqa: PLC0415

        register_checks()
        listed_by(sections)

        every = ("add", "change", "delete", "view")
        for name in ("Counter", "Regulation", "MallStandard"):
            grant_model(f"directory.{name}", every, Role.MANAGER)
            grant_model(f"directory.{name}", ["view"], Role.AUDITOR)
        grant_model("directory.Counter", ["change"], Role.EDITOR)
        owned_by("directory.Counter", "agency")
        owned_by("place.Schedule", "agencies", "counters__agency")
