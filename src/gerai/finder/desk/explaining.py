"""Why something ranks where it does, in a few words for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gerai.finder.current import Current, current
from gerai.finder.queries import Query
from gerai.finder.ranking import Hit, rank
from gerai.finder.understanding import Question, understand

MOST = 5


@dataclass(frozen=True, slots=True)
class Explained:
    """A hit with its reasons; ``score``, ``words`` and ``likeness`` in per cent.

    Attributes:
        matched: words of the question that stand in it, or synonyms that do.
        missing: words that don't.
        nearest: the name (as roots) that is most like the question.
    """

    title: str
    kind: str
    score: int
    words: int
    likeness: int
    matched: Sequence[str]
    missing: Sequence[str]
    nearest: str


def explain(query: Query) -> list[Explained]:
    """The first hits and why they are there."""
    if not query:
        return []
    state = current()
    with state.lock:
        question = understand(query.text, state.index, state.thesaurus)
        return [
            _explained(hit, question, state)
            for hit in rank(question, state.index, most=MOST)
        ]


def _explained(hit: Hit, question: Question, state: Current) -> Explained:
    held = set(hit.entry.roots)
    matched: list[str] = []
    missing: list[str] = []
    for slot in question.slots:
        readings = [
            *slot.others,
            *(one for word in slot.words for one in word.alternatives),
        ]
        is_held = any(held.issuperset(phrase) for _weight, phrase in readings)
        text = " ".join(word.guess or word.text for word in slot.words)
        (matched if is_held else missing).append(text)
    return Explained(
        title=hit.entry.title,
        kind=hit.entry.kind,
        score=round(100 * hit.score),
        words=round(100 * hit.coverage),
        likeness=round(100 * hit.likeness),
        matched=matched,
        missing=missing,
        nearest=_nearest(hit, question, state),
    )


def _nearest(hit: Hit, question: Question, state: Current) -> str:
    asked = {
        term
        for slot in question.slots
        for _weight, phrase in (
            *slot.others,
            *(one for word in slot.words for one in word.alternatives),
        )
        for term in phrase
    }
    best: tuple[float, str] = (0.0, "")
    for _weight, name in state.index.names_of(hit.entry):
        shared = len(asked.intersection(name)) ** 2 / len(name)
        if shared > best[0]:
            best = (shared, " ".join(state.index.terms[term] for term in name))
    return best[1]
