"""Menu and footer, from the pages that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from gerai.publishing.reading import once_per_snapshot
from gerai.theme.addresses import localized_path, localized_url
from gerai.theme.frame import Link, LinkGroup

_HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class NavigationPage:
    """A page right below home, which menu or footer may show.

    Attributes:
        title: in the reader's language where there is a translation.
        path: its Indonesian address, such as ``/jam-buka/``.
        is_text: an editor's page of text, not one that the site fills itself.
        is_in_menu: staff want it in the menu.
    """

    title: str
    path: str
    is_text: bool
    is_in_menu: bool


@once_per_snapshot
def site_pages(language: str) -> list[NavigationPage]:
    """The pages right below home, in the order of the tree; at most four queries."""
    root_path = _root_path()
    if root_path is None:
        return []
    text_ids = {
        content_type.pk
        for content_type in ContentType.objects.get_for_models(*_text_models()).values()
    }
    rows = list(
        Page.objects.live()
        .public()
        .filter(depth=_HOME_DEPTH + 1, url_path__startswith=root_path)
        .order_by("path")
        .values(
            "title",
            "url_path",
            "show_in_menus",
            "translation_key",
            "content_type_id",
        )
    )
    titles = _titles(language, rows)
    return [
        NavigationPage(
            title=titles.get(row["translation_key"], row["title"]),
            path="/" + row["url_path"][len(root_path) :],
            is_text=row["content_type_id"] in text_ids,
            is_in_menu=row["show_in_menus"],
        )
        for row in rows
    ]


def section_of(page: Page | None) -> str:
    """The Indonesian address below home that ``page`` is at or below; "" at home."""
    here = localized_url(page, settings.LANGUAGE_CODE) if page else ""
    first = here.strip("/").partition("/")[0]
    return f"/{first}/" if first else ""


def menu(pages: Sequence[NavigationPage], *, section: str, language: str) -> list[Link]:
    """The main menu: what staff put there, with the part one is in marked."""
    return [
        Link(
            title=page.title,
            url=localized_path(page.path, language),
            is_current=page.path == section,
        )
        for page in pages
        if page.is_in_menu
    ]


def footer_groups(pages: Sequence[NavigationPage], *, language: str) -> list[LinkGroup]:
    """Ways through the site, and the small print."""
    groups = (
        (_("Find your way"), [page for page in pages if not _is_small_print(page)]),
        (_("About this site"), [page for page in pages if _is_small_print(page)]),
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


def _is_small_print(page: NavigationPage) -> bool:
    """Texts that everybody must be able to find and few look for, such as privacy."""
    return page.is_text and not page.is_in_menu


def _text_models() -> tuple[type[Page], type[Page]]:
    # Imported late: page types use the frame's neighbours when they are defined.
    from gerai.website.models import ContentPage, SectionPage  # noqa: PLC0415

    return ContentPage, SectionPage


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
