"""Set-up of the room ``website``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """Home, profile and plain pages: what puts the other rooms into pages."""

    name = "gerai.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        """Register reactions and public addresses; both need the models."""
        from gerai.feedback import asking, live_views  # noqa: PLC0415
        from gerai.guard.roles import Role, grant_model  # noqa: PLC0415
        from gerai.publishing.services import register_addresses  # noqa: PLC0415
        from gerai.theme.lookups import lookups  # noqa: PLC0415
        from gerai.website import (  # noqa: PLC0415
            findable,
            published,
            receivers,  # noqa: F401
            sitemap,
            tree,
            truth,
        )

        lookups.site_roots, lookups.titles = tree.site_roots, tree.titles
        register_addresses("website.pages", published.page_addresses)
        register_addresses("website.files", published.file_addresses)
        every = ("add", "change", "delete", "view")
        grant_model("wagtailredirects.Redirect", every, Role.MANAGER)
        register_addresses("website.offline", published.offline_addresses)
        findable.register_facilities()
        asking.found_by(sitemap.page_at)
        live_views.asked_at("search", "/cari/", _("Search"))
        live_views.asked_at("visit", "/siap/", _("Ready to go"))
        truth.register_checks()
