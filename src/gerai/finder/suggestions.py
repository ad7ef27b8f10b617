"""The index that the browser gets for suggestions: names only, one file a language.

``suggest.js`` ranks with it as ``ranking`` does; ``compact_index`` is the same index in
Python, and the tests compare both on every judged question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from gerai.finder.current import own_words
from gerai.finder.documents import Document, document_of
from gerai.finder.index import Index, build
from gerai.finder.language.wordlists import word_lists
from gerai.finder.models import SearchDocument
from gerai.finder.showing import search_url
from gerai.finder.sources import AGENCY, ELSEWHERE, LIFE_EVENT, SERVICE
from gerai.finder.thesaurus import Thesaurus, thesaurus_for

MOST_SERVICES = 400
"""A site with more suggests those that people come for most; search finds the rest."""
_READ = ("key", "kind", "target", "rank", "suggested")
_KINDS = (SERVICE, AGENCY, LIFE_EVENT, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a suggestion leads, in one language."""

    title: str
    url: str
    note: str = ""


def suggestion_data(language: str) -> dict[str, Any]:
    """The file for a language; the same content gives the same bytes."""
    documents = core_documents()
    with translation.override(language):
        labels = _labels(documents, language)
    index, thesaurus = compact_index(documents)
    with translation.override(language):
        says = {
            "some": _("%s suggestions, to be reached with the arrow keys"),
            "none": _("No suggestions"),
            "title": _("Suggestions"),
        }
    return _Writer(index, thesaurus).write(documents, labels) | {"says": says}


def core_documents() -> list[Document]:
    """What is suggested, with the weights of names alone, in the order of equals."""
    rows = SearchDocument.objects.filter(
        Q(kind__in=_KINDS[1:])
        | Q(pk__in=SearchDocument.objects.filter(kind=SERVICE)
            .order_by("rank", "key")
            .values("pk")[:MOST_SERVICES])
    )  # fmt: skip
    documents = [
        document_of(
            key=row.key,
            kind=row.kind,
            target=row.target,
            rank=row.rank,
            content=row.suggested,
            shown=row.suggested["shown"],
        )
        for row in rows.only(*_READ).order_by("key")
        if row.suggested
    ]
    return sorted(documents, key=lambda one: (one.rank, one.title, one.key))


def compact_index(documents: Iterable[Document]) -> tuple[Index, Thesaurus]:
    """The index of the browser, in Python."""
    index = build(documents)
    return index, thesaurus_for(index, own_words())


class _Writer:
    """Numbers the roots that matter, and writes everything in these numbers."""

    def __init__(self, index: Index, thesaurus: Thesaurus) -> None:
        self._index, self._thesaurus = index, thesaurus
        self._links = [
            (phrase, weight, other)
            for phrase, others in thesaurus.others.items()
            for weight, other in others
            if all(map(index.is_used, other))
        ]
        wanted = {t for t in range(len(index.terms)) if index.is_used(t)}
        wanted |= {term for phrase, _weight, _other in self._links for term in phrase}
        ordered = sorted(wanted, key=lambda term: index.terms[term])
        self._numbers = {term: number for number, term in enumerate(ordered)}

    def write(
        self, documents: Sequence[Document], labels: dict[str, Suggestion]
    ) -> dict[str, Any]:
        index, numbers = self._index, self._numbers
        lists = word_lists()
        return {
            "terms": " ".join(index.terms[term] for term in numbers),
            "counts": [index.postings[term].count for term in numbers],
            "forms": " ".join(
                f"{surface} {numbers[term]}"
                for surface, term in sorted(index.surfaces.items())
                if term in numbers
                and surface != index.terms[term]
                and surface not in lists.spelling
            ),
            "same": self._same(),
            "nameWeights": index.name_weights,
            "docs": [self._document(one, labels[one.key]) for one in documents],
            "spelling": {
                slip: standard
                for slip, standard in sorted(lists.spelling.items())
                if slip != standard
            },
            "stop": " ".join(sorted(lists.stop)),
            "weak": " ".join(sorted(lists.weak)),
            "longest": self._thesaurus.longest,
        }

    def _same(self) -> list[list[Any]]:
        """``[phrase, [weight, other], …]``; a phrase is a list of numbers."""
        found: dict[tuple[int, ...], list[Any]] = {}
        for phrase, weight, other in self._links:
            entry = found.setdefault(phrase, [self._phrase(phrase)])
            entry.append([weight, *self._phrase(other)])
        return sorted(found.values(), key=lambda entry: entry[0])

    def _phrase(self, phrase: Sequence[int]) -> list[int]:
        return [self._numbers[term] for term in phrase]

    def _document(self, document: Document, label: Suggestion) -> list[Any]:
        index = self._index
        names = [
            [
                index.name_weights.index(weight),
                *(self._numbers[index.numbers[word]] for word in words),
            ]
            for weight, words in document.names
        ]
        weights: list[float] = []
        for number, value in sorted(
            (self._numbers[index.numbers[root]], value)
            for root, value in document.weights.items()
        ):
            weights += [number, value]
        return [
            label.title,
            label.url,
            label.note,
            _KINDS.index(document.kind),
            names,
            weights,
        ]


def _labels(documents: Iterable[Document], language: str) -> dict[str, Suggestion]:
    """By key of the document, in the active language."""
    notes = {AGENCY: _("Agency"), LIFE_EVENT: _("Everything for one situation")}
    found = {}
    for one in documents:
        shown = one.shown[language]
        title, agency = shown["title"], shown["agency"]
        found[one.key] = (
            Suggestion(title, search_url(title), _("Not at this mall"))
            if one.kind == ELSEWHERE
            else Suggestion(title, shown["url"], agency or notes.get(one.kind, ""))
        )
    return found
