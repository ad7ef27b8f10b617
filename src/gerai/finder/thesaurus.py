"""Words for the same thing, ready for one index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gerai.finder.documents import terms_of
from gerai.finder.index import Index
from gerai.finder.language.wordlists import word_lists

SAME = 0.9
MEANS = 0.72
LONGEST_PHRASE = 6
Phrase = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SameWords:
    """Phrases that mean the same; with ``means``, those of ``words`` mean these."""

    words: tuple[str, ...]
    means: tuple[str, ...] = ()


@dataclass(slots=True)
class Thesaurus:
    """Each phrase with the others that may stand for it, the closest first."""

    others: dict[Phrase, list[tuple[float, Phrase]]] = field(default_factory=dict)
    longest: int = 1

    def link(self, phrase: Phrase, other: Phrase, weight: float) -> None:
        if not phrase or not other or phrase == other:
            return
        self.longest = max(self.longest, len(phrase))
        known = self.others.setdefault(phrase, [])
        if all(other != present for _weight, present in known):
            known.append((weight, other))


def thesaurus_for(index: Index, groups: Iterable[SameWords]) -> Thesaurus:
    """The general list and ``groups``, in the numbers of ``index``.

    The words become known to the index, so that a slip in one of them is forgiven too.
    """
    lists = word_lists()
    general = [SameWords(group) for group in lists.same]
    general += [SameWords(say, means) for say, means in lists.means]
    thesaurus = Thesaurus()
    for group in (*groups, *general):
        words = _phrases(index, group.words)
        if group.means:
            targets = _phrases(index, group.means)
            for phrase in words:
                for target in targets:
                    thesaurus.link(phrase, target, MEANS)
            continue
        for phrase in words:
            for other in words:
                thesaurus.link(phrase, other, SAME)
    _learn_slips(index)
    return thesaurus


def _learn_slips(index: Index) -> None:
    """Let the beginning of a usual slip be one too: *ila*, on the way to *ilang*."""
    for slip, standard in word_lists().spelling.items():
        term = index.surfaces.get(standard)
        if term is not None:
            index.surfaces.setdefault(slip, term)
    index.is_changed = True


def _phrases(index: Index, texts: Sequence[str]) -> list[Phrase]:
    stop = word_lists().stop
    found: dict[Phrase, None] = {}
    for text in texts:
        pairs = terms_of(text)
        meaning = [pair for pair in pairs if pair[0] not in stop] or pairs
        for word, root in meaning:
            index.learn(word, root)
        phrase = tuple(index.term(root) for _word, root in meaning)
        if len(phrase) <= LONGEST_PHRASE:
            found.setdefault(phrase)
    return list(found)
