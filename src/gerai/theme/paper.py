"""The paper with hem and mark on which pictures for sharing are drawn.

Drawn with a palette from the start: of each ink the shades between paper and ink that
the edges of letters need. Finding colours afterwards, in a picture drawn with all of
them, took four fifths of the time.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, features
from zlib_ng import zlib_ng

from gerai.theme import lettering, mark, qr
from gerai.theme.lettering import LEADING, Lines, fitted, font
from gerai.theme.mark import mark_image
from gerai.theme.tokens import LIGHT_PAPER, Tokens

INK = "#17211f"
SOFT = "#4b5754"
LINE = "#d5dbd3"
_SHADES = 8
"""Steps from paper to ink at the edges of letters; more can't be told apart."""
_STRENGTHS = [round(strength * (_SHADES - 1) / 255) for strength in range(256)]
"""From the strength of a drawn dot (0 to 255) to the number of its shade."""
_IS_DRAWN = [255 if shade else 0 for shade in _STRENGTHS]
_BLANK_COLOURS = 32
_COMPRESSION = 6
_INDEXED = 3
"""PNG's type of pictures with a palette."""
_UNFILTERED = b"\0"
# One repeat of the weave, as (start, width, thread); the style sheet has the same.
_REPEAT = 144
_WEFT = 72
_WARP = (
    (16, 2, 1),
    (40, 8, 2),
    (56, 2, 3),
    (62, 2, 3),
    (72, 8, 2),
    (102, 2, 1),
)
Box = tuple[int, int, int, int]
"""Left, top, width, height, in pixels."""


class Paper:
    """A sheet to be written on.

    Args:
        size: width and height in pixels.
        mark_at: left and top of the mark, and its size.
        hem: height of the woven edge at the bottom.
    """

    def __init__(
        self,
        tokens: Tokens,
        size: tuple[int, int],
        *,
        mark_at: tuple[int, int, int],
        hem: int = 40,
    ) -> None:
        blank, palette = _blank(tokens, size, mark_at, hem)
        self._image = blank.copy()
        self._palette = list(palette)
        self._inks: dict[str, int] = {}

    def text(
        self,
        text: str,
        box: Box,
        *,
        sizes: Sequence[int],
        ink: str,
        is_centred: bool = False,
    ) -> Lines:
        """Write ``text`` into a box in the largest letters that fit."""
        left, top, width, height = box
        lines = fitted(text, width=width, height=height, sizes=sizes)
        if is_centred:
            top += (height - lines.height) // 2
        self.lines(lines, (left, top), width, ink=ink)
        return lines

    def lines(
        self, lines: Lines, position: tuple[int, int], width: int, *, ink: str
    ) -> None:
        """Write lines that were fitted before."""
        left, top = position
        leading = lines.size * LEADING
        letters = font(lines.face, lines.size)
        for number, line in enumerate(lines.lines):
            row = top + leading / 2 + number * leading
            above = int(row - lines.size)
            reach = max(width, round(letters.getlength(line))) + 1
            at, anchor = (width, "rm") if lines.is_right_to_left else (0, "lm")
            stamp = _stamp_of_line(
                line,
                lines.face,
                lines.size,
                width=reach,
                at=(at, row - above),
                anchor=anchor,
            )
            self._print(stamp, (left, above), ink)

    def rectangle(self, box: Box, *, colour: str) -> None:
        """Fill a box."""
        left, top, width, height = box
        self._palette.append(_rgb(colour))
        ImageDraw.Draw(self._image).rectangle(
            (left, top, left + width - 1, top + height - 1),
            fill=len(self._palette) - 1,
        )

    def code(self, text: str, corner: tuple[int, int], most: int) -> None:
        """Draw a QR code on white, its quiet zone included, at most ``most`` wide.

        Args:
            corner: the upper right one.
        """
        modules = qr.modules(text)
        scale = max(1, most // len(modules))
        width = scale * len(modules)
        left, top = corner[0] - width, corner[1]
        self.rectangle((left, top, width, width), colour="#ffffff")
        self._palette.append(_rgb(INK))
        dark = len(self._palette) - 1
        draw = ImageDraw.Draw(self._image)
        for row, line in enumerate(modules):
            for column, is_dark in enumerate(line):
                if is_dark:
                    x, y = left + column * scale, top + row * scale
                    draw.rectangle((x, y, x + scale - 1, y + scale - 1), fill=dark)

    def watermark(self, text: str, *, ink: str) -> None:
        """Write a word across the whole sheet, paler than what is written on it."""
        width, height = self._image.size
        lines = fitted(text, width=width, height=200, sizes=(120, 96, 72, 54))
        letters = font(lines.face, lines.size)
        mask = Image.new("L", (2 * width, 2 * height))
        draw = ImageDraw.Draw(mask)
        step = 3 * lines.size
        for number, top in enumerate(range(0, 2 * height, step)):
            words = f"{' '.join(lines.lines)}   " * 6
            draw.text((-(number % 2) * step, top), words, font=letters, fill=70)
        turned = mask.rotate(30).crop(
            (width // 2, height // 2, width // 2 + width, height // 2 + height)
        )
        self._print(_stamp(turned), (0, 0), ink)

    def png(self) -> bytes:
        """The sheet as a file."""
        return _png(
            self._image, [value for colour in self._palette for value in colour]
        )

    def _print(self, stamp: _Stamp | None, position: tuple[int, int], ink: str) -> None:
        if stamp is None:
            return
        first = self._shades(ink)
        numbers = [first + shade for shade in _STRENGTHS]
        place = (position[0] + stamp.place[0], position[1] + stamp.place[1])
        self._image.paste(stamp.strengths.point(numbers), place, stamp.is_drawn)

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


def _png(image: Image.Image, palette: Sequence[int]) -> bytes:
    """A PNG of one byte a pixel (ISO/IEC 15948), of unfiltered rows.

    Hundreds are drawn at once, and fetched on a prepaid card: Pillow's own writer takes
    three times as long for a file a fifth larger.
    """
    width, height = image.size
    pixels = image.tobytes()
    rows = b"".join(
        _UNFILTERED + pixels[at : at + width] for at in range(0, len(pixels), width)
    )
    form = struct.pack(">IIBBBBB", width, height, 8, _INDEXED, 0, 0, 0)
    chunks = (
        (b"IHDR", form),
        (b"PLTE", bytes(palette)),
        (b"IDAT", zlib_ng.compress(rows, _COMPRESSION)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib_ng.crc32(kind + data))
        for kind, data in chunks
    )


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What is drawn of a mask, where in it, and how strongly; in any ink."""

    strengths: Image.Image
    is_drawn: Image.Image
    place: tuple[int, int]


def _stamp(mask: Image.Image) -> _Stamp | None:
    touched = mask.getbbox()
    if touched is None:
        return None
    part = mask.crop(touched)
    return _Stamp(part, part.point(_IS_DRAWN), touched[:2])


# The mall's name and most labels stand in every picture.
@lru_cache(maxsize=64)
def _stamp_of_line(
    line: str,
    face: Path,
    size: int,
    *,
    width: int,
    at: tuple[float, float],
    anchor: str,
) -> _Stamp | None:
    mask = Image.new("L", (width, 2 * size))
    letters = font(face, size)
    ImageDraw.Draw(mask).text(at, line, font=letters, fill=255, anchor=anchor)
    return _stamp(mask)


@cache
def drawing_id() -> str:
    """Names how pictures are drawn: the code, the letters, the libraries."""
    libraries = [str(features.version(name)) for name in ("freetype2", "raqm")]
    libraries += [PIL.__version__, version("zlib-ng"), version("segno")]
    digest = hashlib.sha256(" ".join(libraries).encode())
    here = Path(__file__)
    layouts = (here.with_name(f"{name}.py") for name in ("og", "cards", "drawings"))
    modules = (Path(str(module.__file__)) for module in (lettering, mark, qr))
    for path in (here, *layouts, *modules, *lettering.FACES):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=12)
def _blank(
    tokens: Tokens, size: tuple[int, int], mark_at: tuple[int, int, int], hem: int
) -> tuple[Image.Image, list[tuple[int, ...]]]:
    """What all pictures of a mall share, and its palette; the paper comes first."""
    width, height = size
    drawn = Image.new("RGB", size, LIGHT_PAPER)
    _weave(ImageDraw.Draw(drawn), tokens, (0, height - hem, width, hem))
    left, top, side = mark_at
    drawn.paste(mark_image(tokens, size=side), (left, top))
    reduced = drawn.quantize(_BLANK_COLOURS, dither=Image.Dither.NONE)
    flat = (reduced.getpalette() or [])[: 3 * _BLANK_COLOURS]
    colours = [tuple(flat[at : at + 3]) for at in range(0, len(flat), 3)]
    # The commonest colour is the paper; the mark's edges may have pulled it aside.
    colours[reduced.tobytes()[0]] = _rgb(LIGHT_PAPER)
    return reduced, colours


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _weave(draw: ImageDraw.ImageDraw, tokens: Tokens, box: Box) -> None:
    left, top, width, height = box
    bottom = top + height - 1
    threads = {1: tokens.thread_1, 2: tokens.thread_2, 3: tokens.thread_3}
    draw.rectangle((left, top, left + width, bottom), fill=tokens.deep)
    for repeat in range(left, left + width, _REPEAT):
        for start, thick, thread in _WARP:
            x = repeat + start
            draw.rectangle((x, top, x + thick - 1, bottom), fill=threads[thread])
    for weft in range(top, bottom, _WEFT):
        draw.rectangle((left, weft + 9, left + width, weft + 10), fill=threads[1])
        draw.rectangle((left, weft + 27, left + width, weft + 31), fill=threads[2])
