"""SQLite: a consistent copy while in use, and what a copy holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gerai.operations.backups.problems import BackupProblem

WAIT_SECONDS = 20.0
# Whoever is signed in, by tokens that would be valid again.
ENDED_BY_RESTORE = ("django_session",)
SIDE_FILES = ("-wal", "-shm", "-journal")


def copy_database(source: Path, target: Path) -> None:
    """Copy the database as it is at one instant; writers aren't kept waiting.

    Raises:
        BackupProblem: when there is none, or it is damaged or busy.
    """
    if not source.is_file():
        raise BackupProblem(f"There is no database {source}.")
    try:
        with (
            closing(sqlite3.connect(source, timeout=WAIT_SECONDS)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            copy.execute("PRAGMA synchronous=OFF")  # synced as a whole, later
            live.backup(copy)
    except sqlite3.Error as problem:
        raise BackupProblem(f"The database can't be copied: {problem}.") from problem


@contextmanager
def opened_copy(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy that nobody else has open, to read from.

    Raises:
        BackupProblem: when it isn't a sound database.
    """
    try:
        # Immutable: reading it makes no files beside it.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            yield connection
    except sqlite3.Error as problem:
        raise BackupProblem(f"The copied database is damaged: {problem}.") from problem


def migrations_of(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """App and name of each migration, in the order of applying."""
    if "django_migrations" not in _tables(connection):
        raise BackupProblem(
            'The database is empty. Run "gerai prepare" before the first backup.'
        )
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [(str(app), str(name)) for app, name in rows]


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; sessions aside, which a restore ends."""
    counts = {}
    for table in _tables(connection):
        quoted = table.replace('"', '""')
        (counts[table],) = connection.execute(
            f'SELECT count(*) FROM "{quoted}"'  # noqa: S608 - a name of its own schema
        ).fetchone()
    return counts


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [name for (name,) in found if name not in ENDED_BY_RESTORE]


def expect_sound(path: Path) -> None:
    """Look through the whole file.

    Raises:
        BackupProblem: when it is damaged.
    """
    with opened_copy(path) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if answer != "ok":
        raise BackupProblem(f"The database in the backup is damaged: {answer}.")
    if broken:
        raise BackupProblem(
            f"The database in the backup is damaged: a row of {broken[0]} points to "
            "nothing."
        )


def end_sessions(path: Path) -> None:
    """Sign everybody out, and leave one file with nothing beside it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in ENDED_BY_RESTORE:
            connection.execute(f'DELETE FROM "{table}"')  # noqa: S608
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in SIDE_FILES:
        path.with_name(path.name + ending).unlink(missing_ok=True)
