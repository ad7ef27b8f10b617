"""Set-up of the room ``academy``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SECONDS_BETWEEN_SWEEPS = 6 * 3600


class AcademyConfig(AppConfig):
    """Learning by doing."""

    name = "gerai.academy"
    label = "academy"
    verbose_name = _("Academy")

    def ready(self) -> None:
        """Keep copies apart from the site, and put away those that nobody uses."""
        from gerai.academy import doctor  # noqa: F401, PLC0415 - registers itself
        from gerai.academy.lessons.loading import settle_lessons  # noqa: PLC0415
        from gerai.academy.practice import (  # noqa: PLC0415
            letters,
            services,
            template,
        )
        from gerai.academy.practice.addresses import PROCESS  # noqa: PLC0415
        from gerai.academy.skills.services import forget_old  # noqa: PLC0415
        from gerai.operations.on_demand import (  # noqa: PLC0415
            register_on_demand,
        )
        from gerai.operations.preparing import also_prepare  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        leave_unseen(self.label)
        also_prepare(settle_lessons)
        register_on_demand(PROCESS, "gerai.academy.practice.process.answer_at")
        register_chore(
            "academy.results", forget_old, every_seconds=SECONDS_BETWEEN_SWEEPS
        )
        register_chore(
            "academy.template",
            template.keep_template_fresh,
            every_seconds=template.SECONDS_BETWEEN_LOOKS,
        )
        letters.keep_letters_of_copies()
        register_chore(
            "academy.practice",
            services.remove_unused,
            every_seconds=SECONDS_BETWEEN_SWEEPS,
        )
