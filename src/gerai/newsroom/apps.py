"""Set-up of the room ``newsroom``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """News, notices, events, albums, documents, questions, banners."""

    name = "gerai.newsroom"
    label = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Register addresses, moments, what is found, parts of other rooms' pages."""
        from gerai.guard.roles import Role, grant_model  # noqa: PLC0415
        from gerai.newsroom import (  # noqa: PLC0415
            findable,
            published,
            receivers,  # noqa: F401
            truth,
        )
        from gerai.newsroom.presentation import pages  # noqa: PLC0415
        from gerai.newsroom.selectors import next_moment  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415
        from gerai.publishing.moments import register_moments  # noqa: PLC0415
        from gerai.publishing.services import register_addresses  # noqa: PLC0415
        from gerai.theme.page_parts import register_page_part  # noqa: PLC0415

        register_addresses("newsroom", published.addresses)
        for name in ("Banner", "Question", "Topic"):
            every = ("add", "change", "delete", "view")
            grant_model(f"newsroom.{name}", every, Role.MANAGER)
            grant_model(f"newsroom.{name}", ["view"], Role.AUDITOR)
        findable.register_findables()
        truth.register_checks()
        register_chore("newsroom.notices", findable.refresh_notices, every_seconds=5)
        register_moments("newsroom", next_moment)
        for slot, name, context_of in (
            ("home-top", "home_notices", pages.home_notices),
            ("home", "home", pages.home_part),
            ("agency", "agency", pages.agency_part),
            ("service", "service", pages.service_part),
        ):
            register_page_part(
                slot,
                "newsroom",
                template=f"newsroom/parts/{name}.html",
                context_of=context_of,
            )
