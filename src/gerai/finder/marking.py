"""Marks in a text the words that were looked for."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from gerai.finder.documents import terms_of

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 2


def marked(text: str, roots: Collection[str]) -> SafeString:
    """``text`` escaped, with ``<mark>`` around words of these roots."""
    pieces: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) < _SHORTEST or not _is_looked_for(word, roots):
            continue
        pieces += [
            conditional_escape(text[end : match.start()]),
            "<mark>",
            conditional_escape(word),
            "</mark>",
        ]
        end = match.end()
    pieces.append(conditional_escape(text[end:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


def _is_looked_for(word: str, roots: Collection[str]) -> bool:
    return any(root in roots for _word, root in terms_of(word))
