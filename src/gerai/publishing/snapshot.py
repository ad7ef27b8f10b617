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

_SAVEPOINT = "gerai_page"


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
                cursor.execute(f"SAVEPOINT {_SAVEPOINT}")
        with reading_once():
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        snapshot.close()


def is_shared_database(usual: BaseDatabaseWrapper) -> bool:
    """Whether another process would see what this one sees."""
    return not (usual.in_atomic_block or _is_in_memory(usual))


def mend_snapshot() -> None:
    """Go on after a page that failed.

    PostgreSQL refuses every further query of a transaction in which one has failed.

    Raises:
        OperationalError: when it isn't the page: the database itself is away.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    # Past what the snapshot has read already: the database itself must answer.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            cursor.cursor.execute(f"ROLLBACK TO SAVEPOINT {_SAVEPOINT}")
            connection.errors_occurred = False
        else:
            cursor.cursor.execute("SELECT COUNT(*) FROM django_migrations")


def _read_only_connection(usual: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    settings = deepcopy(usual.settings_dict)
    if usual.vendor == "sqlite":
        settings["OPTIONS"].pop("transaction_mode", None)
    wrapper: BaseDatabaseWrapper = type(usual)(settings, alias=DEFAULT_DB_ALIAS)
    # Django closes connections at the end of each request, and each page is one: the
    # next page would be rendered outside the snapshot, and could write.
    wrapper.close_if_unusable_or_obsolete = lambda: None  # type: ignore[method-assign]
    return wrapper


def _is_in_memory(connection: BaseDatabaseWrapper) -> bool:
    is_in_memory = getattr(connection, "is_in_memory_db", None)
    return bool(is_in_memory and is_in_memory())
