"""Letters in pictures: which can be drawn, and how a text fits into a box.

Titles are set in Lora. What it has no letters for (Arabic, Greek, Cyrillic) is set in
DejaVu Sans, the whole text, so that a line doesn't change its face midway. What neither
has, emoji for example, is left out of the picture.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont, features

LEADING = 1.18
"""From line to line, as a share of the size of the letters."""

_FOLDER = Path(__file__).parent / "fonts"
LORA = _FOLDER / "lora-latin-700.woff"
DEJAVU = _FOLDER / "dejavu-sans-bold.woff"
FACES = (LORA, DEJAVU)
_MISSING = "\U000f0000"
_PROBE = 24
_BREAKABLE = 40
"""From this size downwards a word that is longer than a line goes on in the next one:
no real word is, and smaller letters for all others would help nobody."""
_SENTENCE_END = re.compile(r"(?<=[.!?…؟。])\s+")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Lines:
    """A text in a box.

    Attributes:
        size: of the letters, in pixels.
        is_whole: whether nothing was left out.
    """

    lines: tuple[str, ...]
    size: int
    face: Path
    is_whole: bool = True

    @property
    def height(self) -> int:
        """Pixels that the lines take."""
        return round(len(self.lines) * self.size * LEADING)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the text begins at the right, as Arabic does."""
        for letter in " ".join(self.lines):
            direction = unicodedata.bidirectional(letter)
            if direction in _RIGHT_TO_LEFT:
                return True
            if direction == "L":
                return False
        return False


def drawable(text: str) -> str:
    """``text`` on one line, without what no letter can be drawn for."""
    kept = "".join(
        letter for letter in text if letter.isspace() or _is_drawable(letter)
    )
    return " ".join(kept.split())


def face_of(text: str) -> Path:
    """The face in which the whole of a drawable text can be set."""
    return LORA if all(_has(LORA, letter) for letter in text) else DEJAVU


def font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    """A face in a size, in pixels."""
    return _font(face, size)


def fitted(
    text: str,
    *,
    width: int,
    height: int,
    sizes: Sequence[int],
    most_lines: int | None = None,
) -> Lines:
    """``text`` in the first of ``sizes`` in which all of it fits into a box.

    If it fits in none, it is shortened, in the smallest size: by whole sentences, else
    by whole words with an ellipsis. No word is cut; only one that is longer than a line
    goes on in the next. If not even the first word fits, nothing is left.
    """
    text = drawable(text)
    face = face_of(text)
    box = _Box(face, width, height, most_lines)
    for size in sizes:
        may_break = size == sizes[-1] or size <= _BREAKABLE
        lines = box.filled(text, size, may_break=may_break)
        if lines is not None:
            return Lines(lines, size, face)
    for shorter in _shortened(text):
        lines = box.filled(shorter, sizes[-1], may_break=True)
        if lines is not None:
            return Lines(lines, sizes[-1], face, is_whole=False)
    return Lines((), sizes[-1], face, is_whole=not text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


@dataclass(frozen=True, slots=True)
class _Box:
    face: Path
    width: int
    height: int
    most_lines: int | None

    def filled(
        self, text: str, size: int, *, may_break: bool
    ) -> tuple[str, ...] | None:
        """The lines of ``text``, or None if they are too many or too long."""
        letters = _font(self.face, size)
        space = _length(self.face, size, " ")
        most = int(self.height // (size * LEADING))
        if self.most_lines is not None:
            most = min(most, self.most_lines)
        lines: list[str] = []
        filled = 0.0
        for word in text.split():
            length = _length(self.face, size, word)
            if lines and filled + space + length <= self.width:
                lines[-1] = f"{lines[-1]} {word}"
                filled += space + length
            elif length <= self.width:
                lines.append(word)
                filled = length
            elif may_break:
                lines.extend(_pieces(word, letters, self.width))
                filled = letters.getlength(lines[-1])
            else:
                return None
            if len(lines) > most:
                return None
        return tuple(lines)


def _pieces(word: str, letters: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """A word that is longer than a line, in parts that together are the word."""
    piece = ""
    for letter in word:
        is_mark = bool(unicodedata.combining(letter))
        if piece and not is_mark and letters.getlength(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _shortened(text: str) -> Iterator[str]:
    """Ever shorter versions: fewer sentences, then fewer words of the first one."""
    parts = sentences(text)
    for count in range(len(parts) - 1, 0, -1):
        yield " ".join(parts[:count])
    words = parts[0].split() if parts else []
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]).rstrip(" ,;:–-") + " …"


@lru_cache(maxsize=4096)
def _is_drawable(letter: str) -> bool:
    # Marks of direction and joiners have no shape of their own.
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return False
    return any(_has(face, letter) for face in FACES)


@lru_cache(maxsize=8192)
def _has(face: Path, letter: str) -> bool:
    if letter.isspace():
        return True
    letters = _font(face, _PROBE)
    drawn = letters.getmask(letter)
    return (drawn.size, bytes(drawn)) != _empty_box(face)


@cache
def _empty_box(face: Path) -> tuple[tuple[int, int], bytes]:
    """What a face draws for letters that it doesn't have."""
    drawn = _font(face, _PROBE).getmask(_MISSING)
    return drawn.size, bytes(drawn)


@lru_cache(maxsize=4096)
def _length(face: Path, size: int, word: str) -> float:
    """Pixels that a word takes; most words stand in many titles."""
    return _font(face, size).getlength(word)


@lru_cache(maxsize=64)
def _font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    # Latin needs only the basic layout, whose result doesn't depend on how Pillow was
    # built. Arabic letters change with their neighbours and run from the right.
    engine = ImageFont.Layout.BASIC
    if face == DEJAVU and features.check("raqm"):
        engine = ImageFont.Layout.RAQM
    return ImageFont.truetype(str(face), size, layout_engine=engine)
