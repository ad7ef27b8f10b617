"""Judged questions, and how well an order of services answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from zlib import crc32

FILE = Path(__file__).with_name("samarinda.txt")
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, and grades (3 best) of ``agency/service``; none: not offered here."""

    kind: str
    query: str
    grades: dict[str, int]

    @property
    def is_held_out(self) -> bool:
        """Whether it may only be looked at once nothing is changed any more."""
        return crc32(self.query.encode()) % 2 == 1


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares and means over questions that can be answered, from 0 to 1."""

    questions: int
    first: float
    first_three: float
    ndcg: float


Order = Callable[[str], Sequence[str]]
"""From a question to ``agency/service`` paths, the best first."""


def judged_queries(file: Path = FILE) -> list[Judged]:
    """The questions of the file."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, query, targets = (part.strip() for part in line.split("|"))
        grades = {
            path: int(grade)
            for path, _equals, grade in (
                target.partition("=") for target in targets.split() if target != "-"
            )
        }
        found.append(Judged(kind, query, grades))
    return found


def quality(judged: Iterable[Judged], order: Order) -> Quality:
    """How well ``order`` answers; a first place is one of the best grade or of 2."""
    first = three = gain = 0.0
    count = 0
    for one in judged:
        if not one.grades:
            continue
        count += 1
        places = list(order(one.query))[:DEPTH]
        good = [one.grades.get(path, 0) >= 2 for path in places]
        first += good[:1] == [True]
        three += any(good[:3])
        gain += _ndcg(places, one.grades)
    return Quality(count, first / count, three / count, gain / count)


def _ndcg(places: Sequence[str], grades: dict[str, int]) -> float:
    def summed(values: Iterable[int]) -> float:
        return sum(
            (2**grade - 1) / log2(place + 2) for place, grade in enumerate(values)
        )

    best = summed(sorted(grades.values(), reverse=True)[:DEPTH])
    return summed(grades.get(path, 0) for path in places) / best
