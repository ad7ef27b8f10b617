"""Pieces of pages that can be drawn by themselves, without the page around them.

A change that shows in such a piece alone costs its drawing, and no render of the page:
the publisher puts the new text in the place of the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVarTuple

from django.utils import timezone, translation
from django.utils.safestring import SafeString

from gerai.publishing.reading import Part, Reading, current_reading

Values = TypeVarTuple("Values")


@dataclass(frozen=True, slots=True)
class PieceKey:
    """Names the function that draws a piece, and what it is given."""

    drawer: str
    language: str
    values: tuple[Hashable, ...]


_drawers: dict[str, Callable[..., SafeString]] = {}


def page_piece(
    draw: Callable[[*Values], SafeString],
) -> Callable[[*Values], SafeString]:
    """Make a function of plain values, such as a record's key, draw a piece of pages.

    It may depend on these values, the active language and what it reads, and on nothing
    that the page around it has at hand.
    """
    name = f"{draw.__module__}.{draw.__qualname__}"
    _drawers[name] = draw

    @wraps(draw)
    def drawn(*values: *Values) -> SafeString:
        reading = current_reading()
        if reading is None:
            return draw(*values)
        key = PieceKey(name, translation.get_language() or "", values)
        return SafeString(reading.part(key, lambda: draw(*values)))

    return drawn


def is_piece(part: Part) -> bool:
    """Whether a part can be drawn by itself."""
    return isinstance(part.key, PieceKey)


def redrawn(key: Hashable, reading: Reading) -> Part | None:
    """The piece of this name as it is in ``reading``; None if it is none.

    Raises:
        Exception: whatever its drawing raises.
    """
    if not isinstance(key, PieceKey):
        return None
    draw = _drawers[key.drawer]
    with translation.override(key.language), timezone.override(None):
        return reading.drawn_part(key, lambda: draw(*key.values))
