"""All public pages, for search engines and for the images made for sharing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models.functions import TruncDate
from wagtail.models import Page, PageQuerySet, Site

from gerai.finder.published import indexed_lists
from gerai.publishing.reading import once_per_snapshot
from gerai.theme.addresses import localized_path
from gerai.theme.frame import Alternate
from gerai.theme.pages import SitePage
from gerai.website import tree
from gerai.website.addresses import absolute
from gerai.website.visibility import hidden_paths, is_hidden


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address with the same page in other languages."""

    url: str
    changed_on: date | None
    alternates: tuple[Alternate, ...] = ()


def sitemap_entries() -> list[SitemapEntry]:
    """One entry per public page and language; a fixed number of queries."""
    unindexed, is_hidden_path = _unindexed_ids(), hidden_paths()
    by_key: dict[Any, dict[str, tuple[str, date | None]]] = {}
    for language, root_path in _root_paths().items():
        rows = (
            public_pages()
            .filter(locale__language_code=language, url_path__startswith=root_path)
            .order_by("url_path", "pk")
            # The day, not the moment: published twice a day, the sitemap stays as it is.
            .annotate(changed_on=TruncDate("last_published_at", tzinfo=UTC))
            .values_list("pk", "translation_key", "url_path", "changed_on")
        )
        for pk, key, url_path, changed_on in rows:
            if pk in unindexed or is_hidden_path(url_path):
                continue
            path = localized_path("/" + url_path[len(root_path) :], language)
            by_key.setdefault(key, {})[language] = (absolute(path), changed_on)
    entries = list(_entries(by_key))
    return [*entries, *_list_entries(by_key)]


def page_at(path: str) -> Page | None:
    """The public page whose address is ``path`` (``en/instansi``), specific."""
    language, rest = settings.LANGUAGE_CODE, path
    first, _, below = path.partition("/")
    roots = _homes()
    if first in roots and first != settings.LANGUAGE_CODE:
        language, rest = first, below
    home = roots.get(language)
    found = None if home is None else tree.page_at(home, rest)
    page = None if found is None else found.page
    if page is None or tree.is_restricted(page) or is_hidden(page):
        return None
    return page


@once_per_snapshot
def public_pages() -> PageQuerySet:
    """Pages that anybody may read."""
    return Page.objects.live().public()


def _entries(
    by_key: dict[Any, dict[str, tuple[str, date | None]]],
) -> Iterator[SitemapEntry]:
    for versions in by_key.values():
        if settings.LANGUAGE_CODE not in versions:
            # Its original was taken down; the translation only waits for its turn.
            continue
        alternates: tuple[Alternate, ...] = ()
        if len(versions) > 1:
            default = versions[settings.LANGUAGE_CODE][0]
            alternates = (
                *(Alternate(code, url) for code, (url, _) in versions.items()),
                Alternate("x-default", default),
            )
        for url, changed_on in versions.values():
            yield SitemapEntry(url, changed_on, alternates)


def _list_entries(
    by_key: dict[Any, dict[str, tuple[str, date | None]]],
) -> Iterator[SitemapEntry]:
    """The filtered lists that are worth finding, in the languages of their page."""
    for page, path in indexed_lists():
        versions = by_key.get(page.translation_key, {})
        lists = {
            language: (f"{url}{path}", changed_on)
            for language, (url, changed_on) in versions.items()
        }
        yield from _entries({page.translation_key: lists})


def _root_paths() -> dict[str, str]:
    return {root.language_code: root.root_path for root in Site.get_site_root_paths()}


@once_per_snapshot
def _homes() -> dict[str, Page]:
    """The home pages of the site by the code of their language."""
    homes = Page.objects.filter(url_path__in=_root_paths().values()).order_by("path")
    by_path = {home.url_path: home for home in homes}
    return {
        language: by_path[path]
        for language, path in _root_paths().items()
        if path in by_path
    }


def _unindexed_ids() -> set[int]:
    return {
        pk
        for model in apps.get_models()
        if issubclass(model, SitePage)
        for pk in model.objects.filter(is_indexed=False).values_list("pk", flat=True)
    }
