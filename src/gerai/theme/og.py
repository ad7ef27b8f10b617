"""The picture that stands beside a shared address: title, mall, two facts.

The same words always give the same bytes, so a published tree can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gerai.theme.lettering import LORA, font
from gerai.theme.paper import INK, LINE, SOFT, Paper
from gerai.theme.tokens import Tokens

WIDTH, HEIGHT = 1200, 630
"""Pixels; what Facebook, WhatsApp and X show without cutting."""

_MARGIN = 72
_HEM = 40
_TITLE_SIZES = (88, 80, 72, 64, 58, 52, 46, 40, 34, 28, 22)
_NAME_SIZES = (34, 30, 26, 22, 18, 14)
_VALUE_SIZES = (42, 36, 30, 26, 22, 18, 14)
_TITLE_TOP = 196
_TITLE_BOTTOM = 440
_FACTS_TOP = 476


@dataclass(frozen=True, slots=True)
class SharedFact:
    """One of the facts, for example "Biaya" and "Rp 350.000"."""

    label: str
    value: str


def open_graph_image(
    *,
    title: str,
    mall_name: str,
    facts: Sequence[SharedFact] = (),
    tokens: Tokens | None = None,
) -> bytes:
    """A PNG of 1200 by 630 pixels; of the facts, the first two are drawn.

    A long title gets smaller letters; no word is ever cut.
    """
    return _drawn(title, mall_name, tuple(facts), tokens or Tokens())


@lru_cache(maxsize=64)
def _drawn(
    title: str, mall_name: str, facts: tuple[SharedFact, ...], tokens: Tokens
) -> bytes:
    paper = Paper(tokens, (WIDTH, HEIGHT), mark_at=(_MARGIN, 64, 72), hem=_HEM)
    paper.text(
        mall_name,
        (_MARGIN + 96, 64, WIDTH - 2 * _MARGIN - 96, 72),
        sizes=_NAME_SIZES,
        ink=SOFT,
        is_centred=True,
    )
    bottom = _TITLE_BOTTOM if facts else HEIGHT - _HEM - 48
    paper.text(
        title,
        (_MARGIN, _TITLE_TOP, WIDTH - 2 * _MARGIN, bottom - _TITLE_TOP),
        sizes=_TITLE_SIZES,
        ink=tokens.structure,
    )
    _facts(paper, facts[:2])
    return paper.png()


def _facts(paper: Paper, facts: Sequence[SharedFact]) -> None:
    if not facts:
        return
    # A long first fact takes room from the second, up to two thirds of the width.
    whole = WIDTH - 2 * _MARGIN
    wanted = font(LORA, 42).getlength(facts[0].value) + 48
    column = int(min(max(wanted, whole / 2), whole * 2 / 3))
    paper.rectangle((_MARGIN, _FACTS_TOP - 24, whole + 1, 2), colour=LINE)
    for number, fact in enumerate(facts):
        left = _MARGIN + number * column
        room = (whole - column if number else column) - 32
        paper.text(
            fact.label,
            (left, _FACTS_TOP - 8, room, 36),
            sizes=(26, 22, 18, 14),
            ink=SOFT,
            is_centred=True,
        )
        paper.text(
            fact.value,
            (left, _FACTS_TOP + 28, room, 64),
            sizes=_VALUE_SIZES,
            ink=INK,
            is_centred=True,
        )
