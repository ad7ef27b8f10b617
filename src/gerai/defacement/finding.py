"""Finds terms in one sentence or line, whatever they are disguised as. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gerai.defacement.letters import (
    leet_tokens,
    light_letters,
    plain_letters,
    spaced_words,
)
from gerai.defacement.vocabulary import (
    SPAM,
    Grade,
    Hit,
    broken_words,
    hidden_in,
    is_brand,
    odd_word,
    starred_words,
    terms_in,
)

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_ODD = 4
# Numbers, and digests: in 64 letters and digits any word may turn up.
_MACHINE_MADE = re.compile(r"[0-9]+|[0-9a-f]{16,}")
# Their last part is shorter than a digest; in thousands of them some word turns up.
_UUID = re.compile(
    r"(?i)(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])"
)


@dataclass(frozen=True)
class Found:
    """The terms of a sentence, and how many names of brands stand in it."""

    hits: tuple[Hit, ...] = ()
    brands: int = 0

    @cached_property
    def spam(self) -> tuple[Hit, ...]:
        """Only those that sell something."""
        return tuple(hit for hit in self.hits if hit.term.grade in SPAM)

    def count(self, grade: Grade) -> int:
        """How many different terms of a grade there are."""
        if not self.hits:
            return 0
        return len({hit.term for hit in self.hits if hit.term.grade is grade})


def find(text: str) -> Found:
    """The terms in some text."""
    if "-" in text:
        text = _UUID.sub(" ", text)
    light = light_letters(text)
    plain = light if text.isascii() else plain_letters(text)
    found = _found_in(_WORD.findall(plain), plain)
    if plain == light or not found.spam:
        return found
    as_written = set(_WORD.findall(light))
    hits = (
        hit
        if hit.term.grade not in SPAM or as_written.issuperset(hit.written.split())
        else Hit(hit.term, hit.written, is_disguised=True)
        for hit in found.hits
    )
    return Found(tuple(hits), found.brands)


def find_reversed(text: str) -> Found:
    """The terms in text that is shown from right to left."""
    return _found_in(_WORD.findall(plain_letters(text)[::-1]), "")


def find_pulled_apart(text: str) -> list[tuple[str, Found]]:
    """Words with something between their letters: as written, and what they are."""
    found = []
    for written, joined in spaced_words(plain_letters(text)):
        if term := hidden_in(joined):
            line = " ".join(written.split())
            found.append((line, Found((Hit(term, line, is_disguised=True),))))
    return found


def _found_in(tokens: list[str], plain: str) -> Found:
    hits = terms_in(tokens)
    hits += broken_words(tokens)
    if "*" in plain:
        hits += starred_words(plain)
    brands = 0
    for token in tokens:
        if len(token) >= _SHORTEST_ODD and not _MACHINE_MADE.fullmatch(token):
            if hit := odd_word(token):
                hits.append(hit)
            if not token.isalpha():
                brands += is_brand(token)
    for token in leet_tokens(plain):
        if not token.isalnum() and (hit := odd_word(token)):
            hits.append(hit)
    return Found(tuple(hits), brands) if hits or brands else _NOTHING


_NOTHING = Found()
