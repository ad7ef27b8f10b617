"""What a question means to an index: its words, resolved, with what else they may be.

``suggest.js`` follows the same steps; keep both in step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from rapidfuzz.distance import OSA

from gerai.finder.documents import spelled
from gerai.finder.index import Index
from gerai.finder.language.affixes import roots
from gerai.finder.language.normalising import words_of
from gerai.finder.language.spelling import FAR, allowed, distance
from gerai.finder.language.wordlists import word_lists
from gerai.finder.thesaurus import Phrase, Thesaurus

MAX_WORDS = 12
WEAK = 0.35
UNKNOWN = 0.5
BEGINNING = 0.75
BEGINNING_BESIDE = 0.4
MOST_BEGINNINGS = 8
SLIP = 0.18
MOST_GUESSES = 3
_SHORTEST_JOINED = 5

Alternative = tuple[float, Phrase]


@dataclass(slots=True)
class Word:
    """One word of the question.

    Attributes:
        text: as typed, in standard spelling.
        alternatives: roots it may stand for, with how sure that is.
        guess: the word that was probably meant, if it isn't known as typed.
    """

    text: str
    alternatives: list[Alternative] = field(default_factory=list)
    mass: float = 0.0
    guess: str = ""

    @property
    def root(self) -> int | None:
        return self.alternatives[0][1][0] if self.alternatives else None


@dataclass(slots=True)
class Slot:
    """Words that belong together, and phrases that mean the same."""

    words: list[Word]
    others: list[Alternative]
    mass: float = 0.0


@dataclass(slots=True)
class Question:
    """What was asked, for one index."""

    slots: list[Slot] = field(default_factory=list)
    corrected: str = ""

    @property
    def mass(self) -> float:
        return sum(slot.mass for slot in self.slots)


def understand(
    text: str, index: Index, thesaurus: Thesaurus, *, is_typing: bool = False
) -> Question:
    """Read a question.

    Args:
        is_typing: the last word may not be finished yet.
    """
    typed = _joined(words_of(text), index)
    tokens: list[str] = []
    for token in typed:
        tokens += _divided(token, index)
    lists = word_lists()
    tokens = spelled(tokens)
    kept = [token for token in tokens if token not in lists.stop]
    tokens = list(dict.fromkeys(kept or tokens))[:MAX_WORDS]
    words = [
        _word(token, index, is_last=is_typing and place == len(tokens) - 1)
        for place, token in enumerate(tokens)
    ]
    question = Question(_slots(words, index, thesaurus))
    if any(word.guess for word in words):
        question.corrected = " ".join(word.guess or word.text for word in words)
    elif len(tokens) > len(typed) and typed == tokens[: len(typed)]:
        question.corrected = " ".join(tokens)
    return question


def known(word: str, index: Index) -> int | None:
    """The root of a word that stands somewhere, or of one that it derives from."""
    term = index.surfaces.get(word)
    if term is not None:
        return term
    for root in roots(word):
        term = index.surfaces.get(root)
        if term is not None:
            return term
    return None


def _joined(tokens: Sequence[str], index: Index) -> list[str]:
    """*kartu keluar ga* to *kartu keluarga*: two that are one word together."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        word = tokens[place]
        if place + 1 < len(tokens):
            after = tokens[place + 1]
            both = word + after
            is_torn = min(len(word), len(after)) <= 3 or (
                word not in index.surfaces or after not in index.surfaces
            )
            if (
                is_torn
                and len(both) >= _SHORTEST_JOINED
                and both.isalpha()
                and both in index.surfaces
            ):
                found.append(both)
                place += 2
                continue
        found.append(word)
        place += 1
    return found


def _divided(token: str, index: Index) -> list[str]:
    """*aktakelahiran* to *akta kelahiran*: words that were typed without a space."""
    spelling = word_lists().spelling
    if len(token) < 4 or token in spelling or known(token, index) is not None:
        return [token]
    best: tuple[int, list[str]] | None = None
    for place in range(1, len(token)):
        first, second = token[:place], token[place:]
        shorter, longer = sorted((len(first), len(second)))
        if shorter == 1 and (longer < 3 or len(token) > 4 or len(second) > 1):
            continue
        if not _is_word(first, index) or not _is_word(second, index):
            continue
        if best is None or shorter > best[0]:
            best = (shorter, [first, second])
    return best[1] if best else [token]


def _is_word(word: str, index: Index) -> bool:
    term = index.surfaces.get(word)
    lists = word_lists()
    return (
        (term is not None and index.is_used(term))
        or word in lists.spelling
        or (len(word) > 2 and word in lists.stop)
    )


def _word(token: str, index: Index, *, is_last: bool) -> Word:
    word = Word(token)
    term = known(token, index)
    if term is not None:
        word.alternatives.append((1.0, (term,)))
    if len(token) >= 2 and (is_last or (term is None and len(token) >= 4)):
        have = {phrase for _weight, phrase in word.alternatives}
        word.alternatives += [
            (BEGINNING if term is None else BEGINNING_BESIDE, (other,))
            for other in index.beginning_with(token, MOST_BEGINNINGS)
            if (other,) not in have
        ]
    if not word.alternatives:
        guesses = _guesses(token, index)
        for cost, surface in guesses:
            word.alternatives.append(
                (1.0 - SLIP * cost - 0.05, (index.surfaces[surface],))
            )
        if guesses:
            word.guess = guesses[0][1]
    lists = word_lists()
    factor = WEAK if token in lists.weak else 1.0
    word.mass = factor * _mass(word.alternatives, index)
    return word


def _guesses(token: str, index: Index) -> list[tuple[float, str]]:
    """Words that the token may be a slip of, the nearest first."""
    limit = allowed(len(token))
    if len(token) == 3 and token.isalpha():
        return _swapped(token, index)
    if not limit or not token.isalpha():
        return []
    found: list[tuple[float, str]] = []
    for surface in _nearby(token, index, limit):
        cost = distance(token, surface, limit)
        if cost < FAR and index.is_used(index.surfaces[surface]):
            if surface[0] != token[0]:
                # The first letter is seldom wrong, unless the thumb went beside it.
                if cost >= 1:
                    continue
                cost += 0.3
            found.append((round(cost, 2), surface))
    found.sort(
        key=lambda one: (one[0], -index.postings[index.surfaces[one[1]]].count, one[1])
    )
    if not found:
        return []
    seen: dict[int, tuple[float, str]] = {}
    for cost, surface in found:
        if cost <= found[0][0] + 0.3:
            seen.setdefault(index.surfaces[surface], (cost, surface))
    return list(seen.values())[:MOST_GUESSES]


def _nearby(token: str, index: Index, limit: int) -> list[str]:
    return [
        surface
        for surface in index.surfaces
        if abs(len(surface) - len(token)) <= limit
        and len(surface) > 2
        and OSA.distance(token, surface, score_cutoff=limit) <= limit
    ]


def _swapped(token: str, index: Index) -> list[tuple[float, str]]:
    a, b, c = token[0], token[1], token[2]
    return [
        (0.75, other)
        for other in dict.fromkeys((b + a + c, a + c + b))
        if other != token
        and other in index.surfaces
        and index.is_used(index.surfaces[other])
    ]


def _slots(words: Sequence[Word], index: Index, thesaurus: Thesaurus) -> list[Slot]:
    """Cut into phrases, the longest known first."""
    slots: list[Slot] = []
    place = 0
    while place < len(words):
        for length in range(min(thesaurus.longest, len(words) - place), 0, -1):
            part = list(words[place : place + length])
            phrase = tuple(-1 if w.root is None else w.root for w in part)
            others = [
                (weight, other)
                for weight, other in thesaurus.others.get(phrase, ())
                if all(map(index.is_used, other))
            ]
            if others or length == 1:
                slots.append(_slot(part, others, index))
                place += length
                break
    return slots


def _slot(words: list[Word], others: Sequence[Alternative], index: Index) -> Slot:
    sure = words[0].alternatives[0][0] if words[0].alternatives else 1.0
    usable = [(weight * sure, phrase) for weight, phrase in others]
    mass = sum(word.mass for word in words)
    if usable and any(not _is_answerable(word, index) for word in words):
        # Nobody writes it this way here: it weighs what the usual words weigh.
        mass = min(sum(map(index.idf, phrase)) for _weight, phrase in usable)
    return Slot(words, usable, mass)


def _is_answerable(word: Word, index: Index) -> bool:
    return any(
        index.is_used(term) for _weight, phrase in word.alternatives for term in phrase
    )


def _mass(alternatives: Sequence[Alternative], index: Index) -> float:
    used = [
        index.idf(phrase[0])
        for _weight, phrase in alternatives[:1]
        if index.is_used(phrase[0])
    ]
    if used:
        return used[0]
    return UNKNOWN * log(1 + len(index) / 1.5)


@lru_cache(maxsize=1)
def no_thesaurus() -> Thesaurus:
    """For an index that knows no synonyms."""
    return Thesaurus()
