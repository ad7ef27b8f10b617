"""Adds up evidence: a score, and reasons that a person can check. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from gerai.defacement.addresses import Address, is_trusted
from gerai.defacement.letters import plain_letters
from gerai.defacement.reasons import Reason

SUSPICIOUS = 2.0
"""From this score on something is held back."""

_LONGEST_EXCERPT = 160
_LONGEST_FOUND = 120


@dataclass(slots=True)
class Verdict:
    """The score, and why; the heaviest reason first."""

    score: float = 0.0
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_suspicious(self) -> bool:
        """Whether it is held back."""
        return self.score >= SUSPICIOUS


class Scale:
    """What has been found so far.

    Attributes:
        own: hosts of this site.
        seen: how often each term came already; ``disguised`` those that were disguised.
    """

    def __init__(self, own: frozenset[str], allowed: frozenset[str]) -> None:
        self.own = own
        self._allowed = allowed
        self._score = 0.0
        self.reasons: dict[tuple[str, str], Reason] = {}
        self.seen: Counter[str] = Counter()
        self.disguised: set[str] = set()

    def verdict(self) -> Verdict:
        """What it all comes to."""
        reasons = sorted(self.reasons.values(), key=lambda one: -one.weight)
        return Verdict(round(self._score, 2), reasons)

    def add(self, weight: float, kind: str, found: str = "", excerpt: str = "") -> None:
        """Put something on the scale, unless somebody has allowed just this."""
        if weight <= 0:
            return
        mark = mark_of(excerpt or found or kind)
        if mark in self._allowed:
            return
        self._score += weight
        key = (kind, mark)
        known = self.reasons.get(key)
        self.reasons[key] = Reason(
            kind,
            known.found if known else found[:_LONGEST_FOUND],
            known.excerpt if known else _shortened(excerpt, found),
            round(weight + (known.weight if known else 0), 2),
            mark,
        )

    def is_trusted(self, address: Address) -> bool:
        """Whether readers may be led there."""
        return not address.does and is_trusted(address.host, self.own)


def mark_of(text: str) -> str:
    """What stays the same of some wording or address however it is dressed up."""
    tidy = " ".join(plain_letters(text).split())
    return hashlib.sha256(tidy.encode(errors="replace")).hexdigest()[:32]


def _shortened(text: str, found: str) -> str:
    """Some words around what was found."""
    line = " ".join(text.split())
    at = (
        max(0, line.lower().find(found.lower()) - _LONGEST_EXCERPT // 3) if found else 0
    )
    part = line[at : at + _LONGEST_EXCERPT]
    return (
        ("…" if at else "") + part + ("…" if at + _LONGEST_EXCERPT < len(line) else "")
    )
