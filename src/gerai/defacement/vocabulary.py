"""The words of spam, ready for looking up; data in ``words/vocabulary.toml``. Pure."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from gerai.defacement.letters import beyond_ascii, calmed, folded, is_leet

_FILE = Path(__file__).parent / "words" / "vocabulary.toml"
_LONGEST_PIECE = 4
_MOST_PIECES = 4
_SHORTEST_GLUED = 5
_SHORTEST_FOLDED = 4
_SHORT = 6
_LEAST_OF_A_KEY = 4


class Topic(StrEnum):
    """What a word of spam sells."""

    GAMBLING = "gambling"
    PHARMACY = "pharmacy"
    VANDALISM = "vandalism"
    ADULT = "adult"


class Grade(StrEnum):
    """How much a word says."""

    STRONG = "strong"
    KNOWN = "known"
    JARGON = "jargon"
    SLIGHT = "slight"
    CONTEXT = "context"
    OTHER_SENSE = "other_sense"


SPAM = frozenset({Grade.STRONG, Grade.KNOWN})
"""Grades of terms that sell something."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several in a row."""

    words: tuple[str, ...]
    grade: Grade
    topic: Topic | None = None

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that was found, and how it was written."""

    term: Term
    written: str
    is_disguised: bool = False


def _read() -> tuple[
    dict[str, tuple[Term, ...]], dict[str, Term], dict[str, Term], tuple[str, ...]
]:
    document = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    by_first: dict[str, dict[tuple[str, ...], Term]] = defaultdict(dict)
    glued: dict[str, Term] = {}
    disguised: dict[str, Term] = {}

    def add(texts: list[str], grade: Grade, topic: Topic | None) -> None:
        for text in texts:
            words = tuple(text.split())
            # One word may say something in two topics; the first, graver one counts.
            by_first[words[0]].setdefault(words, Term(words, grade, topic))

    add(document["context"]["other_sense"], Grade.OTHER_SENSE, None)
    for topic in Topic:
        group = document[topic.value]
        add(group["strong"], Grade.STRONG, topic)
        add(group["known"], Grade.KNOWN, topic)
        for text in group["glued"]:
            glued[text] = Term((text,), Grade.STRONG, topic)
        for text in [*group["strong"], *group["known"], *group["glued"]]:
            if " " not in text and len(text) >= _SHORTEST_FOLDED and text.isalpha():
                disguised.setdefault(text, Term((text,), Grade.STRONG, topic))
    disguised["slot"] = Term(("slot",), Grade.STRONG, Topic.GAMBLING)
    add(document["context"]["plain"], Grade.CONTEXT, None)
    add(document["gambling"]["jargon"], Grade.JARGON, Topic.GAMBLING)
    for topic in Topic:
        add(document[topic.value]["slight"], Grade.SLIGHT, topic)
    ordered = {
        first: tuple(sorted(terms.values(), key=lambda term: -len(term.words)))
        for first, terms in by_first.items()
    }
    return ordered, glued, disguised, tuple(document["foreign"]["strong"])


_BY_FIRST, _GLUED, _DISGUISED, FOREIGN = _read()
_BY_FOLDED = {folded(text): term for text, term in _DISGUISED.items()}
# Plain words that spammers break in pieces.
_BREAKABLE = frozenset(
    {"slot", "judi", "judol", "gacor", "togel", "maxwin", "sbobet", "kasino", "casino"}
    | {"taruhan", "poker", "jackpot", "scatter", "viagra", "cialis", "cytotec", "bokep"}
)
_PIECES = {text[:end] for text in _BREAKABLE for end in range(1, len(text))}
_GLUED_PATTERN = re.compile("|".join(sorted(_GLUED, key=len, reverse=True)))
_GLUED_BY_FOLDED = {folded(text): term for text, term in _GLUED.items()}
_FOLDED_PATTERN = re.compile(
    "|".join(
        re.escape(text)
        for text in sorted(_GLUED_BY_FOLDED, key=len, reverse=True)
        # Three letters turn up in every second key or address of a video.
        if len(text) >= _SHORTEST_FOLDED
    )
)
_FOREIGN_PATTERN = re.compile("|".join(map(re.escape, FOREIGN)))
_OTHER_ALPHABET = re.compile(
    "[\u0400-\u04ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_STARRED = re.compile(r"(?<!\w)[a-z]+\*+[a-z]+(?!\w)")


def _brand_pattern() -> re.Pattern[str]:
    group = tomllib.loads(_FILE.read_text(encoding="utf-8"))["gambling"]
    beginnings = "|".join(sorted(group["brand_beginnings"], key=len, reverse=True))
    endings = "|".join(sorted(group["brand_endings"], key=len, reverse=True))
    return re.compile(f"(?:{beginnings})[a-z]{{0,8}}(?:{endings})")


_BRAND = _brand_pattern()


@lru_cache(maxsize=65536)
def is_brand(token: str) -> bool:
    """Whether a word is built as the names of gambling sites are: raja88, dewa4d."""
    return bool(_BRAND.fullmatch(token))


def terms_in(tokens: list[str]) -> list[Hit]:
    """Terms of all grades; a longer one takes its words from shorter ones."""
    hits: list[Hit] = []
    at, count = 0, len(tokens)
    while at < count:
        terms = _BY_FIRST.get(tokens[at])
        if terms is not None:
            for term in terms:
                length = len(term.words)
                if length == 1 or tuple(tokens[at : at + length]) == term.words:
                    hits.append(Hit(term, term.text))
                    at += length
                    break
            else:
                at += 1
        else:
            at += 1
    return hits


@lru_cache(maxsize=65536)
def odd_word(token: str) -> Hit | None:
    """What a word that isn't in the vocabulary hides: glued, drawn out, with digits."""
    if token in _BY_FIRST or token.isdecimal():
        return None
    if len(token) >= _SHORTEST_GLUED and (found := _GLUED_PATTERN.search(token)):
        text = found[0]
        # Short ones only at an end: a "megacorp" sells nothing.
        if len(text) > _SHORT or token.startswith(text) or _ends_with(token, text):
            return Hit(_GLUED[text], token)
    if token in _DISGUISED:
        return None
    calm = calmed(token)
    bare = folded(token)
    term = _DISGUISED.get(calm) if calm != token else None
    term = term or _BY_FOLDED.get(bare)
    if (
        term is None
        and is_leet(token)
        and (parts := _FOLDED_PATTERN.findall(bare))
        # In a long key of letters and digits a short word says nothing.
        and len("".join(parts)) * _LEAST_OF_A_KEY >= len(token)
    ):
        term = _GLUED_BY_FOLDED[parts[0]]
    return Hit(term, token, is_disguised=True) if term is not None else None


def _ends_with(token: str, text: str) -> bool:
    return token.rstrip("0123456789").endswith(text) or token.endswith(text)


def hidden_in(joined: str) -> Term | None:
    """The term in letters that had something between them; None if there is none."""
    bare = folded(joined)
    if (term := _BY_FOLDED.get(bare)) is not None:
        return term
    if found := _FOLDED_PATTERN.search(bare):
        return _GLUED_BY_FOLDED[found[0]]
    return next(
        (
            term
            for text, term in _BY_FOLDED.items()
            if len(text) >= _SHORTEST_FOLDED and text in bare
        ),
        None,
    )


def broken_words(tokens: list[str]) -> list[Hit]:
    """Words in two to four short pieces: "ga cor", "to gel"."""
    hits = []
    for at, token in enumerate(tokens):
        if token not in _PIECES or len(token) > _LONGEST_PIECE:
            continue
        pieces = [token]
        for following in tokens[at + 1 : at + _MOST_PIECES]:
            pieces.append(following)
            joined = "".join(pieces)
            if joined in _BREAKABLE:
                written = " ".join(pieces)
                hits.append(Hit(_DISGUISED[joined], written, is_disguised=True))
            if joined not in _PIECES:
                break
    return hits


def starred_words(plain: str) -> list[Hit]:
    """Words with stars in place of letters: "t*gel"."""
    hits = []
    for found in _STARRED.finditer(plain):
        pattern = re.compile(found[0].replace("*", "[a-z]"))
        for text, term in _DISGUISED.items():
            if len(text) == len(found[0]) and pattern.fullmatch(text):
                hits.append(Hit(term, found[0], is_disguised=True))
                break
    return hits


def foreign_terms(text: str) -> list[str]:
    """Terms in other alphabets, as they are written."""
    if not _OTHER_ALPHABET.search(beyond_ascii(text)):
        return []
    return _FOREIGN_PATTERN.findall(text.lower())
