"""The picture that stands beside a shared address: title, mall, two facts.

The same words always give the same bytes, so a published tree can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from gerai.theme.mark import mark_image
from gerai.theme.tokens import LIGHT_PAPER, Tokens

WIDTH, HEIGHT = 1200, 630
"""Pixels; what Facebook, WhatsApp and X show without cutting."""

_FONT = Path(__file__).parent / "fonts" / "lora-latin-700.woff"
_MARGIN = 72
_HEM = 40
_INK = "#17211f"
_SOFT = "#4b5754"
_LINE = "#d5dbd3"
_TITLE_SIZES = (88, 80, 72, 64, 58, 52, 46, 40, 34, 28, 22)
_NAME_SIZES = (34, 30, 26, 22, 18, 14)
_VALUE_SIZES = (42, 36, 30, 26, 22, 18, 14)
_TITLE_TOP = 196
_TITLE_BOTTOM = 440
_FACTS_TOP = 476
_LEADING = 1.18
# One repeat of the weave, as (start, width, thread); the style sheet has the same.
_REPEAT = 144
_WARP = (
    (16, 2, 1),
    (40, 8, 2),
    (56, 2, 3),
    (62, 2, 3),
    (72, 8, 2),
    (102, 2, 1),
)


@dataclass(frozen=True, slots=True)
class SharedFact:
    """One of the two facts, for example "Biaya" and "Rp 350.000"."""

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

    A long title gets smaller letters; no word is ever cut or left out.
    """
    return _drawn(title, mall_name, tuple(facts), tokens or Tokens())


# Drawing takes longer than a page; a sweep asks for the same pictures every hour.
@lru_cache(maxsize=1024)
def _drawn(
    title: str, mall_name: str, facts: tuple[SharedFact, ...], tokens: Tokens
) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), LIGHT_PAPER)
    draw = ImageDraw.Draw(image)
    _weave(draw, tokens, top=HEIGHT - _HEM, height=_HEM)
    image.paste(mark_image(tokens, size=72), (_MARGIN, 64))
    _text(
        draw,
        mall_name,
        (_MARGIN + 96, 64),
        (WIDTH - 2 * _MARGIN - 96, 72),
        sizes=_NAME_SIZES,
        fill=_SOFT,
    )
    bottom = _TITLE_BOTTOM if facts else HEIGHT - _HEM - 48
    _text(
        draw,
        title,
        (_MARGIN, _TITLE_TOP),
        (WIDTH - 2 * _MARGIN, bottom - _TITLE_TOP),
        sizes=_TITLE_SIZES,
        fill=tokens.structure,
        is_centred=False,
    )
    _facts(draw, facts[:2])
    buffer = BytesIO()
    # Few colours are in it, and a shared picture is fetched on a prepaid card.
    image.quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def fitted(
    text: str, *, width: int, height: int, sizes: Sequence[int]
) -> tuple[list[str], int]:
    """Lines of ``text`` and the first of ``sizes`` with which they fit, in pixels.

    The last size is taken even if they don't.
    """
    words = text.split()
    for size in sizes:
        lines = _wrapped(words, size, width)
        fits = len(lines) * size * _LEADING <= height
        if fits and all(_font(size).getlength(line) <= width for line in lines):
            break
    return lines, size


def _wrapped(words: Sequence[str], size: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font(size).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _facts(draw: ImageDraw.ImageDraw, facts: Sequence[SharedFact]) -> None:
    if not facts:
        return
    # A long first fact takes room from the second, up to two thirds of the width.
    whole = WIDTH - 2 * _MARGIN
    wanted = _font(42).getlength(facts[0].value) + 48
    column = int(min(max(wanted, whole / 2), whole * 2 / 3))
    draw.rectangle(
        (_MARGIN, _FACTS_TOP - 24, WIDTH - _MARGIN, _FACTS_TOP - 23), fill=_LINE
    )
    for number, fact in enumerate(facts):
        left = _MARGIN + number * column
        room = (whole - column if number else column) - 32
        at, box = (left, _FACTS_TOP - 8), (room, 36)
        _text(draw, fact.label, at, box, sizes=(26, 22, 18, 14), fill=_SOFT)
        at, box = (left, _FACTS_TOP + 28), (room, 64)
        _text(draw, fact.value, at, box, sizes=_VALUE_SIZES, fill=_INK)


def _text(
    draw: ImageDraw.ImageDraw,
    text: str,
    position: tuple[int, int],
    box: tuple[int, int],
    *,
    sizes: Sequence[int],
    fill: str,
    is_centred: bool = True,
) -> None:
    left, top = position
    width, height = box
    lines, size = fitted(text, width=width, height=height, sizes=sizes)
    leading = size * _LEADING
    middle = top + leading / 2
    if is_centred:
        middle += (height - leading * len(lines)) / 2
    for number, line in enumerate(lines):
        place = (left, middle + number * leading)
        draw.text(place, line, font=_font(size), fill=fill, anchor="lm")


def _weave(draw: ImageDraw.ImageDraw, tokens: Tokens, *, top: int, height: int) -> None:
    bottom = top + height - 1
    threads = {1: tokens.thread_1, 2: tokens.thread_2, 3: tokens.thread_3}
    draw.rectangle((0, top, WIDTH, bottom), fill=tokens.deep)
    for left in range(0, WIDTH, _REPEAT):
        for start, width, thread in _WARP:
            x = left + start
            draw.rectangle((x, top, x + width - 1, bottom), fill=threads[thread])
    draw.rectangle((0, top + 9, WIDTH, top + 10), fill=threads[1])
    draw.rectangle((0, top + 27, WIDTH, top + 31), fill=threads[2])


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # The basic layout, so that the result doesn't depend on how Pillow was built.
    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)
