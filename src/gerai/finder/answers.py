"""Everything found in one list, for machines; public."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from gerai.finder.queries import Query
from gerai.finder.ranking import Hit
from gerai.finder.searching import NEAR, answer
from gerai.finder.showing import shown_by_key
from gerai.finder.sources import AGENCY, ELSEWHERE, SERVICE, Shown

TYPES = ("service", "agency", "news", "page", "document")
_NEAR_THE_BEST = 0.25
_OWN = frozenset({SERVICE, AGENCY, "news", "document"})


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found; ``type`` is one of ``TYPES``."""

    type: str
    shown: Shown


def found_things(
    query: Query, *, types: Collection[str] = TYPES, limit: int
) -> list[Found]:
    """The things that answer, of all kinds in one order, in the active language."""
    entries = [
        hit.entry
        for hit in _near(query)
        if hit.entry.kind != ELSEWHERE and type_of(hit.entry.kind) in types
    ][:limit]
    language = get_language() or settings.LANGUAGE_CODE
    shown = shown_by_key([one.key for one in entries], language)
    return [
        Found(type_of(one.kind), shown[one.key]) for one in entries if one.key in shown
    ]


def type_of(kind: str) -> str:
    """The type that a kind has for machines: what has no name of its own is a page."""
    return kind if kind in _OWN else "page"


def _near(query: Query) -> list[Hit]:
    hits = answer(query).hits
    least = max(NEAR, hits[0].score * _NEAR_THE_BEST) if hits else 0.0
    return [hit for hit in hits if hit.score >= least]
