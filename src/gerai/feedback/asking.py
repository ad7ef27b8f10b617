"""The question below a page, and the page that an answer is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from wagtail.models import Page

from gerai.feedback.exceptions import PageUnknown
from gerai.feedback.live_views import live_view, view_read
from gerai.theme.addresses import localized_path
from gerai.theme.pages import SitePage

LONGEST_PATH = 500
_STEPS_UP = 3

PageFinder = Callable[[str], Page | None]
_finders: list[PageFinder] = []


def found_by(finder: PageFinder) -> None:
    """Say who knows the public pages by their address (from ``apps.ready``)."""
    _finders[:] = [finder]


def question(page: Any) -> dict[str, Any] | None:
    """What the question needs to know of a page; the template names its address."""
    is_view = isinstance(page, str) and live_view(page) is not None
    return {} if is_view or isinstance(page, SitePage) else None


def page_read(path: str) -> Page:
    """The Indonesian record of the public page at ``path``, in whatever language.

    A list within a page (``/berita/2026/``) counts for that page; a screen that is no
    page (``view_read``) for the home page, whose editors look after it.

    Raises:
        PageUnknown: visitors can't read anything there.
    """
    if not path.startswith("/") or "//" in path or "\0" in path:
        raise PageUnknown
    if len(path) > LONGEST_PATH:
        raise PageUnknown
    bare = localized_path(path, settings.LANGUAGE_CODE).strip("/")
    if view_read(path):
        bare = ""
    parts = bare.split("/") if bare else []
    for count in range(len(parts), max(len(parts) - _STEPS_UP, 0) - 1, -1):
        if parts and not count:
            break  # the home page stands for itself alone
        found = _public_page("/".join(parts[:count]))
        if found is not None:
            return found
    raise PageUnknown


def _public_page(path: str) -> Page | None:
    for finder in _finders:
        try:
            found = finder(f"{path}/" if path else "")
        except ObjectDoesNotExist:
            found = None
        if found is not None:
            return found
    return None
