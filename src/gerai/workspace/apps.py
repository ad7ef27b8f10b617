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
        from gerai.approval.comparing import tell_changes_by  # noqa: PLC0415
        from gerai.audit import scope  # noqa: PLC0415
        from gerai.files.legibility import look_at_files  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415
        from gerai.workspace import truth  # noqa: PLC0415
        from gerai.workspace.editing import kept_forms  # noqa: PLC0415
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
        from gerai.workspace.safe_exports import settle_exports  # noqa: PLC0415
        from gerai.workspace.staff.account import settle_account  # noqa: PLC0415
        from gerai.workspace.versions.showing import told_draft  # noqa: PLC0415
        from gerai.workspace.without_inline import settle_choosers  # noqa: PLC0415

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
        leave_unseen(self.label)
        scope.leave_out("workspace.errand", "what was typed; what it did is recorded")
        register_chore("workspace.errands", services.forget_old, every_seconds=3600)
        register_chore("files.legibility", look_at_files, every_seconds=300)
        register_chore(
            "workspace.kept_forms", kept_forms.forget_kept, every_seconds=600
        )
        truth.register_checks()
        tell_changes_by(told_draft)
        merge_catalogues()
        settle_words()
        settle_account()
        settle_choosers()
        settle_exports()
