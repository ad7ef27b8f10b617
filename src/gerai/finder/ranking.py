"""Puts what an index holds into the order in which it answers a question.

Two things count. Coverage: how much of what was asked stands in the document, words
weighing by how telling they are and by where they stand (BM25F). Likeness: how well the
question as a whole fits one of the document's names. ``suggest.js`` does the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import sqrt

from gerai.finder.index import Entry, Index
from gerai.finder.understanding import Alternative, Question, Slot

SATURATION = 1.2
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
    hits = []
    for number in _candidates(question, index):
        entry = index.entries[number]
        if entry is None:
            continue
        hit = _hit(question, entry, number, index)
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
        for number, gain in gains.items():
            sums[number] = sums.get(number, 0.0) + gain
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
            gain = weight * word.mass
            for number, strength in _strengths(term, index, only):
                best[number] = max(best.get(number, 0.0), gain * strength)
        for number, gain in best.items():
            own[number] = own.get(number, 0.0) + gain
    for weight, phrase in slot.others:
        other: dict[int, float] = {}
        gain = weight * slot.mass / len(phrase)
        for term in phrase:
            for number, strength in _strengths(term, index, only):
                other[number] = other.get(number, 0.0) + gain * strength
        for number, total in other.items():
            own[number] = max(own.get(number, 0.0), total)
    return own


def _strengths(
    term: int, index: Index, only: Sequence[int] | None
) -> Iterator[tuple[int, float]]:
    posting = index.postings[term]
    if only is None:
        for number, value in zip(posting.documents, posting.weights, strict=True):
            yield number, value / (value + SATURATION)
        return
    for number in only:
        value = posting.weight_in(number)
        if value:
            yield number, value / (value + SATURATION)


def _best(sums: dict[int, float], index: Index) -> list[int]:
    """The most promising; which of equal ones doesn't depend on when they came."""
    entries = index.entries
    live = {number: total for number, total in sums.items() if entries[number]}
    if len(live) <= _MOST_CANDIDATES:
        return list(live)
    least = nlargest(_MOST_CANDIDATES, live.values())[-1] - _ROUNDING
    near = [number for number, total in live.items() if total >= least]

    def place(number: int) -> tuple[float, int, str, str]:
        entry = entries[number]
        assert entry is not None  # noqa: S101 - narrows the type
        return -round(live[number], 6), entry.rank, entry.title, entry.key

    return sorted(near, key=place)[:_MOST_CANDIDATES]


def _readings(slot: Slot) -> list[Alternative]:
    readings = list(slot.others)
    for word in slot.words:
        readings += word.alternatives
    return readings


def _hit(question: Question, entry: Entry, number: int, index: Index) -> Hit:
    held: dict[int, float] = {}
    for slot in question.slots:
        for _weight, phrase in _readings(slot):
            for term in phrase:
                if term not in held:
                    value = index.postings[term].weight_in(number)
                    held[term] = value / (value + SATURATION)
    whole = question.mass
    coverage = sum(_covered(slot, held, index) for slot in question.slots)
    present = {term for term, strength in held.items() if strength > 0}
    readings = [_held_readings(slot, present) for slot in question.slots]
    likeness = 0.0
    for weight, name in index.names_of(entry):
        # No name can be more alike than its weight.
        if weight > likeness and not present.isdisjoint(name):
            likeness = max(likeness, weight * _likeness(readings, name, whole, index))
    coverage = coverage / whole if whole else 0.0
    return Hit(entry, COVERAGE * coverage + LIKENESS * likeness, coverage, likeness)


def _covered(slot: Slot, held: dict[int, float], index: Index) -> float:
    own = mass = 0.0
    for word in slot.words:
        mass += word.mass
        own += word.mass * max(
            (weight * held[phrase[0]] for weight, phrase in word.alternatives),
            default=0.0,
        )
    best = slot.mass * own / mass if mass else 0.0
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


@dataclass(frozen=True, slots=True)
class _Readings:
    """The readings of a slot that one document can hold at all."""

    mass: float
    words: list[tuple[float, list[Alternative]]]
    others: list[Alternative]


def _held_readings(slot: Slot, present: set[int]) -> _Readings:
    return _Readings(
        slot.mass,
        [
            (word.mass, [one for one in word.alternatives if one[1][0] in present])
            for word in slot.words
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
        own = mass = 0.0
        terms: list[int] = []
        for word_mass, alternatives in slot.words:
            mass += word_mass
            for weight, (term, *_rest) in alternatives:
                if term in name:
                    own += word_mass * weight
                    terms.append(term)
                    break
        best = slot.mass * own / mass if mass else 0.0
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
    recall = matched / whole
    precision = shared / total if total else 0.0
    if not recall or not precision:
        return 0.0
    # Words beyond the name hurt more than words that the name has besides.
    return recall * precision / (recall * (1 - _EXTRA_WORDS) + precision * _EXTRA_WORDS)
