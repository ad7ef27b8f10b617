"""Set-up of the room ``printing``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintingConfig(AppConfig):
    """Sheets of paper made from the records: leaflets, handouts, posters."""

    name = "gerai.printing"
    label = "printing"
    verbose_name = _("Printing")

    def ready(self) -> None:
        """Register what other rooms show of this one, and the check of the doctor."""
        from gerai.directory.presentation.downloads import (  # noqa: PLC0415
            register_downloads,
        )
        from gerai.printing import checks  # noqa: F401, PLC0415
        from gerai.printing.links import sheet_links  # noqa: PLC0415

        register_downloads("printing.sheets", sheet_links)
