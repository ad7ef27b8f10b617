"""Addresses that the site makes itself: absolute ones, images, colours."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from gerai.place.models import Mall
from gerai.theme.addresses import localized_url
from gerai.theme.tokens import TokenError, Tokens, changed_css

HOME_IMAGE = "index"
"""Name of the home page's image; other pages' images are named by their path."""


def absolute(path: str) -> str:
    """``path`` below the address that the environment names, never the Host header."""
    return f"{settings.GERAI_BASE_URL}{iri_to_uri(path)}"


def og_image_path(page: Page) -> str:
    """Where the picture of a page lives that is shown when the page is shared."""
    own = localized_url(page, str(page.locale.language_code)).strip("/")
    return reverse("website:og_image", args=(own or HOME_IMAGE,))


def theme_css(mall: Mall) -> str:
    """The mall's colours as a style sheet; "" if they are the theme's own."""
    try:
        return changed_css(Tokens.from_mapping(mall.theme))
    except TokenError:
        # Checked at the door; a row changed by hand must not take the site down.
        return ""


def theme_css_path(mall: Mall) -> str:
    """Where :func:`theme_css` lives; the address changes with it. "" if it is empty."""
    css = theme_css(mall)
    return reverse("website:theme_css", args=(content_hash(css),)) if css else ""


def content_hash(text: str) -> str:
    """Short hash for an address that may be kept for ever."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
