"""The site around a page: fills :class:`gerai.theme.frame.Frame` for a request.

Everything is read once per request and only when a template asks for it; see the query
budget in ``tests/test_queries.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from gerai.finder.addresses import address_of
from gerai.newsroom.presentation.banners import banner_place_of, banners_on
from gerai.place.carried import MALL_KEY
from gerai.place.contacts import footer_lines
from gerai.place.models import Mall
from gerai.place.selectors import mall_timezone
from gerai.place.wording import weekly_summary
from gerai.publishing.prepared import PreparedQuery
from gerai.publishing.reading import (
    current_reading,
    is_in_snapshot,
    once_per_snapshot,
)
from gerai.theme.addresses import localized_path
from gerai.theme.component_tags.pictures import for_script
from gerai.theme.frame import (
    Alternate,
    Frame,
    LanguageChoice,
    OpenGraph,
)
from gerai.theme.templatetags.subresources import integrity
from gerai.website import navigation
from gerai.website.addresses import (
    absolute,
    og_image_path,
    theme_css,
    theme_css_path,
)
from gerai.website.icons import FAVICON, TOUCH, icon_path
from gerai.website.routing import Route, is_missing, route_of
from gerai.website.surroundings import Surroundings, surroundings_of

Result = TypeVar("Result")
_ATTRIBUTE = "_gerai_frame"
_LANGUAGES = PreparedQuery(
    lambda key: (
        Page.objects.live()
        .filter(translation_key=key)
        .order_by()
        .values_list("locale__language_code")
    ),
    UUID,
)
_OG_LOCALES = {"id": "id_ID", "en": "en_GB"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame``, built when a template first asks for it."""
    return {"frame": _FrameWhenAsked(request)}


class _FrameWhenAsked:
    """Stands for the frame of a request; each page asks for dozens of its values."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(frame_of(self._request), name)

    # Templates try this first, and go on when it is an AttributeError.
    __getitem__ = __getattr__


def frame_of(request: HttpRequest) -> Frame:
    """The frame for this request; built once."""
    built = getattr(request, _ATTRIBUTE, None)
    if built is None:
        built = _build(request)
        setattr(request, _ATTRIBUTE, built)
    return built


def json_for_script(value: Any) -> str:
    """JSON that can't end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return for_script(text)


def _build(request: HttpRequest) -> Frame:
    around = surroundings_of(request)
    language = around.language
    route = route_of(request)
    is_found = route is not None or _is_view(request)
    pages = _once(lambda: navigation.site_pages(language))
    section = navigation.section_of(route.page if route else None)
    banner_place = banner_place_of(request.path)
    return Frame(
        **_addresses(language),
        **_identity(around),
        menu=lambda: navigation.menu(pages(), section=section, language=language),
        section=section,
        footer_groups=lambda: navigation.footer_groups(pages(), language=language),
        contact_lines=lambda: footer_lines(around.facts, language),
        phone=lambda: around.facts.phone,
        hours_fallback=lambda: weekly_summary(around.timetable, language),
        hours_data=around.hours_data,
        languages=_languages(request, language, is_found=is_found),
        canonical_url=_canonical_url(request, route) if is_found else "",
        alternates=_alternates(request, route) if is_found else (),
        og=_open_graph(request, route, language),
        json_ld=_json_ld(request, route),
        banners=lambda: banners_on(banner_place, language=language, at=_now(around)),
        banner_place=banner_place,
        is_fallback=bool(route and route.is_fallback),
        content_language=_content_language(route, language),
        is_indexed=is_found,
        keep=_keep,
    )


def _once(read: Callable[[], Result]) -> Callable[[], Result]:
    """Read once for a request; a snapshot keeps it, and each part counts as asking."""
    kept = cache(read)
    return lambda: read() if is_in_snapshot() else kept()


def _now(around: Surroundings) -> datetime:
    return timezone.localtime(timezone=mall_timezone(around.mall))


def _keep(key: Hashable, draw: Callable[[], str]) -> str:
    """A part of the frame: drawn once for each language while publishing."""
    reading = current_reading()
    if reading is None:
        return draw()
    return reading.part(("frame", get_language(), key), draw)


@once_per_snapshot
def _addresses(language: str) -> dict[str, Any]:
    """The addresses that all pages of a language name."""
    return {
        "language": language,
        "home_url": localized_path("/", language),
        "search_url": localized_path("/cari/", language),
        "suggest_script": static("finder/suggest.js"),
        "suggestions_url": address_of(language),
        "manifest_url": reverse("website:manifest"),
        "banner_feed": reverse("newsroom:banners"),
    }


def _identity(around: Surroundings) -> dict[str, Any]:
    mall = around.mall
    if mall is None:
        return {}
    return {
        "site_name": lambda: mall.name,
        "short_name": lambda: mall.short_name,
        "tagline": lambda: around.text(mall.tagline, mall.tagline_en),
        "operator": lambda: mall.operator_name,
        "theme_css_url": lambda: theme_css_path(mall),
        "theme_css_integrity": lambda: integrity(theme_css(mall).encode()),
        "theme_colour": lambda: mall.theme.get("structure", ""),
        "theme_colour_dark": lambda: mall.theme.get("structure_dark", ""),
        "favicon_url": lambda: icon_path(mall, FAVICON),
        "touch_icon_url": lambda: icon_path(mall, TOUCH),
        "hours_key": MALL_KEY,
        "offline_url": lambda: _offline_url(mall, around.language),
    }


def _offline_url(mall: Mall, language: str) -> str:
    return localized_path(reverse("offline"), language) if mall.has_offline_copy else ""


def _is_view(request: HttpRequest) -> bool:
    """Whether the address belongs to a view that is not a page's."""
    match = request.resolver_match
    is_page = match is None or match.url_name == "wagtail_serve"
    return not is_page and not is_missing(request)


def _content_language(route: Route | None, language: str) -> str:
    return str(route.page.locale.language_code) if route else language


def _languages(
    request: HttpRequest, language: str, *, is_found: bool
) -> list[LanguageChoice]:
    path = request.path if is_found else "/"
    # A search keeps its words when the language changes; a page has no query.
    query = request.META.get("QUERY_STRING", "") if _is_view(request) else ""
    return [
        LanguageChoice(
            code=code,
            name=str(name),
            url=localized_path(path, code) + (f"?{query}" if query else ""),
            is_current=code == language,
        )
        for code, name in settings.LANGUAGES
    ]


def _canonical_url(request: HttpRequest, route: Route | None) -> str:
    path = request.path
    if route is not None and route.is_fallback:
        # The same words stand at the Indonesian address, which is the one to list.
        path = localized_path(path, settings.LANGUAGE_CODE)
    return absolute(path)


def _alternates(request: HttpRequest, route: Route | None) -> list[Alternate]:
    codes = [code for code, _ in settings.LANGUAGES]
    if route is not None:
        codes = _languages_of(route.page.translation_key)
    if len(codes) < 2:
        return []
    found = [
        Alternate(code, absolute(localized_path(request.path, code))) for code in codes
    ]
    default = absolute(localized_path(request.path, settings.LANGUAGE_CODE))
    return [*found, Alternate("x-default", default)]


@once_per_snapshot
def _languages_of(translation_key: UUID) -> list[str]:
    """Codes of the languages in which a reader can have a page, in order."""
    live = {code for (code,) in _LANGUAGES.rows(translation_key)}
    return [code for code, _ in settings.LANGUAGES if code in live]


def _open_graph(
    request: HttpRequest, route: Route | None, language: str
) -> OpenGraph | None:
    if route is None:
        return None
    page = route.page
    return OpenGraph(
        title=page.seo_title or page.title,
        description=page.search_description or getattr(page, "summary", ""),
        image=absolute(og_image_path(page)),
        url=_canonical_url(request, route),
        locale=_OG_LOCALES.get(_content_language(route, language), "id_ID"),
    )


def _json_ld(request: HttpRequest, route: Route | None) -> tuple[str, ...]:
    describe = getattr(route.page, "structured_data", None) if route else None
    if describe is None:
        return ()
    return tuple(json_for_script(data) for data in describe(request))
