"""Set-up of the room ``truth``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SECONDS_BETWEEN_LOOKS_AT_THE_CLOCK = 60


class TruthConfig(AppConfig):
    """What of the content needs care."""

    name = "gerai.truth"
    label = "truth"
    verbose_name = _("Truth watch")

    def ready(self) -> None:
        """Follow pages, and look at everything again and again."""
        from wagtail.signals import (  # noqa: PLC0415
            page_published,
            page_unpublished,
            post_page_move,
        )

        from gerai.audit import scope  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.truth import services, watching  # noqa: PLC0415

        for name in ("finding", "pendingbranch", "externallink"):
            scope.leave_out(f"truth.{name}", scope.DERIVED)
        scope.ignore(
            *(f"truth.watchstate.{name}" for name in ("looked_at", "seconds", "is_due"))
        )
        for number, signal in enumerate(
            (page_published, page_unpublished, post_page_move)
        ):
            signal.connect(services.page_changed, dispatch_uid=f"gerai.truth.{number}")
        register_chore(
            "truth.watch",
            watching.start_when_due,
            every_seconds=SECONDS_BETWEEN_LOOKS_AT_THE_CLOCK,
        )
