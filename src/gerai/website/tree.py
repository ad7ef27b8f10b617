"""The way from the home page down to a page: what each step is, read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath, get_site_for_hostname

from gerai.directory.choices import VISIBLE_PRESENCES
from gerai.directory.models import AgencyPage
from gerai.publishing.prepared import PreparedQuery, by_key, with_related
from gerai.publishing.reading import each_once, once_per_snapshot
from gerai.theme.lookups import titles_in

_STEP_FIELDS = ("pk", "path", "depth", "live", "content_type_id")
_CHILD = PreparedQuery(
    lambda low, high, depth, slug: (
        Page.objects.filter(path__range=(low, high), depth=depth, slug=slug)
        .order_by("path")
        .values_list(*_STEP_FIELDS)
    ),
    *(str, str, int, str),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A live, specific page, and what its own way of routing gave for ``serve``."""

    page: Page
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)


def page_at(root: Page, path: str, request: HttpRequest | None = None) -> Found | None:
    """What is at ``path`` below ``root``, or None; without a request only pages.

    Wagtail's own way loads each page on the way twice, in case its type decides itself
    what is below it. Here only a page of such a type is asked, and only about what no
    page below it answers.
    """
    slugs = [slug for slug in path.split("/") if slug]
    step = (root.pk, root.path, root.depth, root.live, root.content_type_id)
    router: tuple[int, int, list[str]] | None = None
    for index, slug in enumerate([*slugs, None]):
        key, place, depth, is_live, type_id = step
        if is_live and _routes_itself(type_id):
            router = (type_id, key, slugs[index:])
        if slug is None:
            break
        below = _step(place, depth, slug)
        if below is None:
            if router is None or request is None:
                return None
            return _routed(*router, request)
        step = below
    key, _place, _depth, is_live, type_id = step
    if router is not None and request is not None and not router[2]:
        return _routed(*router, request)
    page = _load(type_id, key) if is_live else None
    return None if page is None else Found(page)


def _routed(
    type_id: int, key: int, rest: list[str], request: HttpRequest
) -> Found | None:
    page = _load(type_id, key)
    if page is None:
        return None
    try:
        result = page.route(request, rest)
    except Http404:
        return None
    return Found(result.page.specific, tuple(result.args), dict(result.kwargs))


def _load(type_id: int, key: int) -> Page | None:
    model = ContentType.objects.get_for_id(type_id).model_class()
    if model is None or not issubclass(model, Page):
        return None
    found: list[Page] = by_key(model).records(key)
    if not found:
        return None
    with_related(found[0], "locale")
    return found[0]


@cache
def _routes_itself(type_id: int) -> bool:
    """Whether pages of a type decide themselves what is below them."""
    model = ContentType.objects.get_for_id(type_id).model_class()
    return model is not None and getattr(model, "route", None) is not Page.route


@once_per_snapshot
def site_for(host: str, port: str) -> Site | None:
    """Wagtail's site for a host, if there is any."""
    try:
        site: Site | None = get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None
    return site


@once_per_snapshot
def localized_root(site: Site) -> Page:
    """The home page of the active language."""
    root: Page = site.root_page.localized
    return root


@once_per_snapshot
def site_roots() -> Sequence[SiteRootPath]:
    """Where the sites begin, in each language."""
    roots: Sequence[SiteRootPath] = Site.get_site_root_paths()
    return roots


def titles(language: str, keys: Iterable[UUID]) -> dict[UUID, str]:
    """Titles of public pages in a language, by the key of their translations."""
    found = each_once(_titles, [(language, key) for key in keys])
    return {key: title for (_, key), title in found.items()}


def _titles(wanted: list[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    # Whoever asks, asks for one language.
    language = wanted[0][0]
    found = titles_in(language, [key for _, key in wanted])
    return {(language, key): title for key, title in found.items()}


def ancestors(page: Page) -> list[Page]:
    """The pages above, from the root of the tree, each with its locale; not specific."""
    paths = _paths_above(page)
    found = each_once(_pages_at, paths)
    return [found[path] for path in paths if path in found]


def is_below_hidden(page: Page) -> bool:
    """Whether the page or one above it is a draft or belongs to an unknown agency."""
    if not page.live or not all(one.live for one in ancestors(page)):
        return True
    paths = _paths_above(page)
    if isinstance(page, AgencyPage):
        if page.presence not in VISIBLE_PRESENCES:
            return True
    elif type(page) is Page:
        paths.append(page.path)
    return bool(each_once(_unknown_agencies, paths))


def is_restricted(page: Page) -> bool:
    """Whether the page or one above it is for certain people only."""
    return page.path.startswith(tuple(restricted_paths()))


@once_per_snapshot
def restricted_paths() -> list[str]:
    """Where in the tree Wagtail's view restrictions stand."""
    restrictions = PageViewRestriction.objects.order_by("pk")
    return list(restrictions.values_list("page__path", flat=True))


@once_per_snapshot
def _step(path: str, depth: int, slug: str) -> tuple[Any, ...] | None:
    low, high = Page._get_children_path_interval(path)
    found = _CHILD.rows(low, high, depth + 1, slug)
    return found[0] if found else None


def _paths_above(page: Page) -> list[str]:
    length = page.steplen
    return [page.path[:end] for end in range(length, len(page.path), length)]


# What is asked of the pages above. A draft or a new page below changes other columns, and
# no page is published again for that.
OF_ANCESTORS = ("path", "title", "url_path", "live", "translation_key", "locale")


def _pages_at(paths: list[str]) -> dict[str, Page]:
    pages = Page.objects.select_related("locale").only(*OF_ANCESTORS)
    found = pages.filter(path__in=paths).order_by("path")
    return {page.path: page for page in found}


def _unknown_agencies(paths: list[str]) -> dict[str, bool]:
    unknown = AgencyPage.objects.filter(path__in=paths).exclude(
        presence__in=VISIBLE_PRESENCES
    )
    return dict.fromkeys(unknown.values_list("path", flat=True), True)
