"""Reads text or HTML as a visitor's browser would: what shows, what is hidden, what acts.

Pure. Never fails: broken HTML is read as far as it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"param", "source", "track", "wbr"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i"}
    | {"ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
    | {"var", "wbr", "tt", "strike"}
)
_NAMED_BY = frozenset({"alt", "title", "aria-label", "placeholder"})
_META_TEXTS = frozenset(
    {"description", "keywords", "og:title", "og:description", "og:site_name"}
    | {"twitter:title", "twitter:description", "author"}
)
_FRAMES = frozenset({"iframe", "frame", "object", "embed", "portal"})
_SENDING = frozenset({"form", "base", "button", "input"})
_HIDING_CLASSES = frozenset(
    {"hidden", "hide", "d-none", "invisible", "sr-only", "visually-hidden", "w-sr-only"}
    | {"offscreen", "screen-reader-text"}
)
_NOT_SHOWN = frozenset({"noscript", "template", "noembed", "noframes"})
_DATA_TYPES = ("json", "text/template", "text/html", "importmap", "speculationrules")
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0\d*)?(?![.\d])"
    r"|font-size:(?:0|1px|0?\.\d+|[01]%)(?![.\d]*[1-9])"
    r"|text-indent:-(?:\d{3,}|\d{2,}r?em)"
    r"|(?:left|top|right|bottom|margin-left|margin-top|margin):-(?:\d{3,}|\d{2,}r?em)"
    r"|clip:rect\([01]|clip-path:(?:inset\((?:50|100)%|circle\(0)"
    r"|(?<![-\w])(?:max-)?(?:height|width):[01](?:px)?(?![.\d%])"
    r"|transform:(?:scale[xy]?\(0\)|translate[xy]?\(-\d{3,})|line-height:0(?![.\d])"
    r"|color:transparent|text-overflow:hidden|z-index:-\d{2,}"
)
_COLOUR = re.compile(r"(?<![-\w])(color|background|background-color):(#?[\w(),.]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTED = re.compile(r"([.#])([\w-]+)\s*$")
_REVERSED = re.compile(
    r"direction:rtl[^}]*unicode-bidi:bidi-override|unicode-bidi:bidi-override[^}]*direction:rtl"
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?\s*([^'\"\s>]+)", re.IGNORECASE)
_WHITES = frozenset({"white", "#fff", "#ffffff", "#fefefe", "rgb(255,255,255)"})
_STRING = re.compile(r'"((?:[^"\\]|\\.){4,})"')
# A comment; or a tag with its name and attributes; or what else browsers skip.
_TAG = re.compile(
    r"<!--(.*?)(?:--!?>|\Z)"
    r"|<(/?)([a-zA-Z][^\s/>]*)((?:[^\"'>]+|\"[^\"]*\"|'[^']*'|[\"'])*)>?"
    r"|<[!?/][^>]*>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"?|'([^']*)'?|([^\s>]*)))?"
)
_ANY_TAG = re.compile(r"<[^>]*>")
_MATTERS = re.compile(
    r"style|hid|href|\bon[a-z]+\s*=|alt|title|aria-label|placeholder|height|width"
    r"|invisible|sr-only|d-none|offscreen|screen-reader|action",
    re.IGNORECASE,
)
_ACTING = frozenset({"meta", "script", "font", *_FRAMES, *_SENDING})
_RAW = {
    name: re.compile(rf"</{name}", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp")
}
_DEEPEST = 100
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z!/]|&(?:#\d|#x|[a-zA-Z]{2,8};)")


@dataclass(slots=True)
class Link:
    """An address that a reader can follow, and the words on it."""

    address: str
    text: str = ""
    is_hidden: bool = False


@dataclass(slots=True)
class Reading:
    """What is in some text.

    Attributes:
        shown: visible text; blocks stand on lines of their own.
        hidden: text that is there but can't be seen.
        names: title, descriptions, alternative texts.
        refreshes: where the page leads by itself.
        scripts: inline programs; ``sources`` addresses of others.
        frames: addresses of what is shown inside.
        handlers: programs in attributes.
        data: texts that the page tells machines.
        targets: where forms are sent, and what all links begin with.
    """

    shown: str = ""
    hidden: str = ""
    names: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    refreshes: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    is_reversed: bool = False


def read(text: str) -> Reading:
    """Read text, or HTML where it looks like it."""
    if not _LOOKS_LIKE_HTML.search(text):
        return Reading(shown=text)
    return _Reader().read(text)


def is_hiding(style: str) -> bool:
    """Whether a style keeps what it is on from being seen.

    >>> is_hiding("position: absolute; left: -9999px")
    True
    >>> is_hiding("color: #FFF; background-color: #fff")
    True
    >>> is_hiding("margin-top: -4px; font-size: 0.9em")
    False
    """
    tidy = "".join(_COMMENT.sub("", style).lower().split()).replace("!important", "")
    if _HIDDEN_STYLE.search(tidy):
        return True
    colours = {
        ("color" if key == "color" else "ground"): value
        for key, value in _COLOUR.findall(tidy)
    }
    ink, ground = colours.get("color"), colours.get("ground")
    return (
        ink is not None and (ink == ground or (ground is None and ink in _WHITES))
    ) or (ink in _WHITES and ground in _WHITES)


_NONE_GIVEN: dict[str, str] = {}


@lru_cache(maxsize=8192)
def _given(attributes: str) -> dict[str, str]:
    """Attributes of a tag, if there is one among them that matters here."""
    return _parsed(attributes) if _MATTERS.search(attributes) else _NONE_GIVEN


def _parsed(attributes: str) -> dict[str, str]:
    return {
        key.lower(): unescape(double or single or bare)
        for key, double, single, bare in _ATTRIBUTE.findall(attributes)
    }


class _Reader:
    """Goes through the tags and collects a ``Reading``.

    As forgiving as browsers, and several times as fast as ``html.parser``: a page must
    take a few milliseconds, and most tags have nothing that matters here.
    """

    def __init__(self) -> None:
        self._reading = Reading()
        self._shown: list[str] = []
        self._hidden: list[str] = []
        # Open elements: name, and whether it or one around it is hidden.
        self._open: list[tuple[str, bool]] = []
        self._is_hidden = False
        self._link: Link | None = None
        self._hiding_selectors: set[tuple[str, str]] = set()
        self._script_type = ""

    def read(self, text: str) -> Reading:
        """Read it all."""
        at, end = 0, len(text)
        while at < end:
            found = _TAG.search(text, at)
            if found is None:
                self._text(text[at:])
                break
            start, following = found.span()
            if start > at:
                self._text(text[at:start])
            at = following
            comment, is_end, name, attributes = found.groups()
            if name is not None:
                name = name.lower()
                if is_end:
                    self._end(name)
                else:
                    self._start(name, attributes)
                    if name in _RAW:
                        at = self._raw(name, text, at)
            elif comment is not None:
                self._hidden.append(f"\n{_ANY_TAG.sub(' ', comment)}\n")
        return self._finished()

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "script":
            self._script_type = ""
        is_hidden = self._is_hidden or tag in _NOT_SHOWN
        if attributes:
            is_acting = tag in _ACTING or self._hiding_selectors
            given = _parsed(attributes) if is_acting else _given(attributes)
            if given:
                is_hidden = is_hidden or self._hides(tag, given)
                self._note(tag, given, is_hidden=is_hidden)
        if tag not in _INLINE:
            self._break()
        if tag not in _VOID:
            self._open.append((tag, is_hidden))
            self._is_hidden = is_hidden

    def _end(self, tag: str) -> None:
        if tag == "a":
            self._link = None
        if tag not in _INLINE:
            self._break()
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
            self._is_hidden = self._open[-1][1] if self._open else False
            return
        for back, (name, _hidden) in enumerate(reversed(self._open[-_DEEPEST:]), 1):
            if name == tag:
                del self._open[-back:]
                self._is_hidden = self._open[-1][1] if self._open else False
                break

    def _text(self, data: str) -> None:
        if "&" in data:
            data = unescape(data)
        (self._hidden if self._is_hidden else self._shown).append(data)
        if self._link is not None:
            self._link.text += data

    def _raw(self, tag: str, text: str, at: int) -> int:
        """Take what isn't HTML up to the end tag; return where that begins."""
        found = _RAW[tag].search(text, at)
        end = found.start() if found else len(text)
        data = text[at:end]
        if tag == "script":
            self._script(data)
        elif tag == "style":
            self._style(data)
        elif tag == "title":
            self._reading.names.append(unescape(data))
        else:
            self._text(data)
        return end

    def _finished(self) -> Reading:
        self._reading.shown = "".join(self._shown)
        self._reading.hidden = "".join(self._hidden)
        if self._reading.is_reversed:
            self._reading.hidden += "\n" + self._reading.shown[::-1]
        return self._reading

    def _break(self) -> None:
        parts = self._hidden if self._is_hidden else self._shown
        if parts and parts[-1] != "\n":
            parts.append("\n")

    def _hides(self, tag: str, given: dict[str, str]) -> bool:
        if "hidden" in given or (tag == "font" and given.get("size") == "0"):
            return True
        style = given.get("style", "")
        if style:
            if _REVERSED.search("".join(style.lower().split())):
                self._reading.is_reversed = True
            if is_hiding(style):
                return True
        if tag in {"marquee", "div"} and {given.get("height"), given.get("width")} & {
            "0",
            "1",
        }:
            return True
        classes = given.get("class", "").split()
        return bool(
            _HIDING_CLASSES.intersection(classes)
            or (
                self._hiding_selectors
                and self._is_selected(classes, given.get("id", ""))
            )
        )

    def _is_selected(self, classes: list[str], id_: str) -> bool:
        return ("#", id_) in self._hiding_selectors or any(
            (".", name) in self._hiding_selectors for name in classes
        )

    def _note(self, tag: str, given: dict[str, str], *, is_hidden: bool) -> None:
        reading = self._reading
        for key, value in given.items():
            if key in _NAMED_BY and value:
                reading.names.append(value)
            elif key.startswith("on") and value:
                reading.handlers.append(value)
        if tag in {"a", "area"}:
            self._follow(tag, given.get("href", "").strip(), is_hidden=is_hidden)
        elif tag == "meta":
            self._meta(given)
        elif tag in _FRAMES:
            self._frame(given)
        elif tag == "script":
            self._script_type = given.get("type", "").lower()
            if given.get("src"):
                reading.sources.append(given["src"].strip())
        elif tag in _SENDING:
            target = given.get("action") or given.get("formaction") or given.get("href")
            if target:
                reading.targets.append(target.strip())

    def _follow(self, tag: str, address: str, *, is_hidden: bool) -> None:
        if address:
            link = Link(address, is_hidden=is_hidden)
            self._reading.links.append(link)
            self._link = link if tag == "a" else None

    def _frame(self, given: dict[str, str]) -> None:
        if given.get("srcdoc"):
            self._reading.scripts.append(given["srcdoc"])
        if source := given.get("src") or given.get("data"):
            self._reading.frames.append(source.strip())

    def _meta(self, given: dict[str, str]) -> None:
        content = given.get("content", "")
        if given.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.search(content)
            if found:
                self._reading.refreshes.append(found[1])
        name = (given.get("name") or given.get("property") or "").lower()
        if name in _META_TEXTS:
            self._reading.names.append(content)

    def _script(self, data: str) -> None:
        if "ld+json" in self._script_type:
            self._reading.data += _STRING.findall(data)
        elif not any(kind in self._script_type for kind in _DATA_TYPES):
            self._reading.scripts.append(data)

    def _style(self, data: str) -> None:
        for selectors, body in _RULE.findall(data):
            if is_hiding(body):
                for selector in selectors.split(","):
                    if found := _SELECTED.search(selector.strip()):
                        self._hiding_selectors.add((found[1], found[2]))
