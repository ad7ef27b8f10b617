"""Menu and footer, from the pages that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from gerai.theme.addresses import localized_path, localized_url
from gerai.theme.frame import Link, LinkGroup

LINKS_IN_GROUP = 8
_HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class NavigationPage:
    """A page that menu or footer may show.

    Attributes:
        title: in the reader's language where there is a translation.
        path: its Indonesian address, such as ``/jam-buka/``.
        is_top: it lies right below the home page.
        is_in_menu: staff want it in the menu.
    """

    title: str
    path: str
    is_top: bool
    is_in_menu: bool


def site_pages(language: str) -> list[NavigationPage]:
    """The pages below home, and the texts below those; in the order of the tree.

    At most four queries, whatever the size of the site: agencies and services are not
    among them.
    """
    root_path = _root_path()
    if root_path is None:
        return []
    is_top = Q(depth=_HOME_DEPTH + 1)
    is_text = Q(depth=_HOME_DEPTH + 2) & Q(
        content_type__app_label="website",
        content_type__model__in=("contentpage", "sectionpage"),
    )
    rows = list(
        Page.objects.live()
        .public()
        .filter(is_top | is_text, url_path__startswith=root_path)
        .order_by("path")
        .values("title", "url_path", "depth", "show_in_menus", "translation_key")
    )
    titles = _titles(language, rows)
    return [
        NavigationPage(
            title=titles.get(row["translation_key"], row["title"]),
            path="/" + row["url_path"][len(root_path) :],
            is_top=row["depth"] == _HOME_DEPTH + 1,
            is_in_menu=row["show_in_menus"],
        )
        for row in rows
    ]


def menu(
    pages: Sequence[NavigationPage], *, current: Page | None, language: str
) -> list[Link]:
    """The main menu: what staff put there, with the part one is in marked."""
    here = localized_url(current, settings.LANGUAGE_CODE) if current else ""
    return [
        Link(
            title=page.title,
            url=localized_path(page.path, language),
            is_current=here.startswith(page.path),
        )
        for page in pages
        if page.is_top and page.is_in_menu
    ]


def footer_groups(pages: Sequence[NavigationPage], *, language: str) -> list[LinkGroup]:
    """Ways through the site, and what there is to know about the mall itself."""
    ways = [page for page in pages if page.is_top and page.is_in_menu]
    about = [page for page in pages if not (page.is_top and page.is_in_menu)]
    groups = (
        (_("Find your way"), ways),
        (_("About this mall"), about[:LINKS_IN_GROUP]),
    )
    return [
        LinkGroup(
            title=title,
            links=[
                Link(title=page.title, url=localized_path(page.path, language))
                for page in members
            ],
        )
        for title, members in groups
        if members
    ]


def _root_path() -> str | None:
    for root in Site.get_site_root_paths():
        if root.language_code == settings.LANGUAGE_CODE:
            return str(root.root_path)
    return None


def _titles(language: str, rows: Sequence[dict[str, Any]]) -> dict[Any, str]:
    if language == settings.LANGUAGE_CODE:
        return {}
    translated = Page.objects.live().filter(
        locale__language_code=language,
        translation_key__in=[row["translation_key"] for row in rows],
    )
    return dict(translated.values_list("translation_key", "title"))
