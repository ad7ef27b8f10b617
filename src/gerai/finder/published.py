"""The lists that are published as files: pages of all services, and single filters."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from django.conf import settings

from gerai.finder import selectors
from gerai.finder.filters import ServiceFilter
from gerai.finder.models import ServiceListPage
from gerai.theme.addresses import localized_path, localized_url


def list_addresses() -> list[str]:
    """Each page of each list, in every language; the plain first one is a page's own.

    Only what finds something. Several filters at once, and texts, have no end and stay
    with the application.
    """
    return [
        localized_path(f"{base}{path}", language)
        for base in _bases()
        for wanted, total in selectors.list_totals()
        for number in range(1, ceil(total / selectors.PAGE_SIZE) + 1)
        if (path := wanted.path(number))
        for language, _name in settings.LANGUAGES
    ]


def indexed_lists() -> Iterator[tuple[ServiceListPage, str]]:
    """The filtered lists for search engines: the page, and what follows its address."""
    for page in _pages():
        for facet, total in selectors.facet_totals().items():
            path = ServiceFilter(facets=frozenset({facet})).path()
            if total and path:
                yield page, path


def _bases() -> list[str]:
    return [localized_url(page, settings.LANGUAGE_CODE) for page in _pages()]


def _pages() -> list[ServiceListPage]:
    return list(
        ServiceListPage.objects.live()
        .public()
        .filter(locale__language_code=settings.LANGUAGE_CODE)
        .select_related("locale")
        .order_by("pk")
    )
