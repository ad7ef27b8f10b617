"""Addresses in the reader's language: Indonesian at /path/, English at /en/path/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_script_prefix

from gerai.theme.lookups import site_roots

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

_PLAIN_PATH = re.compile(r"(?:[A-Za-z0-9_-]+/)*")


def localized_path(path: str, language: str) -> str:
    """The address of ``path`` in ``language``, whatever language ``path`` is in.

    >>> localized_path("/instansi/?q=1", "en")
    '/en/instansi/?q=1'
    >>> localized_path("/en/", "id")
    '/'
    """
    bare = _without_language(path)
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def localized_url(
    page: Page, language: str, *, request: HttpRequest | None = None
) -> str:
    """The address of ``page`` in ``language``, whether or not it is translated.

    Slugs are the same in all languages, so the address follows from the page's own.
    Empty if the page can't be reached, for example because it is on no site.
    """
    path = _path_below_site(page, request)
    return localized_path(path, language) if path is not None else ""


def _path_below_site(page: Page, request: HttpRequest | None) -> str | None:
    """What Wagtail answers, without the way through translations and ``reverse``."""
    url_path = page.url_path
    roots = [
        root for root in site_roots(request) if url_path.startswith(root.root_path)
    ]
    if not roots:
        return None
    below = url_path[len(roots[0].root_path) :]
    if _PLAIN_PATH.fullmatch(below) and len({root.site_id for root in roots}) == 1:
        return f"{get_script_prefix()}{below}"
    # Letters that have to be quoted, or a choice between sites.
    parts = page.get_url_parts(request=request)
    return None if parts is None else parts[2]


def _without_language(path: str) -> str:
    first, _, rest = path.lstrip("/").partition("/")
    others = {code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    return f"/{rest}" if first in others else path
