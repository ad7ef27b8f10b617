"""Backups of a real PostgreSQL: a copy of one instant, and the way back if it fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from conftest import PostgreSQL
from gerai.operations.backups import postgresql as tables
from gerai.operations.backups import restoring
from gerai.operations.backups.bundle import opened_bundle, write_bundle
from gerai.operations.backups.drill import drill
from gerai.operations.backups.encryption import Cipher
from gerai.operations.backups.installation import Installation
from gerai.operations.backups.making import copied
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.tests.test_backups import make_installation

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def address(postgresql: PostgreSQL) -> str:
    return postgresql.create("backups")


@pytest.fixture
def site(address: str, tmp_path: Path) -> Iterator[Installation]:
    parts = urlsplit(address)
    found = replace(
        make_installation(tmp_path / "site"),
        database={
            "ENGINE": "django.db.backends.postgresql",
            "HOST": parts.hostname,
            "PORT": parts.port,
            "USER": parts.username,
            "PASSWORD": "",
            "NAME": parts.path.strip("/"),
        },
    )
    (found.data / "db.sqlite3").unlink()
    with opened(found) as connection:
        connection.execute(
            "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;"
            "CREATE TABLE django_migrations (id serial PRIMARY KEY, app text, name text);"
            "CREATE TABLE django_session (session_key text PRIMARY KEY);"
            "CREATE TABLE page (id serial PRIMARY KEY, title text);"
            "INSERT INTO django_session VALUES ('open');"
            "INSERT INTO page (title) VALUES ('satu'), ('dua')"
        )
    yield found


@contextmanager
def opened(site: Installation) -> Iterator[psycopg.Connection[Any]]:
    with tables.connected(site.database) as connection:
        yield connection


def titles(site: Installation) -> list[str]:
    with opened(site) as connection:
        rows = connection.execute("SELECT title FROM page ORDER BY id").fetchall()
    return [title for (title,) in rows]


def change(site: Installation, statement: str) -> None:
    with opened(site) as connection:
        connection.execute(statement)


def backup_of(site: Installation) -> Path:
    path = site.data.parent / "site.gerai"
    with copied(site) as copy:
        write_bundle(copy, path, Cipher())
    return path


def bring_back(path: Path, site: Installation) -> None:
    with opened_bundle(path, Cipher(), scratch=site.data) as bundle:
        restoring.restore(bundle, site, say=lambda line: None, migrate=False)


def test_it_comes_back_and_a_drill_leaves_no_database_behind(
    site: Installation,
) -> None:
    path = backup_of(site)
    change(site, "DELETE FROM page; CREATE TABLE later (id int)")

    with opened_bundle(path, Cipher(), scratch=site.data) as bundle:
        proof = drill(bundle, site)
    assert (proof.rows, proof.pictures, proof.pages) == (2, 1, 1)
    assert titles(site) == []
    bring_back(path, site)

    assert titles(site) == ["satu", "dua"]
    with opened(site) as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM django_session), "
            "(SELECT count(*) FROM pg_tables WHERE tablename = 'later'), "
            "(SELECT count(*) FROM pg_database WHERE datname LIKE 'gerai_drill%')"
        ).fetchone()
    assert found == (0, 0, 0)
    assert not tables.has_before(site.database)
    # It goes on counting where it was.
    change(site, "INSERT INTO page (title) VALUES ('tiga')")


def test_a_restore_that_fails_or_is_killed_gives_the_tables_back(
    site: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backup_of(site)
    change(site, "INSERT INTO page (title) VALUES ('tiga')")
    now = titles(site)

    def fail(*_: Any) -> None:
        raise BackupProblem("no room")

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_stage_tree", fail)
        with pytest.raises(BackupProblem, match="no room"):
            bring_back(path, site)
    assert titles(site) == now

    class Killed(BaseException):
        pass

    def kill(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_write_decision", kill)
        patch.setattr(restoring, "_throw_away", lambda _: None)
        with pytest.raises(Killed):
            bring_back(path, site)
    assert titles(site) == ["satu", "dua"]  # half way
    assert restoring.settle(site)
    assert titles(site) == now

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "finish", kill)
        with pytest.raises(Killed):
            bring_back(path, site)
    assert restoring.settle(site)  # it was decided
    assert titles(site) == ["satu", "dua"]
    assert not tables.has_before(site.database)


def test_refused_while_another_machine_uses_the_database(site: Installation) -> None:
    path = backup_of(site)
    with (
        opened(site),
        pytest.raises(BackupProblem, match="in use by 1 other connections"),
    ):
        bring_back(path, site)


def test_a_server_that_is_away_and_a_missing_program_are_said_plainly(
    site: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = replace(site, database={**site.database, "PORT": 9})
    with (
        pytest.raises(BackupProblem, match=r"PostgreSQL says: .*refused"),
        copied(away),
    ):
        pass
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(BackupProblem, match="pg_dump is not installed"), copied(site):
        pass
