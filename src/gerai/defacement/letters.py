"""Takes the disguise off letters: what a reader sees, in plain a–z and 0–9.

Pure; knows no words. Each function gives the same when it is applied to its own result.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_TABLE = Path(__file__).parent / "words" / "lookalikes.txt"
# Invisible, though Unicode counts them among the letters.
_FILLERS = "\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800"
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN_ASCII = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
_MOST_ROUNDS = 6
_ASCII = bytes(range(128))
# What digits and signs stand for; "1" is an i or an l, so both of these are one letter.
_LEET = str.maketrans("0123456789@$!|€l", "oizeasgtbgasiiei")
_FOLD = str.maketrans("l", "i")
_LEET_SIGN = re.compile(r"[@$!|€][a-z0-9]|[a-z0-9][@$|€]")
_TWO_LETTERS = re.compile(r"[a-z].*[a-z]")
_LEET_TOKEN = re.compile(r"[a-z0-9@$!|€]+")
_SINGLE = r"[a-z0-9]"
_BETWEEN = r"[\s.\-_*·•,/\\|~+=:;'\"’‘“”()\[\]{}<>–—#^]{1,3}"
_SPACED = re.compile(
    rf"(?<![a-z0-9]){_SINGLE}(?:{_BETWEEN}{_SINGLE}){{3,}}(?![a-z0-9])"
)
_BETWEEN_LETTERS = re.compile(_BETWEEN)
_RUN = re.compile(r"([a-z])\1{2,}")


def _read_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            number, plain = line.split(" ", 1)
            table[int(number, 16)] = plain
    for letter in _FILLERS:
        table[ord(letter)] = ""
    return table


_LOOKALIKES = _read_table()


def light_letters(text: str) -> str:
    """Small letters in one form of writing; nobody's disguise is taken off.

    >>> light_letters("Slot GACOR")
    'slot gacor'
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).lower()


def plain_letters(text: str) -> str:
    """Small letters as a reader sees them.

    Look-alikes of other alphabets, letters in circles or of mathematics, accents and
    strokes, and what can't be seen are gone.

    >>> plain_letters("ЅӀоt gа\u200bcоr")
    'siot gacor'
    >>> plain_letters("𝗦𝗟𝗢𝗧 🅶🅰🅲🅾🆁")
    'siot gacor'
    """
    if text.isascii():
        return _UNSEEN_ASCII.sub("", text).lower()
    for _round in range(_MOST_ROUNDS):
        plain = _once(text)
        if plain == text or plain.isascii():
            return plain
        text = plain
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).translate(_VISIBLE)
    return text.casefold().translate(_LOOKALIKES)


class _Visible(dict[int, int | None]):
    """For ``str.translate``: takes away what can't be seen; learns each letter once."""

    def __missing__(self, number: int) -> int | None:
        is_kept = chr(number) in "\n\t\r\f\v" or (
            unicodedata.category(chr(number))
            not in {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}
        )
        self[number] = number if is_kept else None
        return self[number]


_VISIBLE = _Visible()


def beyond_ascii(text: str) -> str:
    """Only the signs that ASCII hasn't got, in order; much faster than a pattern.

    >>> beyond_ascii("kafé “Été”")
    'é“Éé”'
    """
    if text.isascii():
        return ""
    encoded = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return encoded.decode("utf-8", "surrogatepass")


def has_turned_text(text: str) -> bool:
    """Whether invisible signs turn the direction of some of it."""
    return bool(_TURNING.search(beyond_ascii(text)))


def folded(token: str) -> str:
    """A word in the letters that are left when digits and signs count as letters.

    ``l`` and ``i`` are one, since "1" stands for both; a letter that is repeated counts
    once.

    >>> folded("s10t") == folded("slot") == folded("5l0000t")
    True
    """
    return re.sub(r"(.)\1+", r"\1", token.translate(_LEET))


def is_leet(token: str) -> bool:
    """Whether digits or signs stand among the letters of a word, where none belong."""
    return not token.isalpha() and _TWO_LETTERS.search(token) is not None


def leet_tokens(plain: str) -> list[str]:
    """Words in which signs stand for letters; empty where there are no such signs."""
    if not _LEET_SIGN.search(plain):
        return []
    return [token for token in _LEET_TOKEN.findall(plain) if is_leet(token)]


def calmed(token: str) -> str:
    """A word without the letters that are drawn out.

    >>> calmed("gacoorrrr")
    'gacoor'
    """
    return _RUN.sub(r"\1", token)


def spaced_words(plain: str) -> list[tuple[str, str]]:
    """Runs of single letters with something between them: (as written, joined).

    >>> spaced_words("main s l o t di s.i.t.u.s kami")
    [('s l o t', 'slot'), ('s.i.t.u.s', 'situs')]
    """
    return [
        (found[0], _BETWEEN_LETTERS.sub("", found[0]))
        for found in _SPACED.finditer(plain)
    ]
