"""The chain stays one chain however many write at once, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connections, transaction

from conftest import PostgreSQL
from gerai.audit.acting import acting
from gerai.audit.chain import BEGINNING, hash_of
from gerai.audit.journal import Act
from gerai.audit.models import Entry, Head
from gerai.config.environment import read_environment

WRITERS, ENTRIES_EACH = 6, 15


@pytest.fixture
def any_database(django_db_blocker: Any) -> Iterator[None]:
    """These tests bring databases of their own."""
    with django_db_blocker.unblock():
        yield


def write_at_once(alias: str) -> None:
    def write() -> None:
        try:
            for _ in range(ENTRIES_EACH):
                with acting("command", "writer") as by, transaction.atomic(using=alias):
                    journal: Any = connections[alias]
                    journal.journal.add(by, Act("test"))
        finally:
            connections[alias].close()

    writers = [Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def check_writers(alias: str, database: dict[str, Any]) -> None:
    """Many at once on a database of its own: no entry lost, doubled or out of place."""
    defaults = {**connections["default"].settings_dict, **database}
    connections.databases[alias] = defaults
    try:
        with connections[alias].schema_editor() as editor:
            editor.create_model(Entry)
            editor.create_model(Head)
        write_at_once(alias)
        entries = list(Entry.objects.using(alias).order_by("number"))
        head = Head.objects.using(alias).get()
        wrapper: Any = connections[alias]
        wrapper.close()
        if hasattr(wrapper, "close_pool"):
            wrapper.close_pool()
    finally:
        del connections[alias]
        del connections.databases[alias]
    assert [one.number for one in entries] == [
        number + 1 for number in range(WRITERS * ENTRIES_EACH)
    ]
    previous = BEGINNING
    for one in entries:
        assert one.previous == previous
        assert one.hash == hash_of(previous, one.number, one.content)
        previous = one.hash
    assert (head.number, head.hash) == (len(entries), previous)


@pytest.mark.usefixtures("any_database")
def test_many_writers_on_sqlite(tmp_path: Path) -> None:
    check_writers("trail-sqlite", _database(f"sqlite:///{tmp_path}/trail.sqlite3"))


@pytest.mark.usefixtures("any_database")
@pytest.mark.postgresql
def test_many_writers_on_postgresql(postgresql: PostgreSQL) -> None:
    check_writers("trail-postgresql", _database(postgresql.create("trail")))


def _database(url: str) -> dict[str, Any]:
    found = read_environment({"DATABASE_URL": url, "GERAI_SECRET_KEY": "x" * 40})
    return dict(found.database)
