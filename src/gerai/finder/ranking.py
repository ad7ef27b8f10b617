"""Puts what an index holds into the order in which it answers a question.

Two things count. Coverage: how much of what was asked stands in the document, words
weighing by how telling they are and by where they stand (BM25F). Likeness: how well the
question as a whole fits one of the document's names. ``suggest.js`` does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import sqrt

from gerai.finder.index import Entry, Index
from gerai.finder.understanding import Alternative, Question, Slot

COVERAGE = 0.5
LIKENESS = 0.5
_EXTRA_WORDS = 0.5
_MOST_CANDIDATES = 80
_ROUNDING = 1e-6
_POSTINGS_READ = 12_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, and how well (0 to 1)."""

    entry: Entry
    score: float
    coverage: float
    likeness: float


def rank(question: Question, index: Index, *, most: int = 60) -> list[Hit]:
    """The documents that answer, the best first; equal ones by rank and name."""
    if not question.slots or not len(index):
        return []
    asked = _Asked(question, index)
    hits = []
    for number in _candidates(question, index):
        entry = index.entries[number]
        if entry is None:
            continue
        hit = asked.hit(entry, number)
        if hit.score > 0:
            hits.append(hit)
    hits.sort(
        key=lambda h: (-round(h.score, 4), h.entry.rank, h.entry.title, h.entry.key)
    )
    return hits[:most]


def _candidates(question: Question, index: Index) -> list[int]:
    """Documents worth a closer look; what few documents hold is asked first."""
    sums: dict[int, float] = {}
    left = _POSTINGS_READ
    for slot in sorted(question.slots, key=lambda slot: _size(slot, index)):
        size = _size(slot, index)
        if sums and size > left:
            near = nlargest(4 * _MOST_CANDIDATES, sums, key=sums.__getitem__)
            gains = _gains(slot, index, only=near)
            sums = {number: sums[number] for number in near}
        else:
            gains = _gains(slot, index)
        left -= size
        _add(sums, gains)
    return _best(sums, index)


def _size(slot: Slot, index: Index) -> int:
    """How many postings have to be read for a slot."""
    return sum(
        len(index.postings[term].documents)
        for _weight, phrase in _readings(slot)
        for term in phrase
    )


def _gains(
    slot: Slot, index: Index, only: Sequence[int] | None = None
) -> dict[int, float]:
    """What a slot adds to each document: the best of its readings, roughly."""
    own: dict[int, float] = {}
    for word in slot.words:
        best: dict[int, float] = {}
        for weight, (term, *_rest) in word.alternatives:
            _raise(best, _scaled(term, weight * word.mass, index, only))
        _add(own, best)
    for weight, phrase in slot.others:
        other: dict[int, float] = {}
        gain = weight * slot.mass / len(phrase)
        for term in phrase:
            _add(other, _scaled(term, gain, index, only))
        _raise(own, other)
    return own


def _scaled(
    term: int, gain: float, index: Index, only: Sequence[int] | None
) -> dict[int, float]:
    """The documents that hold a root, with so much of ``gain`` as they hold it."""
    posting = index.postings[term]
    if only is None:
        pairs = zip(posting.documents, posting.strengths, strict=True)
        return {number: gain * strength for number, strength in pairs}
    found = ((number, posting.strength_in(number)) for number in only)
    return {number: gain * strength for number, strength in found if strength}


# Tens of thousands of steps a question: plain loops are what makes it quick.
def _add(sums: dict[int, float], gains: dict[int, float]) -> None:
    if not sums:
        sums.update(gains)
        return
    known = sums.get
    for number, gain in gains.items():
        sums[number] = known(number, 0.0) + gain


def _raise(best: dict[int, float], gains: dict[int, float]) -> None:
    if not best:
        best.update(gains)
        return
    known = best.get
    best.update(
        {number: gain for number, gain in gains.items() if gain > known(number, -1.0)}
    )


def _best(sums: dict[int, float], index: Index) -> list[int]:
    """The most promising; which of equal ones doesn't depend on when they came."""
    entries = index.entries
    if index.has_gaps:
        sums = {number: total for number, total in sums.items() if entries[number]}
    if len(sums) <= _MOST_CANDIDATES:
        return list(sums)
    least = nlargest(_MOST_CANDIDATES, sums.values())[-1] - _ROUNDING
    near = [number for number, total in sums.items() if total >= least]

    def place(number: int) -> tuple[float, int, str, str]:
        entry = entries[number]
        assert entry is not None  # noqa: S101 - narrows the type
        return -round(sums[number], 6), entry.rank, entry.title, entry.key

    return sorted(near, key=place)[:_MOST_CANDIDATES]


def _readings(slot: Slot) -> list[Alternative]:
    readings = list(slot.others)
    for word in slot.words:
        readings += word.alternatives
    return readings


@dataclass(frozen=True, slots=True)
class _Readings:
    """The readings of a slot that one document can hold at all."""

    mass: float
    words_mass: float
    words: list[tuple[float, list[Alternative]]]
    others: list[Alternative]


class _Asked:
    """A question with all that doesn't depend on the document worked out once."""

    def __init__(self, question: Question, index: Index) -> None:
        self._index = index
        self._slots = question.slots
        self._whole = question.mass
        self._terms = sorted(
            {
                term
                for slot in question.slots
                for _weight, phrase in _readings(slot)
                for term in phrase
            }
        )
        self._words_mass = [
            sum(word.mass for word in slot.words) for slot in self._slots
        ]
        # The most of a question that a root can stand for.
        self._share: dict[int, float] = {}
        for slot in self._slots:
            mine = {term for _weight, phrase in _readings(slot) for term in phrase}
            for term in mine:
                self._share[term] = self._share.get(term, 0.0) + slot.mass

    def hit(self, entry: Entry, number: int) -> Hit:
        """How well one document answers."""
        index = self._index
        postings = index.postings
        held = {term: postings[term].strength_in(number) for term in self._terms}
        present = {term for term, strength in held.items() if strength > 0}
        coverage = sum(
            _covered(slot, mass, held, index)
            for slot, mass in zip(self._slots, self._words_mass, strict=True)
        )
        coverage = coverage / self._whole if self._whole else 0.0
        likeness = self._likeness(entry, present)
        return Hit(entry, COVERAGE * coverage + LIKENESS * likeness, coverage, likeness)

    def _likeness(self, entry: Entry, present: set[int]) -> float:
        """How well the question as a whole fits the best of the names."""
        readings: list[_Readings] | None = None
        likeness = 0.0
        for weight, name in self._index.names_of(entry):
            # No name can be more alike than its weight.
            if weight <= likeness or present.isdisjoint(name):
                continue
            if weight * self._most_alike(name, present) <= likeness:
                continue
            if readings is None:
                readings = [
                    _held_readings(slot, mass, present)
                    for slot, mass in zip(self._slots, self._words_mass, strict=True)
                ]
            alike = _likeness(readings, name, self._whole, self._index)
            likeness = max(likeness, weight * alike)
        return likeness

    def _most_alike(self, name: Sequence[int], present: set[int]) -> float:
        """More than this a name can't be, seen from its roots alone."""
        idf = self._index.idf
        total = shared = mass = 0.0
        for term in name:
            one = idf(term)
            total += one
            if term in present:
                shared += one
                mass += self._share[term]
        if not total or not self._whole:
            return 0.0
        most = _mean(min(1.0, mass / self._whole), shared / total)
        return most * (1 + _ROUNDING)


def _covered(
    slot: Slot, words_mass: float, held: dict[int, float], index: Index
) -> float:
    own = 0.0
    for word in slot.words:
        own += word.mass * max(
            (weight * held[phrase[0]] for weight, phrase in word.alternatives),
            default=0.0,
        )
    best = slot.mass * own / words_mass if words_mass else 0.0
    for weight, phrase in slot.others:
        total = got = 0.0
        for term in phrase:
            idf = index.idf(term)
            total += idf
            got += idf * held[term]
        if got:
            share = got / total
            best = max(best, slot.mass * weight * share * sqrt(share))
    return best


def _held_readings(slot: Slot, words_mass: float, present: set[int]) -> _Readings:
    return _Readings(
        slot.mass,
        words_mass,
        [
            (word.mass, held)
            for word in slot.words
            if (held := [one for one in word.alternatives if one[1][0] in present])
        ],
        [one for one in slot.others if present.issuperset(one[1])],
    )


def _likeness(
    slots: Sequence[_Readings], name: Sequence[int], whole: float, index: Index
) -> float:
    """How alike a name and the question are: what both share against what each has."""
    used: set[int] = set()
    matched = 0.0
    for slot in slots:
        own = 0.0
        terms: list[int] = []
        for word_mass, alternatives in slot.words:
            for weight, (term, *_rest) in alternatives:
                if term in name:
                    own += word_mass * weight
                    terms.append(term)
                    break
        best = slot.mass * own / slot.words_mass if slot.words_mass else 0.0
        for weight, phrase in slot.others:
            if slot.mass * weight > best and all(term in name for term in phrase):
                best, terms = slot.mass * weight, list(phrase)
        matched += best
        used.update(terms)
    if not used or not whole:
        return 0.0
    total = shared = 0.0
    for term in name:
        idf = index.idf(term)
        total += idf
        if term in used:
            shared += idf
    return _mean(matched / whole, shared / total if total else 0.0)


def _mean(recall: float, precision: float) -> float:
    if not recall or not precision:
        return 0.0
    # Words beyond the name hurt more than words that the name has besides.
    return recall * precision / (recall * (1 - _EXTRA_WORDS) + precision * _EXTRA_WORDS)
