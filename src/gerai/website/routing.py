"""From an address to the page that answers it, in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page

_ATTRIBUTE = "gerai_route"


@dataclass(frozen=True, slots=True)
class Route:
    """The page for an address.

    Attributes:
        page: the specific page.
        args, kwargs: what Wagtail's routing hands to ``page.serve``.
        is_fallback: the address asks for a language that the page doesn't have.
    """

    page: Page
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    is_fallback: bool


def find_route(request: HttpRequest, path: str) -> Route | None:
    """The page for ``path`` in the active language, else in Indonesian, else None.

    Remembers the answer on the request, for the frame.
    """
    wanted = translation.get_language() or settings.LANGUAGE_CODE
    result = _route(request, path)
    if result is None and wanted != settings.LANGUAGE_CODE:
        with translation.override(settings.LANGUAGE_CODE):
            result = _route(request, path)
    if result is None:
        return None
    page, args, kwargs = result
    route = Route(
        page=page.specific,
        args=tuple(args),
        kwargs=dict(kwargs),
        is_fallback=page.locale.language_code != wanted,
    )
    setattr(request, _ATTRIBUTE, route)
    return route


def route_of(request: HttpRequest) -> Route | None:
    """The route that was found for this request, if it is for a page."""
    return getattr(request, _ATTRIBUTE, None)


def _route(request: HttpRequest, path: str) -> Any:
    # Wagtail remembers the route on the request, whatever the language was.
    request.__dict__.pop("_wagtail_route_for_request", None)
    return Page.route_for_request(request, path)
