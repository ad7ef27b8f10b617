"""What each page was made from: the queries it ran, and what they answered.

After a change the remembered queries are asked again. Those that answer differently
name the pages to render first. Nothing has to be declared, and it doesn't matter how
the change was made: only what the database answers counts.

It serves twice. After a change it names the pages to render first. In a sweep a page
whose questions are all answered as they were, at a time at which nothing else happened,
is the page that stands there already. It is kept in the publisher's own process, whose
code and settings don't change, and is rebuilt by the first sweep after a start.
"""

from __future__ import annotations

import math
import re
import time
import weakref
from array import array
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from gerai.publishing.answers import Answer, QueryKey, Seen, hashable
from gerai.publishing.basis import Basis
from gerai.publishing.care import Care
from gerai.publishing.columns import ALL_COLUMNS, changed_columns
from gerai.publishing.reading import Part, Reading, answered_now

_TABLE = re.compile(r'(?:FROM|JOIN)\s+"([^"]+)"')
ASKED_IN_ONE_BREATH = 50


@dataclass(slots=True)
class _Remembered:
    """A query, what it answered last, and which addresses rest on it.

    Attributes:
        columns: by address, which columns of the answer it shows.
        outdated: the addresses that were made from an earlier answer, and which columns
            have changed since.
        is_told: :meth:`Memory.affected` has named those that this concerns.
    """

    key: QueryKey
    digest: bytes
    hashes: bytes
    tables: frozenset[str]
    columns: dict[str, int] = field(default_factory=dict)
    outdated: dict[str, int] = field(default_factory=dict)
    is_told: bool = False

    @property
    def concerned(self) -> set[str]:
        """The addresses that show a column which has changed."""
        columns = self.columns
        return {one for one, changed in self.outdated.items() if changed & columns[one]}

    def take(self, answer: Answer | Seen) -> None:
        """Compare with a later answer."""
        if answer.digest == self.digest:
            return
        changed = ALL_COLUMNS
        if self.hashes:
            known, self.hashes = self.hashes, answer.hashes
            changed = changed_columns(known, self.hashes) if self.hashes else changed
        self.digest = answer.digest
        for address in self.columns:
            self.outdated[address] = self.outdated.get(address, 0) | changed
        self.is_told = False

    def changed_for(self, address: str, answer: Answer) -> int | None:
        """The columns that have changed since the address was made; None: all is alike."""
        changed = self.outdated.get(address)
        if answer.digest == self.digest:
            return changed
        if not self.hashes:
            return ALL_COLUMNS
        return (changed or 0) | changed_columns(self.hashes, answer.hashes)

    def note(self, address: str, seen: Seen, columns: int) -> None:
        """Let an address rest on these columns of what it saw."""
        if seen.digest != self.digest:
            self.take(seen)
        if not self.hashes:
            self.hashes = seen.hashes
        self.columns[address] = columns
        if self.outdated:
            self.outdated.pop(address, None)

    def drop(self, address: str) -> None:
        """Let an address rest on it no longer."""
        self.columns.pop(address, None)
        self.outdated.pop(address, None)


@dataclass(frozen=True, slots=True)
class _MadeOf:
    """Which queries are a page's own, what it shows of each, and its parts."""

    own: array[int]
    columns: tuple[int, ...]
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Settled:
    """Queries that are answered in a reading as they were for every page."""

    numbers: set[int] = field(default_factory=set)
    _reading: weakref.ref[Reading] | None = None
    _writes: int = 0

    @classmethod
    def of(cls, reading: Reading) -> _Settled:
        return cls(set(), weakref.ref(reading), reading.writes)

    def are_of(self, reading: Reading) -> bool:
        is_it = self._reading is not None and self._reading() is reading
        return is_it and self._writes == reading.writes


class Memory:
    """Queries by address, addresses by query, and the answer each query gave."""

    def __init__(self) -> None:
        self._numbers: dict[QueryKey, int] = {}
        self._queries: dict[int, _Remembered] = {}
        self._by_address: dict[str, array[int]] = {}
        self._as_of: dict[str, datetime] = {}
        self._made_of: dict[str, _MadeOf] = {}
        self._columns: dict[int, int] = {}
        self._by_value: dict[Hashable, set[int]] = {}
        self._tables_of_sql: dict[str, frozenset[str]] = {}
        self._last_number = 0
        self._settled = _Settled()

    def __len__(self) -> int:
        return len(self._queries)

    def remember(self, address: str, basis: Basis, as_of: datetime) -> None:
        """Let ``address`` depend on the queries of ``basis``, which gave these answers.

        ``as_of``: a time shortly before the page was rendered.
        """
        self._settled = _Settled()
        self._as_of[address] = as_of
        numbers = array("I")
        doubts = basis.in_doubt
        for key, seen in basis.asked.items():
            number = self._number(key, seen)
            remembered = self._queries[number]
            remembered.note(address, seen, self._once(seen.columns))
            if key in doubts:
                remembered.outdated[address] = 0
            numbers.append(number)
        for number in set(self._by_address.get(address, ())).difference(numbers):
            self._drop(number, address)
        self._by_address[address] = numbers
        own = array("I", (self._numbers[key] for key in basis.own))
        shown = tuple(self._once(seen.columns) for seen in basis.own.values())
        self._made_of[address] = _MadeOf(own, shown, basis.parts)

    def as_of(self, address: str) -> datetime | None:
        """The time for which a page was rendered; None if it isn't remembered."""
        return self._as_of.get(address)

    def parts_of(self, address: str) -> tuple[Part, ...]:
        """The parts that a page was given."""
        made_of = self._made_of.get(address)
        return made_of.parts if made_of is not None else ()

    @property
    def oldest(self) -> datetime | None:
        """The earliest time for which a page was rendered."""
        return min(self._as_of.values(), default=None)

    def is_answered_alike(self, address: str, reading: Reading) -> bool:
        """Whether all that a page rests on is still answered as when it was rendered.

        Raises:
            DatabaseError: when a question can't be asked any more.
        """
        numbers = self._by_address.get(address)
        return numbers is not None and self._are_alike(address, numbers, reading)

    def unchanged_basis(
        self, address: str, reading: Reading, care: Care
    ) -> Basis | None:
        """What a page was made from, if at most its parts have to be drawn anew.

        Raises:
            DatabaseError: when a question can't be asked any more.
        """
        made_of = self._made_of.get(address)
        if made_of is None or not made_of.parts:
            return None
        basis = Basis(parts=made_of.parts)
        in_doubt = set()
        settled = self._settled_in(reading)
        for number, columns in zip(made_of.own, made_of.columns, strict=True):
            remembered = self._queries[number]
            key = remembered.key
            now: _Remembered | Answer = remembered
            if number not in settled:
                if care is Care.AS_KNOWN:
                    changed = remembered.outdated.get(address)
                else:
                    now = reading.answer(key)
                    changed = remembered.changed_for(address, now)
                if changed is not None:
                    if care is Care.WHOLE or changed & columns:
                        return None
                    in_doubt.add(key)
                elif care is not Care.AS_KNOWN and not remembered.outdated:
                    settled.add(number)
            basis.own[key] = Seen(now.digest, now.hashes, columns)
        basis.own_in_doubt = frozenset(in_doubt)
        return basis

    def effort(self, address: str) -> int:
        """How much there is to do for a page: 0 where drawing parts anew will do.

        Otherwise how many questions a render asks. As far as is known, without asking.
        """
        made_of = self._made_of.get(address)
        if made_of is None or not made_of.parts:
            return len(self._by_address.get(address, ())) or 1
        for number, columns in zip(made_of.own, made_of.columns, strict=True):
            if self._queries[number].outdated.get(address, 0) & columns:
                return len(made_of.own)
        return 0

    def knows_as_it_was(self, part: Part) -> bool:
        """Whether no question of a part is known to be answered otherwise since."""
        for key, seen in part.asked.items():
            number = self._numbers.get(key)
            if number is None or self._queries[number].digest != seen.digest:
                return False
        return True

    @property
    def concerned(self) -> set[str]:
        """The addresses that show something which is known to have changed."""
        found: set[str] = set()
        for remembered in self._queries.values():
            found |= remembered.concerned
        return found

    def _settled_in(self, reading: Reading) -> set[int]:
        if not self._settled.are_of(reading):
            self._settled = _Settled.of(reading)
        return self._settled.numbers

    def _are_alike(self, address: str, numbers: array[int], reading: Reading) -> bool:
        settled = self._settled_in(reading)
        # Most pages rest on what the ones before have asked.
        if settled.issuperset(numbers):
            return True
        for number in numbers:
            if number in settled:
                continue
            remembered = self._queries[number]
            if address in remembered.outdated:
                return False
            if reading.digest(remembered.key) != remembered.digest:
                return False
            if not remembered.outdated:
                settled.add(number)
        return True

    def forget(self, address: str) -> None:
        """Drop an address that no longer exists, or that has to be rendered anew."""
        self._as_of.pop(address, None)
        self._made_of.pop(address, None)
        for number in self._by_address.pop(address, ()):
            self._drop(number, address)

    def affected(
        self,
        *,
        tables: Iterable[str] = (),
        values: Iterable[Any] = (),
        is_rest_left_out: bool = False,
        seconds: float = math.inf,
    ) -> Iterator[set[str]]:
        """Ask the remembered queries again; yield the addresses whose answer changed.

        ``values`` are values of the changed rows, ``tables`` where they stand: queries
        that mention one of them are asked first, so that the likeliest pages come out
        first at any size of site, or alone. After ``seconds`` the rest is left to the
        sweep.
        Now and then an empty set comes: time for the caller to do something else.
        """
        end = time.monotonic() + seconds
        numbers = self._likely(values, tables)
        if not is_rest_left_out:
            numbers += self._by_breadth(self._queries.keys() - set(numbers))
        for count, number in enumerate(numbers, start=1):
            if count % ASKED_IN_ONE_BREATH == 0:
                yield set()
            remembered = self._queries.get(number)
            if time.monotonic() > end:
                return
            if remembered is None:
                continue
            self._settled = _Settled()
            answer = answered_now(remembered.key)
            remembered.take(answer)
            if remembered.outdated and not remembered.is_told:
                remembered.is_told = True
                yield remembered.concerned

    def _likely(self, values: Iterable[Any], tables: Iterable[str]) -> list[int]:
        """Queries that mention a value, then those that read one of the tables.

        The same question about another row is none of them: most queries are such.
        """
        first: set[int] = set()
        for value in values:
            # True equals 1 in Python, and nearly every query asks for what is live.
            if not isinstance(value, bool):
                first |= self._by_value.get(hashable(value), set())
        changed = frozenset(tables)
        asked = {self._queries[number].key[0] for number in first}
        reading = (
            number
            for number, remembered in self._queries.items()
            if remembered.key[0] not in asked
            and not remembered.tables.isdisjoint(changed)
        )
        # The row's own pages, then lists, then what hardly any page asks.
        own = sorted(first, key=self._breadth, reverse=True)
        return own + self._by_breadth(reading)

    def _by_breadth(self, numbers: Iterable[int]) -> list[int]:
        return sorted(sorted(numbers), key=self._breadth)

    def _breadth(self, number: int) -> int:
        """Sorts queries that many pages share to the front."""
        remembered = self._queries.get(number)
        return -len(remembered.columns) if remembered is not None else 0

    def _once(self, columns: int) -> int:
        """The same number as one object: there are few, in very many places."""
        return self._columns.setdefault(columns, columns)

    def _number(self, key: QueryKey, seen: Seen) -> int:
        number = self._numbers.get(key)
        if number is None:
            self._last_number += 1
            number = self._numbers[key] = self._last_number
            self._queries[number] = _Remembered(
                key, seen.digest, seen.hashes, self._tables(key[0])
            )
            for value in _values(key):
                self._by_value.setdefault(value, set()).add(number)
        return number

    def _drop(self, number: int, address: str) -> None:
        remembered = self._queries[number]
        remembered.drop(address)
        if not remembered.columns:
            del self._queries[number]
            del self._numbers[remembered.key]
            for value in _values(remembered.key):
                numbers = self._by_value.get(value, set())
                numbers.discard(number)
                if not numbers:
                    self._by_value.pop(value, None)

    def _tables(self, sql: str) -> frozenset[str]:
        tables = self._tables_of_sql.get(sql)
        if tables is None:
            tables = self._tables_of_sql[sql] = frozenset(_TABLE.findall(sql))
        return tables


def _values(key: QueryKey) -> set[Hashable]:
    return {value for value in key[1] if not isinstance(value, bool)}


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
