"""What queries answer, and what of it somebody has seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from gerai.publishing.columns import ALL_COLUMNS, changed_columns, hashes_of

QueryKey = tuple[str, tuple[Any, ...]]
_ROWS_AT_A_TIME = 500
UNSHOWN_COLUMNS = frozenset(
    {"draft_title", "has_unpublished_changes", "numchild", "locked", "locked_at"}
    | {"locked_by_id", "live_revision_id"}
    | {"latest_revision_id", "latest_revision_created_at"}
)
"""What Wagtail keeps in a page's row about the work on it. Rows are often read whole, and
no public page shows these: a draft that is saved, or a page that is added below, is no
other answer."""


@dataclass(slots=True)
class Answer:
    """What a query answered: its rows, and a digest of them."""

    rows: tuple[Any, ...]
    digest: bytes
    description: Any = None
    _hashes: bytes = b""

    @property
    def hashes(self) -> bytes:
        """One of each column; see :mod:`gerai.publishing.columns`."""
        if not self._hashes:
            names = [column[0] for column in self.description or ()]
            self._hashes = hashes_of(names, self.rows)
        return self._hashes


class Seen(NamedTuple):
    """What somebody saw of an answer.

    ``digest`` and ``hashes`` are the answer's; nobody needs the hashes of one of which
    all columns were read.
    """

    digest: bytes
    hashes: bytes = b""
    columns: int = ALL_COLUMNS

    def stands_in(self, answer: Answer) -> bool:
        """Whether an answer holds the same in the columns that were read."""
        if answer.digest == self.digest:
            return True
        if not self.hashes:
            return False
        return not changed_columns(self.hashes, answer.hashes) & self.columns


def hashable(value: Any) -> Hashable:
    """A parameter of a query in a form that can be a key."""
    if isinstance(value, list):
        return tuple(hashable(item) for item in value)
    return value if isinstance(value, Hashable) else repr(value)


def answer_of(cursor: Any) -> Answer:
    """All that a cursor has to say."""
    rows: list[Any] = []
    digest = hashlib.blake2b(digest_size=16)
    shown = _shown_columns(cursor.description)
    while found := cursor.fetchmany(_ROWS_AT_A_TIME):
        rows += found
        counting = found if shown is None else [shown(row) for row in found]
        digest.update(repr(counting).encode())
    return Answer(tuple(rows), digest.digest(), cursor.description)


def _shown_columns(description: Any) -> Callable[[Any], Any] | None:
    """Takes from a row what a page can show; None if that is all of it."""
    names = [column[0] for column in description or ()]
    if UNSHOWN_COLUMNS.isdisjoint(names):
        return None
    shown = [at for at, name in enumerate(names) if name not in UNSHOWN_COLUMNS]
    # Who asks for nothing else means them.
    return itemgetter(*shown) if shown else None


def answered(key: QueryKey) -> Answer:
    """Asks past what Django wraps around a query, which takes longer than the answer."""
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(connection.create_cursor()) as cursor:
        cursor.execute(*key)
        return answer_of(cursor)


class KeptRows:
    """A cursor that hands out rows which are already here."""

    def __init__(self, cursor: Any, answer: Answer) -> None:
        self.real = cursor
        self.description = answer.description
        self._rows = answer.rows
        self._at = 0

    @classmethod
    def instead_of(cls, cursor: Any, answer: Answer) -> KeptRows:
        """For a cursor that may be one of these already."""
        return cls(cursor.real if isinstance(cursor, cls) else cursor, answer)

    def fetchone(self) -> Any:
        if self._at >= len(self._rows):
            return None
        self._at += 1
        return self._rows[self._at - 1]

    def fetchmany(self, size: int = 1) -> list[Any]:
        start, self._at = self._at, min(self._at + size, len(self._rows))
        return list(self._rows[start : self._at])

    def fetchall(self) -> list[Any]:
        start, self._at = self._at, len(self._rows)
        return list(self._rows[start:])

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)
