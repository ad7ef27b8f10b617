"""From an address to the page that answers it, in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import translation
from wagtail.models import Page, Site

from gerai.theme.pages import SitePage
from gerai.website import tree
from gerai.website.visibility import is_hidden

_ATTRIBUTE = "gerai_route"
_MISSING = "gerai_is_missing"


@dataclass(frozen=True, slots=True)
class Route:
    """The page for an address.

    Attributes:
        page: the specific page.
        args, kwargs: for its ``serve``.
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
    found = _found(request, path)
    if found is None and wanted != settings.LANGUAGE_CODE:
        with translation.override(settings.LANGUAGE_CODE):
            found = _found(request, path)
    if found is None:
        return None
    page = found.page
    # A plain page is the root that Wagtail made, before a content pack is loaded.
    if type(page) is Page or is_hidden(page):
        return None
    is_fallback = page.locale.language_code != wanted
    route = Route(page, found.args, found.kwargs, is_fallback=is_fallback)
    if isinstance(page, SitePage):
        page.pages_above = tree.ancestors(page)
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


def _found(request: HttpRequest, path: str) -> tree.Found | None:
    site = _site_of(request)
    if site is None:
        return None
    return tree.page_at(tree.localized_root(site), path, request)


def _site_of(request: HttpRequest) -> Site | None:
    # Wagtail keeps it there too, and asks for it again for addresses of pages.
    kept: dict[str, Any] = request.__dict__
    if "_wagtail_site" not in kept:
        # As Wagtail does: not refused here, should the host not be allowed.
        host = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
        kept["_wagtail_site"] = tree.site_for(host, request.get_port())
    site: Site | None = kept["_wagtail_site"]
    return site
