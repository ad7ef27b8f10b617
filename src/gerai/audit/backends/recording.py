"""Looks at rows as they are written: one question more for each UPDATE and DELETE.

All writes of the ORM end in one of three compilers, whether one record is saved, many
are changed at once, or links are set; so nothing depends on signals, which bulk writes
don't send. Statements written by hand are noted by table and number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.sql import Query
from django.db.models.sql.constants import MULTI

from gerai.audit.acting import Acting, current_acting, is_in_bulk
from gerai.audit.journal import (
    BY_STATEMENT,
    CHANGED,
    CREATED,
    DELETED,
    Change,
)
from gerai.audit.scope import Reach, reach_of
from gerai.audit.values import changed_fields, digest_of, plain

# More rows than this in one statement are counted, not looked at.
MOST_ROWS = 1000
NAMING_FIELDS = (
    "title",
    "name",
    "label",
    "username",
    "question",
    "heading",
    "old_path",
)
_STATEMENT = re.compile(
    r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+["`]?(\w+)', re.IGNORECASE
)
_COUNT_OF_CHILDREN = re.compile(r'SET\s+["`]?numchild', re.IGNORECASE)


def whose(model: type[models.Model] | None) -> Acting | None:
    """Who writes to a table; None where it isn't recorded."""
    if model is None:
        return None
    reach = reach_of(model)
    if reach is Reach.LEFT_OUT:
        return None
    by = current_acting()
    if by is None or (reach is Reach.STAFF_ONLY and _is_reader(by)):
        return None
    return by


def _is_reader(by: Acting) -> bool:
    return by.kind == "request" and by.person is None


@contextmanager
def _as_one(connection: Any) -> Iterator[None]:
    """A statement of its own becomes a transaction, so that its record is part of it."""
    connection.journal.depth += 1
    try:
        if connection.in_atomic_block or not connection.get_autocommit():
            yield
        else:
            with transaction.atomic(using=connection.alias):
                yield
    finally:
        connection.journal.depth -= 1


class RecordsInsert:
    """Notes new rows; their values are at hand."""

    connection: Any
    query: Any

    def execute_sql(self, returning_fields: Any = None) -> Any:
        model = self.query.model
        by = whose(model)
        if by is None:
            return super().execute_sql(returning_fields)  # type: ignore[misc]
        with _as_one(self.connection):
            rows = super().execute_sql(returning_fields)  # type: ignore[misc]
            keys = self._keys(rows, returning_fields)
            if reach_of(model) is Reach.NAMES_ACTS:
                from gerai.audit.wagtail_log import act_of  # noqa: PLC0415

                for row in self.query.objs:
                    self.connection.journal.add(by, act_of(row))
                return rows
            for row, key in zip(self.query.objs, keys, strict=True):
                self.connection.journal.add(by, self._change(model, row, key))
            return rows

    def _keys(self, rows: Any, returning_fields: Any) -> list[Any]:
        meta = self.query.get_meta()
        names = [field.attname for field in returning_fields or ()]
        at = names.index(meta.pk.attname) if meta.pk.attname in names else None
        keys = []
        for index, row in enumerate(self.query.objs):
            key = row._get_pk_val(meta)
            if key is None and at is not None and index < len(rows):
                key = rows[index][at]
            keys.append(key)
        return keys

    def _change(self, model: Any, row: Any, key: Any) -> Change:
        fields = self.query.fields
        values = {
            field.attname: plain(field, getattr(row, field.attname)) for field in fields
        }
        change = Change(model._meta.label_lower, _text(key), CREATED)
        change.name = _name(model, values)
        if is_in_bulk():
            change.digest = digest_of(values)
        elif model._meta.label_lower == "wagtailcore.revision":
            from gerai.audit.wagtail_log import drafted  # noqa: PLC0415

            return drafted(row, key)
        else:
            empty = dict.fromkeys(values)
            change.fields = changed_fields(model, empty, values)
        return change


class RecordsUpdate:
    """Notes rows before and after."""

    connection: Any
    query: Any

    def execute_sql(self, result_type: Any) -> Any:
        values = self.query.values
        by = whose(self.query.model) if values else None
        if by is None:
            return super().execute_sql(result_type)  # type: ignore[misc]
        with _as_one(self.connection):
            if is_in_bulk():
                count = super().execute_sql(result_type)  # type: ignore[misc]
                self._note_digest(by, count)
                return count
            fields = [field for field, _model, _value in values]
            before = rows_of(self.query, self.connection, fields)
            count = super().execute_sql(result_type)  # type: ignore[misc]
            if before is None:
                self.connection.journal.add(by, _counted(self.query.model, count))
            else:
                self._note_rows(by, before)
            return count

    def _note_digest(self, by: Acting, count: Any) -> None:
        model = self.query.model
        key = _only_key(self.query)
        if not count:
            return
        if key is None:
            self.connection.journal.add(by, _counted(model, count))
            return
        values = {
            field.attname: plain(field, value) for field, _m, value in self.query.values
        }
        change = Change(model._meta.label_lower, key, CHANGED, _name(model, values))
        change.digest = digest_of(values)
        self.connection.journal.add(by, change)

    def _note_rows(self, by: Acting, before: dict[Any, dict[str, Any]]) -> None:
        model = self.query.model
        after = self._after(before)
        for key, old in before.items():
            fields = changed_fields(model, old, {**old, **after.get(key, {})})
            if fields:
                change = Change(model._meta.label_lower, _text(key), CHANGED)
                change.name = _name(model, {**old, **after.get(key, {})})
                change.fields = fields
                self.connection.journal.add(by, change)

    def _after(self, before: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
        """The new values: those given, or asked for where the database computes them."""
        values = self.query.values
        if not before or all(
            not hasattr(value, "resolve_expression") for _f, _m, value in values
        ):
            given = {
                field.attname: plain(field, _key_of(field, value))
                for field, _model, value in values
            }
            return dict.fromkeys(before, given)
        model = self.query.model
        again = model._base_manager.using(self.connection.alias).filter(
            pk__in=list(before)
        )
        fields = [field for field, _model, _value in values]
        return rows_of(again.query, self.connection, fields) or {}


class RecordsDelete:
    """Notes rows before they are gone."""

    connection: Any
    query: Any

    def execute_sql(self, result_type: Any, *args: Any, **kwargs: Any) -> Any:
        model = self.query.model
        by = whose(model)
        if by is None:
            return super().execute_sql(result_type, *args, **kwargs)  # type: ignore[misc]
        with _as_one(self.connection):
            before = None
            if not is_in_bulk():
                fields = model._meta.local_concrete_fields
                before = rows_of(self.query, self.connection, fields)
            count = super().execute_sql(result_type, *args, **kwargs)  # type: ignore[misc]
            for change in self._changes(model, before, count):
                self.connection.journal.add(by, change)
            return count

    def _changes(self, model: Any, before: Any, count: Any) -> Iterator[Change]:
        label = model._meta.label_lower
        if before is None:
            if count:
                yield Change(label, _only_key(self.query) or "", DELETED, rows=count)
            return
        for key, old in before.items():
            change = Change(label, _text(key), DELETED, _name(model, old))
            change.fields = changed_fields(model, old, dict.fromkeys(old))
            yield change


def rows_of(
    query: Any, connection: Any, fields: Sequence[Any]
) -> dict[Any, dict[str, Any]] | None:
    """The rows that a query means, by key; None if they are too many to look at."""
    meta = query.get_meta()
    asked = list(dict.fromkeys([meta.pk, *fields, *_naming(meta)]))
    select = query.chain(klass=Query)
    select.clear_ordering(force=True)
    select.extra = {}
    select.select = ()
    select.clear_limits()
    select.set_limits(high=MOST_ROWS + 1)
    select.add_fields([field.name for field in asked])
    found: dict[Any, dict[str, Any]] = {}
    compiler = select.get_compiler(connection=connection)
    for row in compiler.results_iter(compiler.execute_sql(MULTI), tuple_expected=True):
        if len(found) == MOST_ROWS:
            return None
        found[row[0]] = {
            field.attname: plain(field, value)
            for field, value in zip(asked, row, strict=True)
        }
    return found


def _naming(meta: Any) -> list[Any]:
    names = {field.name: field for field in meta.local_concrete_fields}
    return [names[name] for name in NAMING_FIELDS if name in names][:1]


def _name(model: Any, values: dict[str, Any]) -> str:
    from gerai.audit.scope import minimised  # noqa: PLC0415

    for name in NAMING_FIELDS:
        value = values.get(name)
        if isinstance(value, str) and value:
            return str(minimised(model, name, value))[:200]
    return ""


def _key_of(field: Any, value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _only_key(query: Any) -> str | None:
    """The key in ``WHERE pk = …``; None for any other condition."""
    children = query.where.children
    if len(children) != 1 or query.where.negated:
        return None
    lookup = children[0]
    column = getattr(getattr(lookup, "lhs", None), "target", None)
    if getattr(lookup, "lookup_name", "") != "exact" or not getattr(
        column, "primary_key", False
    ):
        return None
    return _text(lookup.rhs)


def _counted(model: Any, count: Any) -> Change:
    return Change(model._meta.label_lower, "", CHANGED, rows=int(count or 0))


def _text(key: Any) -> str:
    return "" if key is None else str(key)


def note_statement(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
) -> Any:
    """Note what is written without the ORM, such as a branch of pages that moves."""
    connection = context["connection"]
    first = str(sql)[:7].lstrip().upper()
    if connection.journal.depth or not first.startswith(("INSERT", "UPDATE", "DELETE")):
        return execute(sql, params, many, context)
    match = _STATEMENT.match(str(sql))
    model = _model_of(match.group(1)) if match else None
    by = whose(model)
    if by is None or model is None or _COUNT_OF_CHILDREN.search(str(sql)):
        return execute(sql, params, many, context)
    with _as_one(connection):
        result = execute(sql, params, many, context)
        count = max(getattr(context["cursor"], "rowcount", 0), 0)
        if count:
            change = Change(model._meta.label_lower, "", BY_STATEMENT, rows=count)
            connection.journal.add(by, change)
        return result


_models: dict[str, Any] = {}


def _model_of(table: str) -> Any:
    if not _models and apps.models_ready:
        for model in apps.get_models(include_auto_created=True):
            _models.setdefault(model._meta.db_table, model)
    return _models.get(table)
