"""An upgrade that works, and one whose migration fails half way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from gerai.operations.backups.installation import serving

MIGRATION = """
from django.db import migrations

def fail(apps, schema_editor):
    raise RuntimeError("the new version has a fault")

class Migration(migrations.Migration):
    atomic = False
    operations = [
        migrations.RunSQL("CREATE TABLE half_done (id integer)"),
        migrations.RunSQL("UPDATE wagtailcore_site SET hostname = 'lost'"),
        migrations.RunPython(fail),
    ]
"""


def gerai(data: Path, *order: str, settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GERAI_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", *order],
        env={
            **environment,
            "GERAI_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(data.parent),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def data(db: None, tmp_path: Path) -> Path:
    """A data folder with the tables of today, and nothing in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    connection.ensure_connection()
    (folder / "db.sqlite3").write_bytes(connection.connection.serialize())
    return folder


def tables(data: Path) -> dict[str, int]:
    with closing(sqlite3.connect(data / "db.sqlite3")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: database.execute(
                f'SELECT count(*) FROM "{name}"'  # noqa: S608
            ).fetchone()[0]
            for (name,) in names.fetchall()
        }


def hostnames(data: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(data / "db.sqlite3")) as database:
        return database.execute("SELECT hostname FROM wagtailcore_site").fetchall()


def test_a_migration_that_fails_leaves_everything_as_it_was(data: Path) -> None:
    package = data.parent / "tomorrow" / "migrations"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "0001_initial.py").write_text(MIGRATION)
    (data.parent / "tomorrows_settings.py").write_text(
        "from gerai.config.settings.test import *\n"
        'INSTALLED_APPS = ["tomorrow", *INSTALLED_APPS]\n'
    )
    before, named = tables(data), hostnames(data)
    assert named

    done = gerai(data, "upgrade", settings="tomorrows_settings")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "the new version has a fault" in done.stderr
    assert "Everything is as it was before" in done.stderr
    assert (tables(data), hostnames(data)) == (before, named)
    assert len(list((data / "backups").glob("before-upgrade-*.gerai"))) == 1
    assert not (data / "restoring").exists()


def test_an_upgrade_keeps_the_state_from_before(data: Path) -> None:
    with serving(data):
        refused = gerai(data, "upgrade", settings="gerai.config.settings.base")
    assert refused.returncode == 1
    assert "Gerai is running. Stop it first" in refused.stderr

    done = gerai(data, "upgrade", settings="gerai.config.settings.base")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "There is no content to publish yet." in done.stdout
    assert "Upgraded." in done.stdout
