"""The page that lists all services."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from gerai.theme.addresses import localized_url
from gerai.theme.pages import SitePage


class ServiceListPage(SitePage):
    """All services, to be narrowed down; right below the home page."""

    template = "finder/service_list.html"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = []
    page_description = _("All services, with filters and a search by text.")

    class Meta:
        verbose_name = _("list of services")
        verbose_name_plural = _("lists of services")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        # A page of depth 2 is the home page of a language.
        return bool(super().can_create_at(parent)) and bool(parent.depth == 2)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add the list that the address asks for; unknown values are left out."""
        from gerai.finder.hours import mall_hours  # noqa: PLC0415
        from gerai.finder.listing import list_services  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        base = localized_url(self, get_language() or "", request=request)
        context["listing"] = list_services(request, base=base)
        context["hours_data"] = mall_hours()
        return context


# The tables of the search have a module of their own.
from gerai.finder.search_models import (  # noqa: E402
    ElsewhereTopic,
    IndexStamp,
    SearchCount,
    SearchDocument,
    SearchWords,
)

__all__ = [
    "ElsewhereTopic",
    "IndexStamp",
    "SearchCount",
    "SearchDocument",
    "SearchWords",
    "ServiceListPage",
]
