"""Banners as pages draw them, and as the script reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from gerai.newsroom.models import Banner
from gerai.newsroom.policies import mall_now
from gerai.newsroom.selectors.banners import banners_to_come, is_shown
from gerai.theme.addresses import localized_path, localized_url

# /instansi/<agency>/
_DEPTH_OF_AGENCY = 2


@dataclass(frozen=True, slots=True)
class ShownBanner:
    """A banner in one language.

    Attributes:
        key: what a visitor dismisses; another one as soon as the words change.
        starts, ends: seconds since 1970; 0 without an end.
        language: of the text, if it isn't the one that was asked for.
        path: beginning of the Indonesian addresses on which it is shown.
    """

    key: str
    kind: str
    text: str
    url: str
    starts: int
    ends: int
    language: str
    path: str


def shown_banner(banner: Banner, *, language: str) -> ShownBanner:
    """A banner as it is drawn for a reader of ``language``."""
    is_english = language != settings.LANGUAGE_CODE
    text = banner.text_en if is_english and banner.text_en else banner.text
    page = banner.link_page
    return ShownBanner(
        key=banner.content_key(text),
        kind=banner.kind,
        text=text,
        url=localized_url(page, language) if page is not None and page.live else "",
        starts=int(banner.starts_at.timestamp()),
        ends=int(banner.ends_at.timestamp()) if banner.ends_at else 0,
        language=settings.LANGUAGE_CODE if is_english and not banner.text_en else "",
        path=localized_url(banner.agency, settings.LANGUAGE_CODE)
        if banner.agency
        else "/",
    )


def banner_place_of(path: str) -> str:
    """The beginning of a path that decides on its banners: an agency's, or "/"."""
    folders = localized_path(path, settings.LANGUAGE_CODE).split("/")[1:-1]
    return "/".join(("", *folders[:_DEPTH_OF_AGENCY], ""))


def banners_on(place: str, *, language: str, at: datetime) -> list[ShownBanner]:
    """Banners for the pages of a place, in the order in which they stand; one query."""
    found = [
        shown_banner(banner, language=language)
        for banner in banners_to_come(at)
        if is_shown(banner, at)
    ]
    return [one for one in found if one.path and place.startswith(one.path)]


def banners_for_script() -> list[dict[str, Any]]:
    """Current and coming banners in every language, for pages that were stored."""
    rows = banners_to_come(mall_now())
    return [
        {
            "key": shown.key,
            "kind": shown.kind,
            "text": shown.text,
            "url": shown.url,
            "starts": shown.starts,
            "ends": shown.ends,
            "lang": shown.language,
            "path": shown.path,
            "for": code,
        }
        for code, _name in settings.LANGUAGES
        for row in rows
        if (shown := shown_banner(row, language=code)).path
    ]
