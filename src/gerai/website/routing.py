"""From an address to the page that answers it, in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page

from gerai.website.visibility import is_hidden

_ATTRIBUTE = "gerai_route"
_MISSING = "gerai_is_missing"


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
    specific = page.specific
    # A plain page is the root that Wagtail made, before a content pack is loaded.
    if type(specific) is Page or is_hidden(page):
        return None
    route = Route(
        page=specific,
        args=tuple(args),
        kwargs=dict(kwargs),
        is_fallback=page.locale.language_code != wanted,
    )
    setattr(request, _ATTRIBUTE, route)
    return route


def route_of(request: HttpRequest) -> Route | None:
    """The route that was found for this request, if it is answered with a page."""
    return None if is_missing(request) else getattr(request, _ATTRIBUTE, None)


def mark_missing(request: HttpRequest) -> None:
    """Remember that the answer is "not found", whatever view had the address."""
    setattr(request, _MISSING, True)


def is_missing(request: HttpRequest) -> bool:
    """Whether the answer is "not found"."""
    return getattr(request, _MISSING, False)


def _route(request: HttpRequest, path: str) -> Any:
    # Wagtail remembers the route on the request, whatever the language was.
    request.__dict__.pop("_wagtail_route_for_request", None)
    return Page.route_for_request(request, path)
