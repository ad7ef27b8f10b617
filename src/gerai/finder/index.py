"""The index in memory: which documents hold a root, how much, and what they are called.

Documents come and go one at a time. Postings only grow at their end; what a removed
document leaves behind is skipped, and swept away once it is a third of everything.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from sys import intern

from gerai.finder.documents import Document

SATURATION = 1.2


@dataclass(slots=True)
class Postings:
    """Documents that hold a root, in their order, and how strongly each (0 to 1)."""

    documents: array[int] = field(default_factory=lambda: array("I"))
    strengths: array[float] = field(default_factory=lambda: array("d"))
    count: int = 0

    def add(self, number: int, weight: float) -> None:
        """Take in a document, the last one so far; more and more weight adds less."""
        self.documents.append(number)
        self.strengths.append(weight / (weight + SATURATION))
        self.count += 1

    def strength_in(self, number: int) -> float:
        """How strongly one document holds it, 0 if it doesn't."""
        place = bisect_left(self.documents, number)
        if place < len(self.documents) and self.documents[place] == number:
            return self.strengths[place]
        return 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the index holds it.

    ``names`` are the numbers of the roots of each name, one name after the other, each
    ended by the position of its weight in ``NAME_WEIGHTS`` below zero.
    """

    key: str
    kind: str
    target: str
    rank: int
    title: str
    names: array[int]
    roots: array[int]


class Index:
    """Roots, the words that lead to them, and the documents that hold them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.terms: list[str] = []
        self.postings: list[Postings] = []
        self.surfaces: dict[str, int] = {}
        self.entries: list[Entry | None] = []
        self.by_key: dict[str, int] = {}
        self.name_weights: list[float] = []
        self.is_changed = True
        self._prefixes: list[str] = []
        self._idf: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self.by_key)

    @property
    def documents(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry is not None)

    def add(self, document: Document) -> None:
        """Take a document in; one of the same key is replaced."""
        self.remove(document.key)
        number = len(self.entries)
        roots = array("I")
        for root, weight in document.weights.items():
            term = self.term(root)
            self.surfaces.setdefault(root, term)
            self.postings[term].add(number, weight)
            roots.append(term)
        for surface, root in document.surfaces.items():
            self.learn(surface, root)
        names = array("i")
        for weight, words in document.names:
            names.extend(self.term(word) for word in words)
            names.append(-1 - self._weight_number(weight))
        self.entries.append(
            Entry(
                document.key,
                intern(document.kind),
                document.target,
                document.rank,
                document.title,
                names,
                roots,
            )
        )
        self.by_key[document.key] = number
        self._idf.clear()
        self.is_changed = True

    def remove(self, key: str) -> None:
        """Forget a document; nothing happens if there is none of this key."""
        number = self.by_key.pop(key, None)
        if number is None:
            return
        entry = self.entries[number]
        self.entries[number] = None
        for term in entry.roots if entry else ():
            self.postings[term].count -= 1
        self._idf.clear()
        self.is_changed = True

    @property
    def has_gaps(self) -> bool:
        """Whether postings name documents that were removed."""
        return len(self.by_key) < len(self.entries)

    @property
    def is_worn(self) -> bool:
        """Whether so much was removed that it should be built anew."""
        return len(self.entries) > 100 and len(self.by_key) * 3 < len(self.entries) * 2

    def term(self, root: str) -> int:
        """The number of a root, which is a word itself; a new one if need be."""
        number = self.numbers.get(root)
        if number is None:
            number = self.numbers[root] = len(self.terms)
            self.terms.append(root)
            self.postings.append(Postings())
            self.surfaces.setdefault(root, number)
        return number

    def learn(self, surface: str, root: str) -> None:
        """Let a word lead to a root."""
        self.surfaces[surface] = self.term(root)

    def idf(self, term: int) -> float:
        """How telling a root is: the fewer documents hold it, the more."""
        known = self._idf.get(term)
        if known is None:
            count = self.postings[term].count
            known = log(1 + (len(self) - count + 0.5) / (count + 0.5))
            self._idf[term] = known
        return known

    def is_used(self, term: int) -> bool:
        """Whether a document holds it: removed ones leave their words behind."""
        return self.postings[term].count > 0

    def names_of(self, entry: Entry) -> Iterator[tuple[float, Sequence[int]]]:
        """Weight and roots of each name."""
        start = 0
        for place, value in enumerate(entry.names):
            if value < 0:
                yield self.name_weights[-1 - value], entry.names[start:place]
                start = place + 1

    def beginning_with(self, start: str, most: int) -> list[int]:
        """Roots of words that begin like this; the most used first."""
        if self.is_changed:
            self._prefixes = sorted(self.surfaces)
            self.is_changed = False
        found: dict[int, None] = {}
        place = bisect_left(self._prefixes, start)
        while place < len(self._prefixes) and self._prefixes[place].startswith(start):
            term = self.surfaces[self._prefixes[place]]
            if self.is_used(term):
                found.setdefault(term)
            place += 1
        return sorted(found, key=lambda t: (-self.postings[t].count, self.terms[t]))[
            :most
        ]

    def _weight_number(self, weight: float) -> int:
        if weight not in self.name_weights:
            self.name_weights.append(weight)
        return self.name_weights.index(weight)


def build(documents: Iterable[Document]) -> Index:
    """An index of these documents; their order makes no difference to any ranking."""
    index = Index()
    for document in documents:
        index.add(document)
    return index
