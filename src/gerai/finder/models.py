"""The page that lists all services."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from gerai.finder.filters import read_path
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

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Let one filter, and the number of a page, stand in the path.

        Raises:
            Http404: the path says neither.
        """
        if not path_components or not self.live:
            result: RouteResult = super().route(request, path_components)
            return result
        selection = read_path(path_components)
        if selection is None:
            raise Http404
        return RouteResult(self, kwargs={"selection": selection})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; a query that a published address says as well leads there."""
        from gerai.finder.listing import plain_url  # noqa: PLC0415

        if request.GET and "selection" not in kwargs:
            address = plain_url(request, base=self._base(request))
            if address:
                return HttpResponsePermanentRedirect(
                    address, headers={"Cache-Control": "no-cache"}
                )
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add the list that the address asks for; unknown values are left out."""
        from gerai.finder.listing import list_services  # noqa: PLC0415

        selection = kwargs.pop("selection", None)
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = list_services(
            request, base=self._base(request), selection=selection
        )
        return context

    def _base(self, request: HttpRequest) -> str:
        return localized_url(self, get_language() or "", request=request)


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
