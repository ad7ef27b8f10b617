"""Addresses in the reader's language: Indonesian at /path/, English at /en/path/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page


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
    parts = page.get_url_parts(request=request)
    if parts is None or parts[2] is None:
        return ""
    return localized_path(parts[2], language)


def _without_language(path: str) -> str:
    first, _, rest = path.lstrip("/").partition("/")
    others = {code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    return f"/{rest}" if first in others else path
