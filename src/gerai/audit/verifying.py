"""Finds what was changed, removed, cut off or rewritten in the trail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from gerai.audit.anchors import (
    PURGED,
    RESTORED,
    Anchor,
    AnchorProblem,
    read_anchors,
)
from gerai.audit.chain import BEGINNING, hash_of
from gerai.audit.models import Entry, Head
from gerai.audit.sealing import is_consistent

MOST_PROBLEMS = 20
CHUNK = 500


@dataclass(slots=True)
class Verdict:
    """What was found; in order if ``problems`` is empty."""

    first: int = 0
    last: int = 0
    entries: int = 0
    anchors: int = 0
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.problems

    def tell(self, problem: str) -> None:
        """Add a problem; a chain that is wrong everywhere needn't say so each time."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def verify() -> Verdict:
    """Compute the whole chain anew and compare it with its end and with the file."""
    verdict = Verdict()
    anchors = _anchors(verdict)
    by_number = {anchor.number: anchor for anchor in _in_force(anchors, verdict)}
    verdict.anchors = len(anchors)
    hash_ = BEGINNING
    for entry in Entry.objects.order_by("number").iterator(chunk_size=CHUNK):
        if not verdict.entries:
            verdict.first = entry.number
            hash_ = _beginning(entry, anchors, verdict)
        elif entry.number != verdict.last + 1:
            verdict.tell(_gap(verdict.last + 1, entry.number - 1))
            hash_ = entry.previous
        _check(entry, hash_, verdict)
        anchor = by_number.get(entry.number)
        if anchor is not None and anchor.hash != entry.hash:
            verdict.tell(
                f"Entry {entry.number} isn't the one that was anchored on {anchor.at}: "
                "the chain was rewritten."
            )
        hash_ = entry.hash
        verdict.last = entry.number
        verdict.entries += 1
    _check_end(hash_, max(by_number, default=0), anchors, verdict)
    return verdict


def _anchors(verdict: Verdict) -> list[Anchor]:
    try:
        return read_anchors()
    except AnchorProblem as problem:
        verdict.tell(f"The file of anchors was tampered with: {problem}.")
    except OSError as problem:
        verdict.tell(f"The file of anchors can't be read: {problem.strerror}.")
    return []


def _in_force(anchors: list[Anchor], verdict: Verdict) -> Iterator[Anchor]:
    """Anchors of the chain as it goes on; what a restored backup didn't have is told."""
    kept: list[Anchor] = []
    for anchor in anchors:
        if anchor.kind == RESTORED:
            lost = max((one.number for one in kept), default=0) - anchor.number
            kept = [one for one in kept if one.number <= anchor.number]
            if lost > 0:
                verdict.remarks.append(
                    f"A backup was restored on {anchor.at} ({anchor.note}); at least "
                    f"{lost} entries after number {anchor.number} were not in it."
                )
        kept.append(anchor)
    yield from kept


def _beginning(entry: Entry, anchors: list[Anchor], verdict: Verdict) -> str:
    if entry.number == 1:
        return BEGINNING
    for anchor in anchors:
        if anchor.kind == PURGED and anchor.number == entry.number - 1:
            return anchor.hash
    verdict.tell(_gap(1, entry.number - 1))
    return entry.previous


def _gap(first: int, last: int) -> str:
    what = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    return f"{what} missing: removed."


def _check(entry: Entry, previous: str, verdict: Verdict) -> None:
    if entry.previous != previous:
        verdict.tell(f"Entry {entry.number} doesn't follow the one before it.")
    if hash_of(entry.previous, entry.number, entry.content) != entry.hash:
        verdict.tell(f"Entry {entry.number} was changed.")
        return
    try:
        is_whole = is_consistent(entry, json.loads(entry.content))
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        verdict.tell(f"Entry {entry.number}: what is searched was changed.")


def _check_end(
    hash_: str, anchored: int, anchors: list[Anchor], verdict: Verdict
) -> None:
    head = Head.objects.filter(pk=1).first()
    if head is None:
        if verdict.entries or anchored:
            verdict.tell("The end of the chain isn't known: its row was removed.")
        return
    purged = max((one.number for one in anchors if one.kind == PURGED), default=0)
    last = verdict.last or (purged if purged == head.number else 0)
    if last < max(head.number, anchored):
        verdict.tell(
            _gap(last + 1, max(head.number, anchored)) + " The end is cut off."
        )
    elif verdict.entries and (head.number, head.hash) != (last, hash_):
        verdict.tell("The end of the chain isn't what was noted of it.")
    if head.anchored and not any(one.number >= head.anchored for one in anchors):
        verdict.tell(
            f"The anchor of entry {head.anchored} is missing: the file was cut or lost."
        )
