"""What addresses and breadcrumbs ask the database, and who answers.

Here it is asked each time. A room that keeps answers while it draws many pages puts its
own ways in place of these, from ``apps.ready``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from wagtail.models import Page, Site

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models.sites import SiteRootPath

# Wagtail keeps it there, too.
_ON_REQUEST = "_wagtail_cached_site_root_paths"


def titles_in(language: str, keys: Iterable[UUID]) -> Mapping[UUID, str]:
    """The titles of public pages in a language, by the key of their translations."""
    translated = Page.objects.live().filter(
        translation_key__in=list(keys), locale__language_code=language
    )
    return dict(translated.values_list("translation_key", "title"))


@dataclass(slots=True)
class Lookups:
    """``site_roots`` answers as ``Site.get_site_root_paths``, ``titles`` as ``titles_in``."""

    site_roots: Callable[[], Sequence[SiteRootPath]] = Site.get_site_root_paths
    titles: Callable[[str, Iterable[UUID]], Mapping[UUID, str]] = titles_in


lookups = Lookups()


def site_roots(request: HttpRequest | None = None) -> Sequence[SiteRootPath]:
    """Where the sites begin, in each language; looked up once for a request."""
    known: Sequence[SiteRootPath] | None = getattr(request, _ON_REQUEST, None)
    if known is None:
        known = lookups.site_roots()
        if request is not None:
            setattr(request, _ON_REQUEST, known)
    return known
