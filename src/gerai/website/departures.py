"""Where old addresses lead: Wagtail's redirects, made exact, and pages that are gone.

Wagtail keeps a redirect for each address that a page had. Here chains are followed to
their end, loops and dead ends are left out, and the English address of a page that is
shown there for want of a translation is led on as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from gerai.publishing.departures import Redirection, key_of
from gerai.publishing.models import GoneAddress
from gerai.theme.addresses import localized_path, localized_url
from gerai.website.languages import language_of_path
from gerai.website.visibility import hidden_paths

MOST_HOPS = 20


def all_redirects(is_live: frozenset[str]) -> dict[str, Redirection]:
    """Every redirect that leads somewhere, by the key of its old address.

    Args:
        is_live: the keys of :func:`live_paths`.
    """
    rows = _rows()
    keys = set(rows)
    for language in _other_languages():
        # Addresses below /en/ that only exist as a view of the Indonesian page.
        keys |= {f"/{language}{key}" for key in rows if _language(key) == ""}
    found: dict[str, Redirection] = {}
    for key in keys:
        if key in is_live or not is_for_pages(key):
            continue
        redirection = follow(key, rows, is_live)
        if redirection is not None:
            found[key] = redirection
    return found


def redirect_for(path: str) -> Redirection | None:
    """Where the address ``path`` leads, if no page answers it."""
    key = key_of(path)
    bare = key_of(localized_path(key, settings.LANGUAGE_CODE))
    if not Redirect.objects.filter(old_path__in={key, bare}).exists():
        return None
    return all_redirects(live_paths()).get(key)


def gone_addresses(
    redirects: Mapping[str, Redirection], is_live: frozenset[str]
) -> list[str]:
    """Keys of addresses that were published once, have no page and lead nowhere."""
    keys = {key_of(address) for address in _gone_rows()}
    return sorted(
        key
        for key in keys
        if key not in is_live and key not in redirects and is_for_pages(key)
    )


def is_gone(path: str) -> bool:
    """Whether ``path``, which no page answers, was a published page once."""
    key = key_of(path)
    return GoneAddress.objects.filter(address__in=[key, f"{key}/"]).exists()


def live_paths() -> frozenset[str]:
    """Keys of all pages that a visitor can be led to, in every language.

    Pages for signed-in people are among them: they ask for a password, and are not gone.
    """
    is_hidden = hidden_paths()
    codes = [code for code, _ in settings.LANGUAGES]
    found: set[str] = set()
    for root in Site.get_site_root_paths():
        is_original = root.language_code == settings.LANGUAGE_CODE
        below = Page.objects.live().filter(url_path__startswith=root.root_path)
        for url_path in below.values_list("url_path", flat=True).order_by("pk"):
            if is_hidden(url_path):
                continue
            path = f"/{url_path[len(root.root_path) :]}"
            languages = codes if is_original else [root.language_code]
            found |= {key_of(localized_path(path, code)) for code in languages}
    return frozenset(found)


def follow(
    key: str, rows: Mapping[str, Redirect], is_live: frozenset[str]
) -> Redirection | None:
    """The end of the way from ``key``; None for a loop, a dead end or too long a way."""
    seen: set[str] = set()
    is_permanent = True
    target = ""
    while key not in seen and len(seen) < MOST_HOPS:
        row, language = _row(key, rows)
        if row is None:
            # A target that nothing redirects: a page, a view, another site.
            return Redirection(target, is_permanent) if target else None
        seen.add(key)
        is_permanent = is_permanent and row.is_permanent
        target = _target(row, language, is_live)
        if not target:
            return None
        if not target.startswith("/"):
            return Redirection(target, is_permanent)
        key = key_of(urlsplit(target).path)
        if key in is_live:
            return Redirection(target, is_permanent)
    return None


def is_for_pages(key: str) -> bool:
    """Whether an address is left to pages, not taken by a view such as the search."""
    with translation.override(language_of_path(key)):
        for path in (key, f"{key}/".replace("//", "/")):
            try:
                if resolve(path).url_name != "wagtail_serve":
                    return False
            except Resolver404:
                continue
    return True


def _rows() -> dict[str, Redirect]:
    """Redirects by key; one of the site itself goes before one of all sites."""
    found: dict[str, Redirect] = {}
    site = Site.objects.filter(is_default_site=True).order_by("pk").first()
    rows = (
        Redirect.get_for_site(site)
        .select_related("redirect_page__locale")
        .order_by("pk")
    )
    for row in sorted(rows, key=lambda row: (row.site_id is not None, row.pk)):
        if "?" not in row.old_path and ";" not in row.old_path:
            found[key_of(row.old_path)] = row
    return found


def _row(key: str, rows: Mapping[str, Redirect]) -> tuple[Redirect | None, str]:
    """The redirect for a key, and the language to lead to if it isn't its own."""
    if key in rows:
        return rows[key], ""
    language = _language(key)
    bare = key_of(localized_path(key, settings.LANGUAGE_CODE))
    return (rows.get(bare), language) if language else (None, "")


def _target(row: Redirect, language: str, is_live: frozenset[str]) -> str:
    """Where one redirect leads, "" if there is nothing to be led to."""
    if row.redirect_page is not None:
        page = row.redirect_page
        own = localized_url(page, language or str(page.locale.language_code))
        if not own or key_of(own) not in is_live:
            return ""
        route = row.redirect_page_route_path
        return own.rstrip("/") + route if route else own
    link = str(row.redirect_link).strip()
    base = settings.GERAI_BASE_URL
    if link == base or link.startswith((f"{base}/", f"{base}?")):
        link = link[len(base) :] or "/"
    is_local = link.startswith("/") and not link.startswith(("//", "/\\"))
    if is_local:
        return localized_path(link, language) if language else link
    return link if urlsplit(link).scheme in {"http", "https"} else ""


def _language(key: str) -> str:
    """The language that an address names; "" below the site's first one."""
    language = language_of_path(key)
    return "" if language == settings.LANGUAGE_CODE else language


def _other_languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def _gone_rows() -> Any:
    return GoneAddress.objects.order_by("address").values_list("address", flat=True)
