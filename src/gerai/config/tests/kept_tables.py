"""The tables that all migrations make, kept between runs of the tests.

To migrate an empty database takes half a minute. On one that has it all, migrating only
settles again whatever receivers settle.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from django import VERSION
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

STATES_KEPT = 4


class KeptTables:
    """Between ``fill`` and ``keep`` Django migrates the tests' database in memory.

    Of several workers one migrates; the others wait and take what it has made.
    """

    def __init__(self, folder: Path) -> None:
        self._kept = folder / f"{_fingerprint()}.sqlite3"
        self._memory: sqlite3.Connection | None = None
        self._lock: IO[str] | None = None

    def fill(self) -> None:
        """Put into memory what is kept, if anything is, before Django looks there."""
        if connection.vendor != "sqlite":
            return
        lock = self._kept.with_name("lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not self._kept.exists():
            self._lock = lock  # until it is
            return
        lock.close()
        # As long as this one is open there is such a database in memory.
        creation: Any = connection.creation
        name = creation._get_test_db_name()
        self._memory = sqlite3.connect(name, uri=True, check_same_thread=False)
        with closing(sqlite3.connect(self._kept)) as source:
            source.backup(self._memory)

    def keep(self) -> None:
        """Let further runs have the tables as they are now."""
        if self._memory is not None:
            self._memory.close()
        if self._lock is None:
            return
        connection.ensure_connection()
        unfinished = self._kept.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(unfinished)) as target:
            connection.connection.backup(target)
        unfinished.replace(self._kept)
        self._forget_old_states()
        self._lock.close()

    def _forget_old_states(self) -> None:
        states = self._kept.parent.glob("*.sqlite3")
        for old in sorted(states, key=lambda one: one.stat().st_mtime)[:-STATES_KEPT]:
            old.unlink()


def _fingerprint() -> str:
    """Of all that decides which tables there are, and what migrations write there."""
    digest = hashlib.sha256(f"{VERSION} {sqlite3.sqlite_version}".encode())
    folders = {"settings": Path(__file__).parents[1] / "settings"}
    for app in apps.get_app_configs():
        package, _is_explicit = MigrationLoader.migrations_module(app.label)
        if package and package.startswith(app.name):
            inside = package[len(app.name) + 1 :].split(".")
            folders[app.label] = Path(app.path, *inside)
    for label, folder in folders.items():
        for file in sorted(folder.glob("*.py")):
            digest.update(f"{label}\0{file.name}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:32]
