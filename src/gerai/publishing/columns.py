"""Sets of columns, and in which of them two answers of a query differ.

A set is a number with a bit for each name, so that there are few objects of them in the
memory's hundred thousands of entries.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

ALL_COLUMNS = -1
NO_COLUMNS = 1
"""Just how many rows there are, which everybody sees who asks."""
_LOWER_HALF = (1 << 32) - 1
_places: dict[str, int] = {}


def number_columns(names: Iterable[str]) -> None:
    """Give names their bits; processes that exchange sets must be forks after that."""
    for name in names:
        _places.setdefault(name, len(_places) + 1)


def set_of(name: str) -> int:
    """The set with this column alone; all columns for a name that has no bit."""
    place = _places.get(name)
    return ALL_COLUMNS if place is None else 1 << place


def hashes_of(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """What ``changed_columns`` compares; for this process and its forks.

    How many rows there are, and of each column which it is and a hash of it.
    """
    found = array("I", [len(rows)])
    for name, column in zip(names, zip(*rows, strict=True), strict=False):
        # What no field is called counts as read by all.
        found.append(_places.get(name, 0))
        # Numbers next to each other may have one hash; what they look like has not.
        found.append(hash(repr(column)) & _LOWER_HALF)
    return found.tobytes()


def changed_columns(before: bytes, after: bytes) -> int:
    """Where two answers of a query differ."""
    known, found = array("I", before), array("I", after)
    if known[0] != found[0] or known[1::2] != found[1::2]:
        return ALL_COLUMNS
    changed = 0
    for place, was, now in zip(known[1::2], known[2::2], found[2::2], strict=True):
        if was != now:
            changed |= 1 << place
    return changed
