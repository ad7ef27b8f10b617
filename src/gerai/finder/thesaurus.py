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
    words_of_phrases: dict[str, int] = {}
    for group in (*groups, *general):
        words = _phrases(index, group.words, words_of_phrases)
        if group.means:
            targets = _phrases(index, group.means, words_of_phrases)
            for phrase in words:
                for target in targets:
                    thesaurus.link(phrase, target, MEANS)
            continue
        for phrase in words:
            for other in words:
                thesaurus.link(phrase, other, SAME)
    _learn_words(index, thesaurus, words_of_phrases)
    _learn_slips(index)
    return thesaurus


def _learn_words(
    index: Index, thesaurus: Thesaurus, words_of_phrases: dict[str, int]
) -> None:
    """Know the words that lead to a document, and only those."""
    leading = {
        term
        for phrase, others in thesaurus.others.items()
        if any(all(map(index.is_used, other)) for _weight, other in others)
        for term in phrase
    }
    for word, term in words_of_phrases.items():
        if term in leading or index.is_used(term):
            index.surfaces.setdefault(word, term)
        elif index.surfaces.get(word) == term:
            del index.surfaces[word]


def _learn_slips(index: Index) -> None:
    """Let the beginning of a usual slip be one too: *ila*, on the way to *ilang*."""
    for slip, standard in word_lists().spelling.items():
        term = index.surfaces.get(standard)
        if term is not None:
            index.surfaces.setdefault(slip, term)
    index.is_changed = True


def _phrases(
    index: Index, texts: Sequence[str], words_of_phrases: dict[str, int]
) -> list[Phrase]:
    stop = word_lists().stop
    found: dict[Phrase, None] = {}
    for text in texts:
        pairs = terms_of(text)
        meaning = [pair for pair in pairs if pair[0] not in stop] or pairs
        for word, root in meaning:
            term = index.term(root)
            words_of_phrases.setdefault(word, term)
            words_of_phrases.setdefault(root, term)
        phrase = tuple(index.term(root) for _word, root in meaning)
        if len(phrase) <= LONGEST_PHRASE:
            found.setdefault(phrase)
    return list(found)
