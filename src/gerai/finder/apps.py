"""Set-up of the room ``finder``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinderConfig(AppConfig):
    """Finding a service: the list with filters, and search."""

    name = "gerai.finder"
    label = "finder"
    verbose_name = _("Finding")

    def ready(self) -> None:
        """Register what can be found, and follow its changes."""
        from gerai.audit import scope  # noqa: PLC0415
        from gerai.directory import models  # noqa: PLC0415
        from gerai.finder import (  # noqa: PLC0415
            addresses,
            collecting,
            published,
            receivers,  # noqa: F401
            sources,
            truth,
        )
        from gerai.guard.roles import Role, grant_model  # noqa: PLC0415
        from gerai.publishing.services import register_addresses  # noqa: PLC0415

        for name in ("searchdocument", "indexstamp"):
            scope.leave_out(f"finder.{name}", scope.DERIVED)
        scope.leave_out("finder.searchcount", "counts of what readers look for")
        for name in ("SearchWords", "ElsewhereTopic"):
            every = ("add", "change", "delete", "view")
            grant_model(f"finder.{name}", every, Role.MANAGER)
            grant_model(f"finder.{name}", ["view"], Role.AUDITOR)
        truth.register_checks()
        register_addresses("finder.lists", published.list_addresses)
        register_addresses("finder.suggestions", addresses.suggestion_addresses)
        for kind, collect, model in (
            (
                sources.SERVICE,
                collecting.collect_services,
                models.ServicePage,
            ),
            (
                sources.AGENCY,
                collecting.collect_agencies,
                models.AgencyPage,
            ),
            (
                sources.LIFE_EVENT,
                collecting.collect_life_events,
                models.LifeEventPage,
            ),
        ):
            sources.register(sources.Findable(kind, collect, page_model=model))
        sources.register(
            sources.Findable(
                sources.PAGE,
                collecting.collect_pages,
                title=_("Further pages"),
            )
        )
        sources.register(sources.Findable(sources.ELSEWHERE, collecting.collect_topics))
