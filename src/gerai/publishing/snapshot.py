"""One unchanging, read-only view of the database for a batch of renders.

While it is in force ``connections["default"]`` of this thread is a second connection in
a read transaction: every query of the batch sees the same state, editors aren't
blocked, and a page that tries to write while it renders fails. What is read is read once
(see :mod:`gerai.publishing.reading`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from gerai.publishing.reading import reading_once


@contextmanager
def database_snapshot() -> Iterator[None]:
    """Render inside this. A transaction that is already open serves as the snapshot."""
    usual = connections[DEFAULT_DB_ALIAS]
    if usual.in_atomic_block or _is_in_memory(usual):
        with reading_once():
            yield
        return
    snapshot = _read_only_connection(usual)
    connections[DEFAULT_DB_ALIAS] = snapshot
    try:
        with snapshot.cursor() as cursor:
            if snapshot.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = 1")
                cursor.execute("BEGIN DEFERRED")
                # The snapshot of a deferred transaction begins with its first read.
                cursor.execute("SELECT COUNT(*) FROM django_migrations")
            else:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with reading_once():
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        snapshot.close()


def is_shared_database(usual: BaseDatabaseWrapper) -> bool:
    """Whether another process would see what this one sees."""
    return not (usual.in_atomic_block or _is_in_memory(usual))


def _read_only_connection(usual: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    settings = deepcopy(usual.settings_dict)
    if usual.vendor == "sqlite":
        settings["OPTIONS"].pop("transaction_mode", None)
    wrapper: BaseDatabaseWrapper = type(usual)(settings, alias=DEFAULT_DB_ALIAS)
    return wrapper


def _is_in_memory(connection: BaseDatabaseWrapper) -> bool:
    is_in_memory = getattr(connection, "is_in_memory_db", None)
    return bool(is_in_memory and is_in_memory())
