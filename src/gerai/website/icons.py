"""The site's icons in the colours of its city."""

from __future__ import annotations

from typing import Final

from django.templatetags.static import static
from django.urls import reverse

from gerai.place.models import Mall
from gerai.theme.mark import favicon_svg, icon_png
from gerai.theme.tokens import TokenError, Tokens
from gerai.website.addresses import content_hash

FAVICON: Final = "favicon.svg"
TOUCH: Final = "apple-touch.png"
_PIXELS = {
    TOUCH: (180, False),
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "maskable-192.png": (192, True),
    "maskable-512.png": (512, True),
}
NAMES: Final = (FAVICON, *_PIXELS)


def icon_path(mall: Mall | None, name: str) -> str:
    """Where an icon lives: with the theme, or in the colours of its own city.

    The address of the latter changes with the colours.
    """
    tokens = _tokens(mall)
    if _marks(tokens) == _marks(Tokens()):
        return static(f"theme/icons/{name}")
    return reverse("website:icon", args=(content_hash(_marks(tokens)), name))


def icon_body(mall: Mall | None, name: str) -> bytes:
    """The icon itself: SVG or PNG, the same bytes for the same colours.

    Raises:
        KeyError: there is no such icon.
    """
    tokens = _tokens(mall)
    if name == FAVICON:
        return favicon_svg(tokens).encode()
    size, is_maskable = _PIXELS[name]
    return icon_png(tokens, size=size, is_maskable=is_maskable)


def own_icon_paths(mall: Mall | None) -> list[str]:
    """The icons that are not the theme's; empty for a city in the theme's colours."""
    paths = [icon_path(mall, name) for name in NAMES]
    return [] if paths[0] == static(f"theme/icons/{NAMES[0]}") else paths


def _tokens(mall: Mall | None) -> Tokens:
    try:
        return Tokens.from_mapping(mall.theme if mall is not None else {})
    except TokenError:
        # Checked at the door; a row changed by hand must not take the site down.
        return Tokens()


def _marks(tokens: Tokens) -> str:
    return " ".join((tokens.deep, tokens.thread_1, tokens.thread_2, tokens.thread_3))
