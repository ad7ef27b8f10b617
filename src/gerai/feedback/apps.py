"""Set-up of the room ``feedback``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SECONDS_BETWEEN_CLEARINGS = 6 * 3600


class FeedbackConfig(AppConfig):
    """What readers, and contacts outside the office, say of a page."""

    name = "gerai.feedback"
    label = "feedback"
    verbose_name = _("Readers' word")

    def ready(self) -> None:
        """Ask below each page, and clear away what is old."""
        from gerai.audit import scope  # noqa: PLC0415
        from gerai.feedback import asking, services, truth  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.theme.page_parts import register_page_part  # noqa: PLC0415

        scope.readers_write("feedback.pageanswer", "readers answer without a name")
        truth.register_checks()
        register_page_part(
            "end",
            "feedback",
            template="feedback/includes/question.html",
            context_of=asking.question,
        )
        register_chore(
            "feedback.retention",
            services.clear_old_answers,
            every_seconds=SECONDS_BETWEEN_CLEARINGS,
        )
