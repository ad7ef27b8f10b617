"""The empty tables of the practice template, also where the real ones are PostgreSQL's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, models

from gerai.academy.practice.connecting import open_database

_FTS_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")


def make_tables(path: Path) -> None:
    """Every table of the real database, empty, in a new file."""
    if connection.vendor == "sqlite":
        _copy_tables(path)
    else:
        declare_tables(path)


def _copy_tables(path: Path) -> None:
    """The real database's own definitions, full-text tables and triggers included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master "
            "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%%' "
            "ORDER BY type = 'trigger', type = 'index', rowid"
        )
        found = cursor.fetchall()
    virtual = [name for _t, name, _n, sql in found if "VIRTUAL TABLE" in sql.upper()]
    shadows = {name + ending for name in virtual for ending in _FTS_SHADOWS}
    with scratch(path) as target:
        for _kind, name, _table, sql in found:
            if name not in shadows:
                target.execute(sql)


@contextmanager
def scratch(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that is thrown away if anything fails, so it needn't be safe meanwhile."""
    target = sqlite3.connect(path, isolation_level=None)
    try:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        target.execute("PRAGMA foreign_keys = OFF")
        target.execute("BEGIN")
        yield target
        target.execute("COMMIT")
    finally:
        target.close()


def declare_tables(path: Path) -> None:
    """Tables as the models say, where the real database is another kind."""
    database = open_database(path, mode="rwc")
    with using_database_of(database), database.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                _without_foreign_indexes(editor, model)
        editor.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, "
            "name text, applied text)"
        )
    database.close()


@contextmanager
def using_database_of(database: Any) -> Iterator[None]:
    """Let ``database`` be the one that models ask for what it can."""
    from django.db import connections  # noqa: PLC0415

    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = database
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual


def _without_foreign_indexes(editor: Any, model: type[models.Model]) -> None:
    """Create a table; kinds of index that only PostgreSQL has are left out."""
    kept = model._meta.indexes
    model._meta.indexes = [
        index for index in kept if "postgres" not in type(index).__module__
    ]
    try:
        editor.create_model(model)
    finally:
        model._meta.indexes = kept
