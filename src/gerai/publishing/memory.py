"""What each page was made from: the queries it ran, and what they answered.

After a change the remembered queries are asked again. Those that answer differently
name the pages to render first. Nothing has to be declared, and it doesn't matter how
the change was made: only what the database answers counts.

The memory makes publishing prompt, not right: the sweep does that. It is kept in the
publisher's own process and is rebuilt by the first sweep after a start.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

QueryKey = tuple[str, tuple[Any, ...]]
_TABLE = re.compile(r'(?:FROM|JOIN)\s+"([^"]+)"')


@dataclass(slots=True)
class _Remembered:
    answer: bytes
    tables: frozenset[str]
    addresses: set[str] = field(default_factory=set)


class Memory:
    """Queries by address, addresses by query, and the answer each query gave."""

    def __init__(self) -> None:
        self._queries: dict[QueryKey, _Remembered] = {}
        self._by_address: dict[str, set[QueryKey]] = {}
        self._tables_of_sql: dict[str, frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self._queries)

    @contextmanager
    def recording(self, address: str) -> Iterator[None]:
        """Remember the queries that run inside as those of ``address``.

        Nothing is remembered when the block fails: the page keeps what it had.
        """
        asked: set[QueryKey] = set()
        with connection.execute_wrapper(_Recorder(asked)):
            yield
        self._remember(address, asked)

    def forget(self, address: str) -> None:
        """Drop an address that no longer exists."""
        for key in self._by_address.pop(address, ()):
            self._drop(key, address)

    def affected(
        self, *, tables: Iterable[str] | None = None, values: Iterable[Any] = ()
    ) -> Iterator[set[str]]:
        """Ask the remembered queries again; yield the addresses whose answer changed.

        ``tables`` limits the queries to those that read one of them (None: all).
        ``values`` are values of the changed rows: queries that mention one of them are
        asked first, so that the likeliest pages come out first at any size of site.
        """
        for key in self._in_likely_order(tables, values):
            remembered = self._queries.get(key)
            if remembered is None:
                continue
            answer = _ask(key)
            if answer != remembered.answer:
                remembered.answer = answer
                yield set(remembered.addresses)

    def _in_likely_order(
        self, tables: Iterable[str] | None, values: Iterable[Any]
    ) -> list[QueryKey]:
        wanted = None if tables is None else frozenset(tables)
        mentioned = {_hashable(value) for value in values}
        first: list[QueryKey] = []
        shared: list[QueryKey] = []
        rest: list[QueryKey] = []
        for key, remembered in self._queries.items():
            if wanted is not None and remembered.tables.isdisjoint(wanted):
                continue
            # True equals 1 in Python, and nearly every query asks for what is live.
            asked = [value for value in key[1] if not isinstance(value, bool)]
            if not mentioned.isdisjoint(asked):
                first.append(key)
            elif len(remembered.addresses) > 1:
                shared.append(key)
            else:
                rest.append(key)
        return first + shared + rest

    def _remember(self, address: str, asked: set[QueryKey]) -> None:
        before = self._by_address.get(address, set())
        for key in before - asked:
            self._drop(key, address)
        for key in asked:
            remembered = self._queries.get(key)
            if remembered is None:
                remembered = _Remembered(_ask(key), self._tables(key[0]))
                self._queries[key] = remembered
            remembered.addresses.add(address)
        self._by_address[address] = asked

    def _drop(self, key: QueryKey, address: str) -> None:
        remembered = self._queries.get(key)
        if remembered is not None:
            remembered.addresses.discard(address)
            if not remembered.addresses:
                del self._queries[key]

    def _tables(self, sql: str) -> frozenset[str]:
        tables = self._tables_of_sql.get(sql)
        if tables is None:
            tables = self._tables_of_sql[sql] = frozenset(_TABLE.findall(sql))
        return tables


class _Recorder:
    def __init__(self, asked: set[QueryKey]) -> None:
        self._asked = asked

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        if sql.startswith(("SELECT", "(SELECT", "WITH")):
            self._asked.add((sql, tuple(_hashable(value) for value in params or ())))
        return execute(sql, params, many, context)


def _hashable(value: Any) -> Hashable:
    if isinstance(value, list):
        return tuple(_hashable(item) for item in value)
    return value if isinstance(value, Hashable) else repr(value)


def _ask(key: QueryKey) -> bytes:
    """A digest of what the query answers now."""
    sql, parameters = key
    digest = hashlib.blake2b(digest_size=16)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(500):
            digest.update(repr(rows).encode())
    return digest.digest()


def database_counter(database: BaseDatabaseWrapper) -> Hashable:
    """A value that differs once another connection has committed a change.

    SQLite counts commits of others (``data_version``); PostgreSQL names the next
    transaction that writes.
    """
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
        else:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        row = cursor.fetchone()
    return row[0] if row else None
