"""The addresses that the publisher renders: pages in both languages, and files."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, Site

from gerai.place.selectors import current_mall
from gerai.publishing.addresses import NothingToPublish
from gerai.publishing.departures import (
    DEPARTURES_ADDRESS,
    ERROR_STATUSES,
    UNAVAILABLE_JSON,
    error_file,
)
from gerai.theme.addresses import localized_path
from gerai.website.addresses import HOME_IMAGE, theme_css_path
from gerai.website.icons import own_icon_paths
from gerai.website.sitemap import public_pages
from gerai.website.visibility import hidden_paths


def page_addresses() -> list[str]:
    """Every public page in every language.

    A page without a version in a language is shown there in Indonesian, so both
    addresses exist for each of them.

    Raises:
        NothingToPublish: before a content pack is loaded.
    """
    if current_mall() is None:
        raise NothingToPublish
    languages = [code for code, _ in settings.LANGUAGES]
    return [
        localized_path(f"/{path}", language)
        for path in _paths(settings.LANGUAGE_CODE)
        for language in languages
    ]


def offline_addresses() -> list[str]:
    """The worker, and what it needs unless the copy is switched off."""
    mall = current_mall()
    addresses = [reverse("website:worker")]
    if mall is not None and mall.has_offline_copy:
        addresses += [
            localized_path(reverse(name), language)
            for name in ("offline", "offline_catalogue")
            for language, _name in settings.LANGUAGES
        ]
    return addresses


def file_addresses() -> list[str]:
    """What machines ask for: robots, sitemap, manifest, colours, pictures for sharing."""
    names = ("robots", "sitemap", "manifest")
    addresses = [reverse(f"website:{name}") for name in names]
    mall = current_mall()
    if mall is not None and (colours := theme_css_path(mall)):
        addresses.append(colours)
    if mall is not None and mall.security_contact:
        addresses.append(reverse("website:security_txt"))
    addresses += error_addresses()
    addresses += own_icon_paths(mall)
    for root in Site.get_site_root_paths():
        for path in _paths(root.language_code):
            own = localized_path(f"/{path}", root.language_code).strip("/")
            addresses.append(reverse("website:og_image", args=(own or HOME_IMAGE,)))
    return addresses


def error_addresses() -> list[str]:
    """The error pages in every language, and where departed addresses lead."""
    pages = [
        f"/{error_file(status, '' if code == settings.LANGUAGE_CODE else code)}"
        for status in ERROR_STATUSES
        for code, _ in settings.LANGUAGES
    ]
    return [*pages, f"/{UNAVAILABLE_JSON}", DEPARTURES_ADDRESS]


def _paths(language: str) -> Iterator[str]:
    """The paths below the home page of ``language``, such as ``instansi/kpp/``."""
    is_hidden = hidden_paths()
    for root in Site.get_site_root_paths():
        if root.language_code != language:
            continue
        url_paths = (
            public_pages()
            .filter(url_path__startswith=root.root_path)
            .exclude(pk__in=_orphans(language))
            .order_by("url_path", "pk")
            .values_list("url_path", flat=True)
        )
        for url_path in url_paths:
            if not is_hidden(url_path):
                yield url_path[len(root.root_path) :]


def _orphans(language: str) -> list[int]:
    """Translations whose Indonesian page isn't public: they wait for its return."""
    if language == settings.LANGUAGE_CODE:
        return []
    originals = public_pages().filter(locale__language_code=settings.LANGUAGE_CODE)
    return list(
        Page.objects.filter(locale__language_code=language)
        .exclude(translation_key__in=originals.values("translation_key"))
        .values_list("pk", flat=True)
    )
