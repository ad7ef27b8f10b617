"""Pictures to post: a square for feeds and chats, a tall one for stories.

Read on a phone that shows them a third as large, so no letters are smaller than 28
pixels except where a text is far longer than any should be. The same words always give
the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from gerai.theme.lettering import drawable, fitted
from gerai.theme.og import SharedFact
from gerai.theme.paper import INK, LINE, SOFT, Box, Paper
from gerai.theme.tokens import Tokens


class Shape(StrEnum):
    """What a picture is for; the value stands in its address."""

    SQUARE = "persegi"
    STORY = "cerita"


@dataclass(frozen=True, slots=True)
class Card:
    """What is said on a picture.

    Attributes:
        kind: what it is about in a word, such as "Pengumuman".
        url: where the code leads.
        address: the same in letters, short.
        invitation: what to do with the code.
        watermark: written across what isn't public; may be empty.
    """

    kind: str
    title: str
    summary: str
    facts: tuple[SharedFact, ...]
    url: str
    address: str
    invitation: str
    mall_name: str
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    size: tuple[int, int]
    head: Box
    kind: Box
    body: Box
    facts: Box
    most_facts: int
    code: int
    hem: int
    title_sizes: tuple[int, ...]
    summary_sizes: tuple[int, ...]


_MARGIN = 72
_WIDTH = 1080
_ROOM = _WIDTH - 2 * _MARGIN
_PATHOLOGICAL = (32, 28, 24, 20)
"""Only for titles that no editor should write; what counts is that all of it is there."""
_LAYOUTS = {
    Shape.SQUARE: _Layout(
        size=(_WIDTH, 1080),
        head=(_MARGIN, 60, _ROOM, 88),
        kind=(_MARGIN, 186, _ROOM, 48),
        body=(_MARGIN, 240, _ROOM, 464),
        facts=(_MARGIN, 744, _ROOM, 264),
        most_facts=2,
        code=264,
        hem=40,
        title_sizes=(96, 88, 80, 72, 64, 58, 52, 46, 40, 36, *_PATHOLOGICAL),
        summary_sizes=(44, 40, 36),
    ),
    # Apps lay their buttons over the upper and lower sixth of a story.
    Shape.STORY: _Layout(
        size=(_WIDTH, 1920),
        head=(_MARGIN, 270, _ROOM, 112),
        kind=(_MARGIN, 440, _ROOM, 56),
        body=(_MARGIN, 506, _ROOM, 634),
        facts=(_MARGIN, 1184, _ROOM, 376),
        most_facts=4,
        code=330,
        hem=184,
        title_sizes=(112, 104, 96, 88, 80, 72, 64, 58, 52, 46, 40, *_PATHOLOGICAL),
        summary_sizes=(52, 48, 44, 40, 36),
    ),
}
_GAP = 28
_LEAST_SUMMARY = 44


def card_image(card: Card, shape: Shape, tokens: Tokens | None = None) -> bytes:
    """A PNG of 1080 by 1080 or by 1920 pixels.

    The title is there as a whole, however long. A summary that doesn't fit ends after a
    sentence or, if need be, after a word.
    """
    return _drawn(card, shape, tokens or Tokens())


def left_out(card: Card) -> str:
    """Characters of the title that no picture shows, for example emoji."""
    shown = set(drawable(card.title))
    return "".join(
        dict.fromkeys(
            letter
            for letter in card.title
            if letter not in shown and not letter.isspace() and letter.isprintable()
        )
    )


@lru_cache(maxsize=16)
def _drawn(card: Card, shape: Shape, tokens: Tokens) -> bytes:
    layout = _LAYOUTS[shape]
    left, top, width, side = layout.head
    paper = Paper(tokens, layout.size, mark_at=(left, top, side), hem=layout.hem)
    if card.watermark:
        paper.watermark(card.watermark, ink=tokens.accent)
    paper.text(
        card.mall_name,
        (left + side + 24, top, width - side - 24, side),
        sizes=(40, 36, 32, 28),
        ink=SOFT,
        is_centred=True,
    )
    paper.text(card.kind, layout.kind, sizes=(38, 34, 30, 26), ink=tokens.accent)
    _body(paper, card, layout, tokens)
    _foot(paper, card, layout, tokens)
    return paper.png()


def _body(paper: Paper, card: Card, layout: _Layout, tokens: Tokens) -> None:
    left, top, width, height = layout.body
    # A summary leaves the title two thirds of the room, unless that is too little.
    share = height * 2 // 3 if card.summary else height
    title = fitted(card.title, width=width, height=share, sizes=layout.title_sizes)
    if not title.is_whole or title.size <= _PATHOLOGICAL[0]:
        title = fitted(card.title, width=width, height=height, sizes=layout.title_sizes)
    paper.lines(title, (left, top), width, ink=tokens.structure)
    rest = height - title.height - _GAP
    if card.summary and rest >= _LEAST_SUMMARY:
        paper.text(
            card.summary,
            (left, top + title.height + _GAP, width, rest),
            sizes=layout.summary_sizes,
            ink=INK,
        )


def _foot(paper: Paper, card: Card, layout: _Layout, tokens: Tokens) -> None:
    left, top, width, height = layout.facts
    paper.rectangle((left, top - 24, width, 2), colour=LINE)
    paper.code(card.url, (left + width, top), layout.code)
    room = width - layout.code - 40
    address = (left, top + height - 84, room, 84)
    _address(paper, card, address, tokens)
    facts = card.facts[: layout.most_facts]
    step = (height - 96) // max(len(facts), 1)
    step = min(step, 120)
    for number, fact in enumerate(facts):
        _fact(paper, fact, (left, top + number * step, room, step))


def _address(paper: Paper, card: Card, box: Box, tokens: Tokens) -> None:
    left, top, width, height = box
    paper.text(card.invitation, (left, top, width, 40), sizes=(30, 28, 24), ink=SOFT)
    paper.text(
        card.address,
        (left, top + 40, width, height - 40),
        sizes=(36, 32, 28, 24, 20, 17),
        ink=tokens.structure,
    )


def _fact(paper: Paper, fact: SharedFact, box: Box) -> None:
    left, top, width, height = box
    paper.text(fact.label, (left, top, width, 36), sizes=(28, 24), ink=SOFT)
    paper.text(
        fact.value,
        (left, top + 35, width, height - 35),
        sizes=(42, 38, 34, 30, 28, 24),
        ink=INK,
    )
