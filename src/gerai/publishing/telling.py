"""How a process tells another what its pages were made from, each thing once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gerai.publishing.answers import QueryKey, Seen
from gerai.publishing.basis import Basis
from gerai.publishing.reading import Part

_Asked = Mapping[int, int]
"""Which columns are read of the queries with these numbers."""


@dataclass(slots=True)
class Known:
    """What one process has told: queries and parts, by the numbers that it gave them.

    ``families``: of which it has rendered something, so that it has read much of the rest.
    """

    queries: list[tuple[QueryKey, bytes, bytes]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    families: set[str] = field(default_factory=set)

    def learn(
        self,
        queries: Sequence[tuple[QueryKey, bytes, bytes]],
        parts: Sequence[tuple[Hashable, str, _Asked, Sequence[int]]],
    ) -> None:
        self.queries += queries
        self.parts += [
            Part(key, text, self._seen(asked), self._keys(in_doubt))
            for key, text, asked, in_doubt in parts
        ]

    def basis(
        self, own: _Asked, parts: Sequence[int], in_doubt: Sequence[int]
    ) -> Basis:
        return Basis(
            self._seen(own),
            tuple(self.parts[one] for one in parts),
            self._keys(in_doubt),
        )

    def _keys(self, numbers: Sequence[int]) -> frozenset[QueryKey]:
        return frozenset(self.queries[one][0] for one in numbers)

    def _seen(self, asked: _Asked) -> dict[QueryKey, Seen]:
        found = {}
        for number, columns in asked.items():
            key, digest, hashes = self.queries[number]
            found[key] = Seen(digest, hashes, columns)
        return found


class Told:
    """The other side: what the publisher knows already goes as a number."""

    def __init__(self) -> None:
        self._queries: dict[tuple[QueryKey, bytes, bytes], int] = {}
        self._parts: dict[Hashable, int] = {}
        self._new_queries: list[tuple[QueryKey, bytes, bytes]] = []
        self._new_parts: list[tuple[Hashable, str, _Asked, list[int]]] = []

    def queries(self, asked: Mapping[QueryKey, Seen]) -> _Asked:
        numbers = {}
        for key, (digest, hashes, columns) in asked.items():
            query = (key, digest, hashes)
            if query not in self._queries:
                self._queries[query] = len(self._queries)
                self._new_queries.append(query)
            numbers[self._queries[query]] = columns
        return numbers

    def basis(self, basis: Basis) -> tuple[_Asked, list[int], list[int]]:
        own = self.queries(basis.own)
        in_doubt = _among(own, basis.own, basis.own_in_doubt)
        return own, [self.part(part) for part in basis.parts], in_doubt

    def part(self, part: Part) -> int:
        asked = self.queries(part.asked)
        in_doubt = _among(asked, part.asked, part.in_doubt)
        name = (part.key, part.text, frozenset(asked.items()), tuple(in_doubt))
        if name not in self._parts:
            self._parts[name] = len(self._parts)
            self._new_parts.append((part.key, part.text, asked, in_doubt))
        return self._parts[name]

    def news(self) -> tuple[list[Any], list[Any]]:
        new = self._new_queries, self._new_parts
        self._new_queries, self._new_parts = [], []
        return new


def _among(
    numbers: _Asked, asked: Mapping[QueryKey, Seen], chosen: frozenset[QueryKey]
) -> list[int]:
    """The numbers of the chosen ones."""
    if not chosen:
        return []
    return [number for number, key in zip(numbers, asked, strict=True) if key in chosen]
