"""What the index knows of one thing that can be found: its words, analysed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gerai.finder.language.normalising import words_of
from gerai.finder.language.stemming import stem
from gerai.finder.language.wordlists import word_lists

WEIGHTS = {
    "title": 3.0,
    "official": 2.0,
    "alias": 2.5,
    "case": 2.0,
    "agency": 0.8,
    "summary": 1.0,
    "detail": 0.5,
    "body": 0.3,
}
"""How much a word counts by the field that it stands in (BM25F)."""
NAME_FIELDS = {"title": 1.0, "official": 0.9, "alias": 0.97}
"""Fields of which each line is a name, to be compared with the question as a whole."""
CORE_FIELDS = frozenset({*NAME_FIELDS, "case", "agency"})
"""Fields that suggestions know; the rest would be too much for the browser."""
_SHOWN_IN_SUGGESTIONS = ("title", "url", "agency")
_USUAL_LENGTH = 30
_MOST_WORDS = 400
_MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be found, as its room describes it.

    Attributes:
        key: unique and stable; begins with the kind (``service:<translation key>``).
        kind: how results are grouped: see ``sources``.
        texts: by field of ``WEIGHTS``; each text in every language it exists in.
        rank: what people come for most comes first among equals; 0 is first.
        target: what the room needs to show it: usually a primary key.
        shown: by language, what a list of results draws; see ``sources.Shown``.
    """

    key: str
    kind: str
    texts: dict[str, list[str]]
    rank: int = 9999
    target: str = ""
    shown: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """The same, analysed: what is kept in the database and read into the index.

    Attributes:
        names: the roots of each name with the weight of its field.
        weights: root to weighted frequency.
        core: the same for names, cases and agency alone.
        surfaces: words as they stand there, to the root of each, if they differ.
    """

    key: str
    kind: str
    target: str
    rank: int
    title: str
    names: list[tuple[float, list[str]]] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    core: dict[str, float] = field(default_factory=dict)
    surfaces: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "names": [[weight, words] for weight, words in self.names],
            "weights": self.weights,
            "surfaces": self.surfaces,
        }

    def suggested(self) -> dict[str, Any]:
        """What the browser is given of it: a document with the core as its weights.

        It stands apart, so that suggestions rest on nothing else: they stay as they are
        when a text changes, or a fee.
        """
        core = self.core
        return {
            "title": self.title,
            "names": [[weight, words] for weight, words in self.names],
            "weights": core,
            "surfaces": {w: root for w, root in self.surfaces.items() if root in core},
            "shown": {
                language: {name: one.get(name, "") for name in _SHOWN_IN_SUGGESTIONS}
                for language, one in self.shown.items()
            },
        }

    def digest(self) -> str:
        """The same for the same content, on every machine."""
        parts = [
            self.key,
            self.kind,
            self.target,
            self.rank,
            self.shown,
            self.as_json(),
            self.suggested(),
        ]
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def spelled(words: Iterable[str]) -> list[str]:
    """Chat spelling put into standard words; one word may become two."""
    spelling = word_lists().spelling
    found: list[str] = []
    for word in words:
        found += spelling.get(word, word).split()
    return found


def terms_of(text: str) -> list[tuple[str, str]]:
    """The words of a text in standard spelling, each with its root."""
    return [(word, stem(word)) for word in spelled(words_of(text))]


def analyse(source: Source) -> Document:
    """Work out roots, names and weights."""
    stop = word_lists().stop
    weights: dict[str, float] = {}
    core: dict[str, float] = {}
    surfaces: dict[str, str] = {}
    names: list[tuple[float, list[str]]] = []
    for name, weight in WEIGHTS.items():
        texts = source.texts.get(name, [])
        counts: dict[str, int] = {}
        total = 0
        for text in texts:
            found = terms_of(text)[:_MOST_WORDS]
            for word, root in found:
                counts[root] = counts.get(root, 0) + 1
                if word != root:
                    surfaces[word] = root
            total += len(found)
            if name in NAME_FIELDS:
                meaning = [root for word, root in found if word not in stop]
                names.append(
                    (
                        NAME_FIELDS[name],
                        list(dict.fromkeys(meaning or [root for _, root in found])),
                    )
                )
        # Long texts mention much; names are as long as they have to be.
        shorter = 1.0 if name in NAME_FIELDS else 0.5 + 0.5 * total / _USUAL_LENGTH
        for root, count in counts.items():
            gain = weight * min(count, 2) / max(shorter, 1.0)
            weights[root] = weights.get(root, 0.0) + gain
            if name in CORE_FIELDS:
                core[root] = core.get(root, 0.0) + gain
    unique = {tuple(words): weight for weight, words in reversed(names) if words}
    titles = source.texts.get("title", [""])
    return Document(
        key=source.key,
        kind=source.kind,
        target=source.target,
        rank=source.rank,
        title=titles[0] if titles else "",
        names=sorted(
            ((weight, list(words)) for words, weight in unique.items()),
            key=lambda name: (-name[0], name[1]),
        )[:_MOST_NAMES],
        weights=_rounded(weights),
        core=_rounded(core),
        surfaces=dict(sorted(surfaces.items())),
        shown=source.shown,
    )


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {root: round(value, 2) for root, value in sorted(weights.items())}


def document_of(
    *,
    key: str,
    kind: str,
    target: str,
    rank: int,
    content: dict[str, Any],
    shown: dict[str, Any] | None = None,
) -> Document:
    """Back from the database."""
    return Document(
        key=key,
        kind=kind,
        target=target,
        rank=rank,
        title=content["title"],
        names=[(weight, words) for weight, words in content["names"]],
        weights=content["weights"],
        surfaces=content["surfaces"],
        shown=shown or {},
    )
