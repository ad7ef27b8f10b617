"""The database goes away under a running publisher, and comes back."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import PostgreSQL
from gerai.publishing.health import read_status
from gerai.publishing.tests.sample_installation import wait_until

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("GERAI_", "DJANGO_"))
}


@dataclass(frozen=True, slots=True)
class Installation:
    """A sample site with one group, in processes of its own."""

    folder: Path
    database: str = ""

    def run(self, *order: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "gerai.publishing.tests.ordered"),
                *(str(self.folder), self.database, *order),
            ],
            env=ENVIRONMENT,
        )

    def do(self, *order: str) -> None:
        assert self.run(*order).wait(timeout=120) == 0

    @contextmanager
    def publisher(self) -> Iterator[subprocess.Popen[bytes]]:
        process = self.run("follow")
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)

    def shows(self, name: str) -> bool:
        page = self.folder / "published" / "index.html"
        return page.exists() and name in page.read_text()

    @property
    def trouble(self) -> str:
        return read_status(self.folder / "publisher").trouble


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "site")


def test_a_database_file_that_is_taken_away_and_put_back(
    installation: Installation,
) -> None:
    installation.do("create", "first")
    database = installation.folder / "db.sqlite3"
    away = installation.folder / "away.sqlite3"
    with installation.publisher() as process:
        assert wait_until(lambda: installation.shows("first"), seconds=60)
        sqlite3.connect(database).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.rename(away)
        # A publisher that is started now has nothing to read, and nothing to break.
        process.kill()
        process.wait()
        with installation.publisher():
            assert wait_until(lambda: installation.trouble == "database", seconds=60)
            assert installation.shows("first")
            assert not database.exists()
            away.rename(database)
            installation.do("create", "second")
            assert wait_until(lambda: installation.shows("second"), seconds=60)
            assert wait_until(lambda: installation.trouble == "", seconds=30)


def test_a_locked_database_is_waited_for(installation: Installation) -> None:
    installation.do("create", "first")
    holder = sqlite3.connect(
        installation.folder / "db.sqlite3", isolation_level=None, timeout=30
    )
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with installation.publisher():
        assert wait_until(lambda: installation.trouble == "database", seconds=90)
        holder.execute("COMMIT")
        holder.close()
        assert wait_until(lambda: installation.shows("first"), seconds=60)


def test_a_second_publisher_waits_and_takes_over(installation: Installation) -> None:
    installation.do("create", "first")
    with installation.publisher() as first:
        assert wait_until(lambda: installation.shows("first"), seconds=60)
        with installation.publisher() as second:
            installation.do("create", "second")
            assert wait_until(lambda: installation.shows("second"), seconds=60)
            assert read_status(installation.folder / "publisher").pid == first.pid
            first.kill()
            first.wait()
            installation.do("create", "third")
            assert wait_until(lambda: installation.shows("third"), seconds=60)
            status = read_status(installation.folder / "publisher")
            assert status.pid == second.pid


def test_a_batch_is_rendered_in_one_snapshot(installation: Installation) -> None:
    installation.do("snapshot")


def test_two_editors_lose_no_change(installation: Installation) -> None:
    installation.do("create", "first")
    with installation.publisher():
        assert wait_until(lambda: installation.shows("first"), seconds=60)
        editors = [installation.run("create-many", name, "40") for name in ("x", "y")]
        assert [editor.wait(timeout=120) for editor in editors] == [0, 0]
        assert wait_until(
            lambda: all(
                installation.shows(f"{editor}-{number:03}")
                for editor in "xy"
                for number in range(40)
            ),
            seconds=15,
        )


@pytest.mark.postgresql
def test_a_server_that_is_stopped_and_started(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    installation = Installation(tmp_path / "site", postgresql.create("stopped"))
    installation.do("create", "first")
    with installation.publisher():
        assert wait_until(lambda: installation.shows("first"), seconds=60)
        postgresql.stop()
        try:
            assert wait_until(lambda: installation.trouble == "database", seconds=60)
            assert installation.shows("first")
        finally:
            postgresql.start()
        installation.do("create", "second")
        assert wait_until(lambda: installation.shows("second"), seconds=60)
        assert wait_until(lambda: installation.trouble == "", seconds=30)


@pytest.mark.postgresql
@pytest.mark.parametrize("order", ["snapshot", "counter", "failing", "kill"])
def test_what_the_publisher_asks_of_postgresql(
    postgresql: PostgreSQL, tmp_path: Path, order: str
) -> None:
    Installation(tmp_path / "site", postgresql.create(f"asked_{order}")).do(order)
