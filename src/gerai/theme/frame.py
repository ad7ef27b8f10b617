"""What ``theme/base.html`` needs to know about the site around a page.

A context processor of a higher room fills one :class:`Frame` and names it ``frame``.
Every value may be missing: an error page without a database still comes out whole.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gerai.theme.parts import ContactLine, Link, Text


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links below one heading."""

    title: Text
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The same page in a language; ``name`` is written in that language."""

    code: str
    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Alternate:
    """A translation for search engines; ``hreflang`` is a code or ``x-default``."""

    hreflang: str
    url: str


@dataclass(frozen=True, slots=True)
class OpenGraph:
    """How the page looks where it is shared; addresses are absolute."""

    title: str
    description: str = ""
    image: str = ""
    url: str = ""
    type: str = "website"
    locale: str = "id_ID"


@dataclass(frozen=True, slots=True)
class Frame:
    """The site around a page. See the fields' names in ``theme/base.html``.

    What staff may change is called by the part that shows it, so that nothing else
    rests on it.
    """

    site_name: Callable[[], str] = str
    short_name: Callable[[], str] = str
    tagline: Callable[[], str] = str
    home_url: str = "/"
    search_url: str = ""
    suggest_script: str = ""
    suggestions_url: str = ""
    """A module with ``attach(input, address)``, and the data that it asks for."""
    menu: Callable[[], Sequence[Link]] = list
    section: str = ""
    """The address below home that the page is at or below; it is marked in the menu."""
    footer_groups: Callable[[], Sequence[LinkGroup]] = list
    contact_lines: Callable[[], Sequence[ContactLine]] = list
    phone: Callable[[], str] = str
    operator: Callable[[], str] = str
    language: str = "id"
    languages: Sequence[LanguageChoice] = ()
    canonical_url: str = ""
    alternates: Sequence[Alternate] = ()
    og: OpenGraph | None = None
    json_ld: Sequence[str] = ()
    """JSON texts in which ``<``, ``>`` and ``&`` are already escaped for a script."""
    theme_css_url: Callable[[], str] = str
    theme_css_integrity: Callable[[], str] = str
    theme_colour: Callable[[], str] = str
    theme_colour_dark: Callable[[], str] = str
    manifest_url: str = ""
    offline_url: Callable[[], str] = str
    """The page about reading without a signal; "" where no copy may be kept."""
    favicon_url: Callable[[], str] = str
    touch_icon_url: Callable[[], str] = str
    hours_key: str = ""
    hours_fallback: Callable[[], str] = str
    """What the mall's open pill says without a script."""
    hours_data: Callable[[], Mapping[str, Any]] = dict
    """What the script of the open pills reads, on pages without other hours than these."""
    banners: Callable[[], Sequence[Any]] = list
    """What everybody has to know at once, in order; see the component ``banners``."""
    banner_place: str = ""
    """On pages with the same value stand the same banners."""
    banner_feed: str = ""
    """Where the script looks whether there are newer banners."""
    is_fallback: bool = False
    content_language: str = ""
    is_indexed: bool = True
    keep: Callable[[Hashable, Callable[[], str]], str] | None = None
    """Gives a part that was drawn before, by its key, or draws it; see ``{% kept %}``."""


__all__ = [
    "Alternate",
    "ContactLine",
    "Frame",
    "LanguageChoice",
    "Link",
    "LinkGroup",
    "OpenGraph",
]
