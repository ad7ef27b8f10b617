"""What a file really is, whatever its name says."""

from __future__ import annotations

import re

import filetype
from django.utils.translation import gettext as _

HEAD_BYTES = 8192
"""So much of the beginning is enough to tell."""

# What filetype doesn't know, or not in all its variants.
_MARKS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"MZ": "exe",
    b"\x7fELF": "exe",
    b"\xcf\xfa\xed\xfe": "exe",
    b"\xca\xfe\xba\xbe": "exe",
    b"#!": "script",
}
# All of them are ZIP inside; which one it is shows only further in.
_ARCHIVED = frozenset(
    {"zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "jar", "apk"}
)
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>|<!--.*?-->|<!doctype[^>]*>|\s)*<(\w+)", re.I | re.S
)
_PROGRAMS = frozenset(
    {"exe", "script", "elf", "dll", "swf", "wasm", "dex", "dey", "crx", "deb", "rpm"}
)
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a\x1b")


def kind_of(head: bytes) -> str:
    """A short name of what begins with ``head``: ``jpg``, ``pdf``, ``exe``, ``svg`` …

    Returns:
        "empty" for nothing, "text" for readable text, "" if nobody knows.
    """
    if not head:
        return "empty"
    for mark, kind in _MARKS.items():
        if head.startswith(mark):
            return kind
    # Readers of PDF allow some bytes before its mark.
    if b"%PDF-" in head[:1024]:
        return "pdf"
    guessed = filetype.guess(head)
    if guessed is not None:
        return "zip" if guessed.extension in _ARCHIVED else str(guessed.extension)
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    markup = _MARKUP.match(head)
    if markup is not None:
        return "svg" if markup[1].lower() == b"svg" else "html"
    return "text" if is_text(head) else ""


def is_text(content: bytes) -> bool:
    """Whether these are letters and line breaks, in UTF-8 or as Windows writes them."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return is_utf16 or _CONTROL.isdisjoint(content)


def in_words(kind: str) -> str:
    """What a kind is called when a person reads it: "a program", "a PDF file" …"""
    if kind in _PROGRAMS:
        return _("a program")
    named = {
        "": _("of a kind that we don't know"),
        "empty": _("empty"),
        "text": _("plain text"),
        "html": _("a web page"),
        "svg": _("an SVG drawing"),
        "ole": _("a file of old Word, Excel or PowerPoint"),
        "zip": _("a ZIP or office file"),
    }
    return named.get(kind) or _("a %(kind)s file") % {"kind": kind.upper()}
