"""The picture that stands beside a shared address: title, mall, two facts.

The same words always give the same bytes, so a published tree can be compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, ImageFont, features

from gerai.theme import mark
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
_SHADES = 8
"""Steps from paper to ink at the edges of letters; more can't be told apart."""
_STRENGTHS = [round(strength * (_SHADES - 1) / 255) for strength in range(256)]
"""From the strength of a drawn dot (0 to 255) to the number of its shade."""
_BLANK_COLOURS = 32
_COMPRESSION = 7
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


@lru_cache(maxsize=64)
def _drawn(
    title: str, mall_name: str, facts: tuple[SharedFact, ...], tokens: Tokens
) -> bytes:
    sheet = _Sheet(tokens)
    sheet.text(
        mall_name,
        (_MARGIN + 96, 64),
        (WIDTH - 2 * _MARGIN - 96, 72),
        sizes=_NAME_SIZES,
        ink=_SOFT,
    )
    bottom = _TITLE_BOTTOM if facts else HEIGHT - _HEM - 48
    sheet.text(
        title,
        (_MARGIN, _TITLE_TOP),
        (WIDTH - 2 * _MARGIN, bottom - _TITLE_TOP),
        sizes=_TITLE_SIZES,
        ink=tokens.structure,
        is_centred=False,
    )
    _facts(sheet, facts[:2])
    return sheet.png()


class _Sheet:
    """The paper with its hem and mark, to be written on.

    Drawn with a palette from the start: of each ink the shades between paper and ink
    that the edges of letters need. Finding colours afterwards, in a picture drawn with
    all of them, took four fifths of the time.
    """

    def __init__(self, tokens: Tokens) -> None:
        blank, palette = _blank(tokens)
        self._image = blank.copy()
        self._palette = list(palette)
        self._inks: dict[str, int] = {}

    def text(
        self,
        text: str,
        position: tuple[int, int],
        box: tuple[int, int],
        *,
        sizes: Sequence[int],
        ink: str,
        is_centred: bool = True,
    ) -> None:
        """Write ``text`` into a box, in the largest letters that fit."""
        left, top = position
        width, height = box
        lines, size = fitted(text, width=width, height=height, sizes=sizes)
        leading = size * _LEADING
        middle = top + leading / 2
        if is_centred:
            middle += (height - leading * len(lines)) / 2
        first = self._shades(ink)
        numbers = [first + shade for shade in _STRENGTHS]
        is_drawn = [255 if shade else 0 for shade in _STRENGTHS]
        for number, line in enumerate(lines):
            row = middle + number * leading
            above = int(row - size)
            mask = Image.new("L", (WIDTH - left, 2 * size))
            ImageDraw.Draw(mask).text(
                (0, row - above), line, font=_font(size), fill=255, anchor="lm"
            )
            touched = mask.getbbox()
            if touched is None:
                continue
            part = mask.crop(touched)
            place = (left + touched[0], above + touched[1])
            self._image.paste(part.point(numbers), place, part.point(is_drawn))

    def rectangle(self, box: tuple[int, int, int, int], *, colour: str) -> None:
        """Fill a box, its right and lower edge included."""
        self._palette.append(_rgb(colour))
        ImageDraw.Draw(self._image).rectangle(box, fill=len(self._palette) - 1)

    def png(self) -> bytes:
        """The sheet as a file."""
        flat = [value for colour in self._palette for value in colour]
        self._image.putpalette(flat)
        buffer = BytesIO()
        # A shared picture is fetched on a prepaid card.
        self._image.save(buffer, "PNG", compress_level=_COMPRESSION)
        return buffer.getvalue()

    def _shades(self, ink: str) -> int:
        """Add the shades from paper to ``ink``; the number of the first, the paper's."""
        if ink in self._inks:
            return self._inks[ink]
        first = self._inks[ink] = len(self._palette)
        paper, full = _rgb(LIGHT_PAPER), _rgb(ink)
        for shade in range(_SHADES):
            self._palette.append(
                tuple(
                    round(start + (end - start) * shade / (_SHADES - 1))
                    for start, end in zip(paper, full, strict=True)
                )
            )
        return first


@lru_cache(maxsize=4)
def _blank(tokens: Tokens) -> tuple[Image.Image, list[tuple[int, ...]]]:
    """What all pictures of a mall share, and its palette; the paper comes first."""
    drawn = Image.new("RGB", (WIDTH, HEIGHT), LIGHT_PAPER)
    _weave(ImageDraw.Draw(drawn), tokens, top=HEIGHT - _HEM, height=_HEM)
    drawn.paste(mark_image(tokens, size=72), (_MARGIN, 64))
    reduced = drawn.quantize(_BLANK_COLOURS, dither=Image.Dither.NONE)
    flat = (reduced.getpalette() or [])[: 3 * _BLANK_COLOURS]
    colours = [tuple(flat[at : at + 3]) for at in range(0, len(flat), 3)]
    # The commonest colour is the paper; the mark's edges may have pulled it aside.
    colours[reduced.tobytes()[0]] = _rgb(LIGHT_PAPER)
    return reduced, colours


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


@cache
def drawing_id() -> str:
    """Names how pictures are drawn: the code, the letters, the library."""
    digest = hashlib.sha256(str(features.version("freetype2")).encode())
    digest.update(PIL.__version__.encode())
    for path in (Path(__file__), Path(mark.__file__), _FONT):
        digest.update(path.read_bytes())
    return digest.hexdigest()


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


def _facts(sheet: _Sheet, facts: Sequence[SharedFact]) -> None:
    if not facts:
        return
    # A long first fact takes room from the second, up to two thirds of the width.
    whole = WIDTH - 2 * _MARGIN
    wanted = _font(42).getlength(facts[0].value) + 48
    column = int(min(max(wanted, whole / 2), whole * 2 / 3))
    sheet.rectangle(
        (_MARGIN, _FACTS_TOP - 24, WIDTH - _MARGIN, _FACTS_TOP - 23), colour=_LINE
    )
    for number, fact in enumerate(facts):
        left = _MARGIN + number * column
        room = (whole - column if number else column) - 32
        at, box = (left, _FACTS_TOP - 8), (room, 36)
        sheet.text(fact.label, at, box, sizes=(26, 22, 18, 14), ink=_SOFT)
        at, box = (left, _FACTS_TOP + 28), (room, 64)
        sheet.text(fact.value, at, box, sizes=_VALUE_SIZES, ink=_INK)


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
