"""Queries whose SQL is put together once, for what every page asks of its own row.

Django takes ten times longer to write a small query than the database to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from wagtail.fields import StreamField

from gerai.publishing.columns import NO_COLUMNS
from gerai.publishing.noting import with_notes
from gerai.publishing.reading import (
    current_reading,
    is_in_snapshot,
    once_per_snapshot,
)

Record = TypeVar("Record", bound=Model)
Value = int | str | UUID


@dataclass(frozen=True, slots=True)
class _Prepared:
    """``slots``: of each parameter, whether it is a value, and which, or the constant.

    ``attributes`` and ``converters``: how a row becomes a record; none where the query
    gives no records.
    """

    sql: str
    slots: tuple[tuple[bool, Any], ...]
    compiler: SQLCompiler
    attributes: list[str]
    converters: dict[int, Any]

    def parameters(self, values: tuple[Value, ...]) -> list[Any]:
        """What goes into the SQL for these values."""
        given = [_as_parameter(value) for value in values]
        return [given[what] if is_value else what for is_value, what in self.slots]


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


class PreparedQuery(Generic[Record]):
    """A queryset as a function of its values, which are compared as they are.

    ``PreparedQuery(lambda pk: Page.objects.filter(pk=pk), int).records(7)``
    """

    def __init__(
        self, build: Callable[..., QuerySet[Record, Any]], *kinds: type[Value]
    ) -> None:
        """``kinds``: the type of each value that ``build`` takes, in order."""
        self._build = build
        self._kinds = kinds
        self._prepared: dict[str, _Prepared] = {}
        self._model: Any = None

    def ready(self) -> PreparedQuery[Record]:
        """Put the SQL together now.

        What ``build`` reads for it is in its text: see :class:`PreparedGiven`.
        """
        self._prepared[connection.vendor] = self._prepare()
        return self

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """What the database answers, unconverted: for text, numbers, truth."""
        ready = self._ready()
        parameters = ready.parameters(values)
        reading = current_reading()
        if reading is not None:
            return list(reading.rows(ready.sql, parameters)[0])
        return _rows(ready.sql, parameters)

    def records(self, *values: Value) -> list[Record]:
        """The records, as the queryset would give them.

        In a snapshot each says which of its columns are read.
        """
        ready = self._ready()
        parameters = ready.parameters(values)
        reading = current_reading()
        if reading is None:
            return self._records(ready, _rows(ready.sql, parameters))
        rows, notes = reading.rows(ready.sql, parameters, NO_COLUMNS)
        return list(with_notes(self._records(ready, rows), notes))

    def _records(self, ready: _Prepared, rows: Iterable[Any]) -> list[Record]:
        if ready.converters:
            rows = ready.compiler.apply_converters(rows, ready.converters)
        using, attributes = connection.alias, ready.attributes
        return [self._model.from_db(using, attributes, row) for row in rows]

    def _ready(self) -> _Prepared:
        prepared = self._prepared.get(connection.vendor)
        if prepared is None:
            prepared = self._prepared[connection.vendor] = self._prepare()
        return prepared

    def _prepare(self) -> _Prepared:
        examples = [_example(kind, place) for place, kind in enumerate(self._kinds)]
        queryset = self._build(*examples)
        self._model = queryset.model
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        known = {_as_parameter(one): place for place, one in enumerate(examples)}
        slots = tuple((one in known, known.get(one, one)) for one in parameters)
        if {what for is_value, what in slots if is_value} != set(range(len(examples))):
            raise ValueError(f"a value of this query is not a parameter: {sql}")
        columns = [column for column, *_ in compiler.select]
        if compiler.klass_info is None:
            return _Prepared(sql, slots, compiler, [], {})
        if len(columns) != len(compiler.klass_info["select_fields"]):
            raise ValueError(f"with_related reads what keys lead to: {sql}")
        attributes = [column.target.attname for column in columns]
        # Blocks are unpacked by the record itself, as from the text that is stored.
        plain = [
            None if isinstance(column.target, StreamField) else column
            for column in columns
        ]
        converters = compiler.get_converters(plain)
        return _Prepared(sql, slots, compiler, attributes, converters)


class PreparedGiven(Generic[Record]):
    """A prepared query with something read in its text, such as which pages are private.

    ``now()`` is the query for what stands there now. Its text is kept for as long as
    that stays the same.
    """

    def __init__(
        self,
        read: Callable[[], Hashable],
        build: Callable[..., QuerySet[Record, Any]],
        *kinds: type[Value],
    ) -> None:
        """``read``: all that ``build`` puts into the text, beside its values."""
        self._read = read
        self._build = build
        self._kinds = kinds
        self._kept: tuple[Hashable, PreparedQuery[Record]] | None = None

    def now(self) -> PreparedQuery[Record]:
        """The query; whoever takes it counts as having asked what is in its text."""
        given = (connection.vendor, self._read())
        kept = self._kept
        if kept is not None and kept[0] == given:
            return kept[1]
        query = PreparedQuery(self._build, *self._kinds).ready()
        # Elsewhere something may have been written between the reads.
        if is_in_snapshot():
            self._kept = (given, query)
        return query


def as_others_show(records: QuerySet[Record]) -> QuerySet[Record]:
    """Without the columns of ``NOT_SHOWN_BY_OTHERS``, if its model has any.

    Pages that merely mention a record don't rest on these then, and no page that shows
    the record so may ask for them (a test renders all pages and looks).
    """
    return records.defer(*getattr(records.model, "NOT_SHOWN_BY_OTHERS", ()))


@cache
def by_key(model: Any) -> PreparedQuery[Any]:
    """Asks for the one record of ``model`` with a primary key."""
    return PreparedQuery(
        lambda pk: model._default_manager.filter(pk=pk).order_by(), int
    )


@cache
def mentioned(model: Any) -> PreparedQuery[Any]:
    """As ``by_key``, with what pages about something else show of it."""
    return PreparedQuery(
        lambda pk: as_others_show(model._default_manager.filter(pk=pk).order_by()), int
    )


@once_per_snapshot
def record_once(model: type[Record], key: int) -> Record | None:
    """As others show the record with a key; in a snapshot all who ask get the same one."""
    found: list[Record] = mentioned(model).records(key)
    return found[0] if found else None


def with_related(record: Any, *names: str) -> Any:
    """``record`` with what these foreign keys of it lead to, each read once.

    ``counter__floor`` is the floor of its counter; in a snapshot that one is shared.
    """
    for name in names:
        first, _, rest = name.partition("__")
        field = record._meta.get_field(first)
        key = getattr(record, field.attname)
        # In a snapshot ``record`` may be shared: whoever gets it has asked for this too.
        if key is not None and (is_in_snapshot() or not field.is_cached(record)):
            setattr(record, first, record_once(field.related_model, key))
        if rest and getattr(record, first) is not None:
            with_related(getattr(record, first), rest)
    return record


def _example(kind: type[Value], place: int) -> Value:
    """A value that no query has by itself."""
    if kind is int:
        return 1_700_000_011 + place
    if kind is UUID:
        return UUID(int=0xA5A5_0000_0000_0000 + place)
    return f"\ue000{place}\ue000"


def _as_parameter(value: Value) -> Any:
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
