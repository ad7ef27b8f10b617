"""Set-up of the room ``workspace``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    """The desk."""

    name = "gerai.workspace"
    label = "workspace"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Complete Wagtail's words, and offer tasks in the order of the home screen."""
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.workspace.errands import (  # noqa: PLC0415
            closing,
            correcting,
            documents,
            handing_over,
            hours,
            kinds,
            news,
            notices,
            restoring,
            services,
        )
        from gerai.workspace.language.catalogues import (  # noqa: PLC0415
            merge_catalogues,
        )
        from gerai.workspace.language.unsaid import settle_words  # noqa: PLC0415

        kinds.register(
            closing.Closing(),
            hours.Hours(),
            correcting.Correcting(),
            notices.Notice(),
            news.News(),
            documents.Replacing(),
            restoring.Restoring(),
            handing_over.HandingOver(),
        )
        register_chore("workspace.errands", services.forget_old, every_seconds=3600)
        merge_catalogues()
        settle_words()
