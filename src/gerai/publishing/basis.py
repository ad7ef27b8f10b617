"""What a page was made from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from gerai.publishing.answers import QueryKey, Seen
from gerai.publishing.reading import Part, current_reading, reading_once


@dataclass(slots=True)
class Basis:
    """What a page was made from.

    ``own``: the queries of all that stands in no part, and what was seen of them.
    ``parts``: the parts that it was given, each as often as it stands there.
    ``own_in_doubt``: those of its own of which other columns have changed since.
    """

    own: dict[QueryKey, Seen] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    own_in_doubt: frozenset[QueryKey] = frozenset()

    @property
    def in_doubt(self) -> frozenset[QueryKey]:
        """Only a sweep is to say that the page shows nothing of what has changed there."""
        return self.own_in_doubt.union(*(part.in_doubt for part in self.parts))

    @property
    def asked(self) -> dict[QueryKey, Seen]:
        """All queries, those of the parts included."""
        found = dict(self.own)
        for part in self.parts:
            for key, seen in part.asked.items():
                known = found.get(key)
                found[key] = seen if known is None else _both(known, seen)
        return found


def _both(one: Seen, other: Seen) -> Seen:
    if one.columns == other.columns:
        return one
    hashes = one.hashes or other.hashes
    return Seen(one.digest, hashes, one.columns | other.columns)


@contextmanager
def collecting() -> Iterator[Basis]:
    """What is read inside; complete once it has ended."""
    basis = Basis()
    reading = current_reading()
    with ExitStack() as stack:
        if reading is None:
            reading = stack.enter_context(reading_once())
        with reading.recording() as asked, reading.taking_parts() as parts:
            yield basis
        basis.own.update(reading.seen(asked))
        basis.parts = tuple(parts)
