"""Everything found in one list, for machines; public."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gerai.finder.queries import Query
from gerai.finder.ranking import Hit
from gerai.finder.searching import NEAR, answer
from gerai.finder.sources import AGENCY, SERVICE, Shown, findable

if TYPE_CHECKING:
    from django.http import HttpRequest

TYPES = ("service", "agency", "news", "page", "document")
_NEAR_THE_BEST = 0.25
_OWN = frozenset({SERVICE, AGENCY, "news", "document"})


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found; ``type`` is one of ``TYPES``."""

    type: str
    shown: Shown


def found_things(
    query: Query,
    *,
    types: Collection[str] = TYPES,
    limit: int,
    request: HttpRequest | None = None,
) -> list[Found]:
    """The things that answer, of all kinds in one order, in the active language."""
    hits = [
        (type_of(hit.entry.kind), hit.entry)
        for hit in _near(query)
        if type_of(hit.entry.kind) in types
    ][:limit]
    targets: dict[str, list[str]] = {}
    for _type, entry in hits:
        targets.setdefault(entry.kind, []).append(entry.target)
    shown: dict[tuple[str, str], Shown] = {}
    for kind, keys in targets.items():
        source = findable(kind)
        if source is not None and source.show is not None:
            things = source.show(keys, request)
            shown |= {(kind, target): thing for target, thing in things.items()}
    return [
        Found(kind, shown[entry.kind, entry.target])
        for kind, entry in hits
        if (entry.kind, entry.target) in shown
    ]


def type_of(kind: str) -> str:
    """The type that a kind has for machines: what has no name of its own is a page."""
    return kind if kind in _OWN else "page"


def _near(query: Query) -> list[Hit]:
    hits = answer(query).hits
    least = max(NEAR, hits[0].score * _NEAR_THE_BEST) if hits else 0.0
    return [hit for hit in hits if hit.score >= least]
