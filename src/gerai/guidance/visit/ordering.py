"""In which order to go: as one walks, but never before what one needs for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def in_order(walking: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The names of ``walking``, each after those that give it something.

    As close to the given order as that allows; pairs that go round in a circle don't
    hold anybody up.

    Args:
        walking: names in the order in which one would walk.
        pairs: (giver, receiver); other names are passed over.
    """
    left = list(dict.fromkeys(walking))
    known = set(left)
    before: dict[str, set[str]] = {name: set() for name in left}
    for giver, receiver in pairs:
        if giver in known and receiver in known and giver != receiver:
            before[receiver].add(giver)
    ordered: list[str] = []
    while left:
        waiting = set(left)
        free = next((name for name in left if not before[name] & waiting), left[0])
        left.remove(free)
        ordered.append(free)
    return ordered
