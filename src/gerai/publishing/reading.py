"""What is read within one unchanging view of the database is read once.

Inside :func:`gerai.publishing.snapshot.database_snapshot` the same question has the same
answer, so the rows of a query and the results of functions marked with
``once_per_snapshot`` are kept until the snapshot ends, and no longer. Outside it nothing
is kept. A page that is given a kept result counts as having asked its queries, so the
memory stays complete.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

from gerai.publishing.answers import (
    Answer,
    KeptRows,
    QueryKey,
    Seen,
    answer_of,
    answered,
    hashable,
)
from gerai.publishing.columns import ALL_COLUMNS, NO_COLUMNS

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)

_READS = ("SELECT", "(SELECT", "WITH")
_PLAIN = (str, int, float, bytes, date, UUID)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A piece of text that stands in many pages, such as their foot.

    ``asked``: the queries that it rests on, and what it saw of their answers.
    ``in_doubt``: those of which other columns have changed since it was drawn.
    """

    key: Hashable
    text: str
    asked: Mapping[QueryKey, Seen]
    in_doubt: frozenset[QueryKey] = frozenset()


class Notes:
    """Counts columns of one answer in one reading as read.

    ``key``: the query, once it has been asked.
    """

    __slots__ = ("_reading", "key")

    def __init__(self, reading: Reading, key: QueryKey | None = None) -> None:
        self._reading = reading
        self.key = key

    def read(self, columns: int) -> None:
        """``columns`` were read by whoever is recorded now."""
        if self.key is not None:
            self._reading.note(self.key, columns)


class Reading:
    """Answers and results of one snapshot, and which queries are asked at present.

    ``writes``: how often all that was kept was given up because something was written.
    """

    def __init__(self) -> None:
        self.writes = 0
        self._answers: dict[QueryKey, Answer] = {}
        self._results: dict[Hashable, tuple[Any, Mapping[QueryKey, int]]] = {}
        self._asked: list[dict[QueryKey, int]] = []
        self._parts: dict[Hashable, Part] = {}
        self._parts_of_page: list[Part] | None = None
        self._offered: Mapping[Hashable, Part] = {}
        self._expected: Notes | None = None

    @contextmanager
    def recording(self) -> Iterator[dict[QueryKey, int]]:
        """Collect the queries that are asked inside, kept results included.

        With each, the columns that are read of it inside.
        """
        asked: dict[QueryKey, int] = {}
        self._asked.append(asked)
        try:
            yield asked
        finally:
            self._asked.pop()
            self._note_all(asked)

    def note(self, key: QueryKey, columns: int) -> None:
        """Count these columns of a query as read by whoever is recorded."""
        if self._asked:
            asked = self._asked[-1]
            asked[key] = asked.get(key, 0) | columns

    def _note_all(self, read: Mapping[QueryKey, int]) -> None:
        if self._asked:
            asked = self._asked[-1]
            known = asked.get
            for key, columns in read.items():
                asked[key] = known(key, 0) | columns

    def answer(self, key: QueryKey) -> Answer:
        """What a query answers here; it is asked if it wasn't yet."""
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = answered(key)
        return answer

    def digest(self, key: QueryKey) -> bytes:
        """The digest of what a query answers here; it is asked if it wasn't yet."""
        return self.answer(key).digest

    def seen(self, asked: Mapping[QueryKey, int]) -> dict[QueryKey, Seen]:
        """What was seen by reading these columns of these queries."""
        found: dict[QueryKey, Seen] = {}
        for key, columns in asked.items():
            answer = self.answer(key)
            hashes = b"" if columns == ALL_COLUMNS else answer.hashes
            found[key] = Seen(answer.digest, hashes, columns)
        return found

    def rows(
        self, sql: str, parameters: Iterable[Any], columns: int = ALL_COLUMNS
    ) -> tuple[tuple[Any, ...], Notes]:
        """The rows of a query, and notes for records that are made of them.

        ``columns``: which of them count as read already.
        """
        key = (sql, tuple(hashable(value) for value in parameters))
        self.note(key, columns)
        return self.answer(key).rows, Notes(self, key)

    @contextmanager
    def expecting_records(self) -> Iterator[Notes]:
        """Give notes for the records of the next query, which aren't read yet."""
        self._expected = notes = Notes(self)
        try:
            yield notes
        finally:
            self._expected = None

    def result(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """The result that is kept under ``key``, computed if there is none."""
        kept = self._results.get(key)
        if kept is None:
            with self.recording() as asked:
                value = compute()
            self._results[key] = (value, asked)
            return value
        self._note_all(kept[1])
        return cast(Result, kept[0])

    @contextmanager
    def taking_parts(self) -> Iterator[list[Part]]:
        """Collect the parts that a page is given inside; their queries aren't its own."""
        outer, self._parts_of_page = self._parts_of_page, []
        try:
            yield self._parts_of_page
        finally:
            self._parts_of_page = outer

    def part_now(self, earlier: Part, *, by_columns: bool) -> Part | None:
        """What stands here for a part of an earlier snapshot; None: nobody drew it yet.

        ``by_columns``: a change of what it shows nothing of puts it in doubt, no more.

        Raises:
            DatabaseError: when one of its questions can't be asked any more.
        """
        known = self._parts.get(earlier.key)
        if known is None:
            known = self._as_it_was(earlier, by_columns=by_columns)
            if known is not None:
                self._parts[earlier.key] = known
        return known

    def _as_it_was(self, earlier: Part, *, by_columns: bool) -> Part | None:
        if earlier.in_doubt and not by_columns:
            return None
        asked: dict[QueryKey, Seen] = {}
        in_doubt: set[QueryKey] = set()
        for key, seen in earlier.asked.items():
            answer = self.answer(key)
            if answer.digest == seen.digest:
                asked[key] = seen
                continue
            if not (by_columns and seen.stands_in(answer)):
                return None
            asked[key] = Seen(answer.digest, answer.hashes, seen.columns)
            in_doubt.add(key)
        if not in_doubt:
            return earlier
        return replace(earlier, asked=asked, in_doubt=earlier.in_doubt | in_doubt)

    @contextmanager
    def offering(self, parts: Iterable[Part]) -> Iterator[None]:
        """Let a page that is rendered inside have these of its earlier pieces that stand.

        By columns: they may be in doubt afterwards.
        """
        self._offered = {part.key: part for part in parts}
        try:
            yield
        finally:
            self._offered = {}

    def part(self, key: Hashable, draw: Callable[[], str]) -> str:
        """The text under ``key``, drawn if it isn't known yet.

        It must stand in the page as it is, and depend on ``key`` and what it reads alone.
        """
        page = self._parts_of_page
        if page is None:
            return self.result(key, draw)
        known = self.drawn_part(key, draw)
        page.append(known)
        return known.text

    def drawn_part(self, key: Hashable, draw: Callable[[], str]) -> Part:
        """As ``part``, for no page."""
        known = self._parts.get(key)
        if known is None and (earlier := self._offered.get(key)) is not None:
            known = self.part_now(earlier, by_columns=True)
        if known is None:
            known = self._parts[key] = self._drawn(key, draw)
        return known

    def _drawn(self, key: Hashable, draw: Callable[[], str]) -> Part:
        # A part inside this one belongs to it.
        page, self._parts_of_page = self._parts_of_page, None
        around, self._asked = self._asked, []
        try:
            with self.recording() as asked:
                text = draw()
        finally:
            self._parts_of_page, self._asked = page, around
        return Part(key, text, self.seen(asked))

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        """Answer a query from what is kept (an ``execute_wrapper`` of Django's)."""
        if many or not sql.startswith(_READS):
            # A snapshot can't be written to; an ordinary transaction can.
            self.writes += 1
            self._answers.clear()
            self._results.clear()
            self._parts.clear()
            return execute(sql, params, many, context)
        key = (sql, tuple(hashable(value) for value in params or ()))
        answer = self._answers.get(key)
        if answer is None:
            execute(sql, params, many, context)
            answer = answer_of(context["cursor"].cursor)
            self._answers[key] = answer
        if self._expected is None:
            self.note(key, ALL_COLUMNS)
        else:
            self.note(key, NO_COLUMNS)
            self._expected.key, self._expected = key, None
        cursor = context["cursor"]
        cursor.cursor = KeptRows.instead_of(cursor.cursor, answer)
        return None


_reading: ContextVar[Reading | None] = ContextVar("gerai_reading", default=None)


def current_reading() -> Reading | None:
    """The reading that is in force, if a snapshot is."""
    return _reading.get()


@contextmanager
def reading_once() -> Iterator[Reading]:
    """Keep answers and results inside; the snapshot calls it."""
    reading = Reading()
    token = _reading.set(reading)
    try:
        with connection.execute_wrapper(reading):
            yield reading
    finally:
        _reading.reset(token)


def once_per_snapshot(
    function: Callable[Parameters, Result],
) -> Callable[Parameters, Result]:
    """Call ``function`` once per snapshot, active language and arguments.

    For reads whose result nobody changes. Records among the arguments go by their
    primary key: inside a snapshot they all come from the same database. Outside one it
    is an ordinary call.

    >>> @once_per_snapshot
    ... def double(number: int) -> int:
    ...     return 2 * number
    >>> double(3)
    6
    """

    @wraps(function)
    def once(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        reading = _reading.get()
        if reading is None:
            return function(*args, **kwargs)
        named = tuple((name, _named(kwargs[name])) for name in sorted(kwargs))
        key = (function, get_language(), tuple(_named(one) for one in args), named)
        return reading.result(key, lambda: function(*args, **kwargs))

    return once


def each_once(
    load: Callable[[list[Key]], Mapping[Key, Result]], keys: Iterable[Key]
) -> dict[Key, Result]:
    """What ``load`` finds for keys: all at once, or in a snapshot each one once.

    Asked one by one, each answer is remembered for the pages that need it and no other.
    ``load`` returns a mapping; keys that are not in it are left out.
    """
    reading = _reading.get()
    if reading is None:
        wanted = list(dict.fromkeys(keys))
        return dict(load(wanted)) if wanted else {}
    language = get_language()
    found: dict[Key, Result] = {}
    for key in dict.fromkeys(keys):
        named = (load, language, key)
        found.update(reading.result(named, lambda key=key: load([key])))  # type: ignore[misc]
    return found


def is_in_snapshot() -> bool:
    """Whether what is read now is kept until the end of a snapshot."""
    return _reading.get() is not None


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Stands for one object and no other that may equal it."""

    it: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


def _named(argument: Any) -> Hashable:
    if argument is None or isinstance(argument, _PLAIN):
        return cast(Hashable, argument)
    if isinstance(argument, Model):
        return (type(argument), argument.pk)
    if isinstance(argument, list | tuple):
        return tuple(_named(one) for one in argument)
    if isinstance(argument, set | frozenset):
        return frozenset(_named(one) for one in argument)
    if isinstance(argument, Mapping):
        return tuple((name, _named(argument[name])) for name in sorted(argument))
    return _Same(argument)


def answered_now(key: QueryKey) -> Answer:
    """What a remembered query answers now."""
    reading = _reading.get()
    return reading.answer(key) if reading is not None else answered(key)
