"""Restores a backup into a scratch place and compares it with what it should be."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from gerai.operations.backups import postgresql, sqlite
from gerai.operations.backups.contents import (
    DATABASE_FILES,
    MEDIA,
    PUBLISHED,
    Contents,
)
from gerai.operations.backups.installation import Installation
from gerai.operations.backups.known_files import KnownFiles
from gerai.operations.backups.making import entry_of, expect_room
from gerai.operations.backups.problems import BackupProblem, told_of_disk
from gerai.operations.backups.restoring import (
    FOLDER,
    Source,
    finish,
    stage,
)

PREFIX = "gerai-drill-"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a drill has brought back and found to be right."""

    rows: int
    tables: int
    pictures: int
    pages: int
    seconds: float


def drill(source: Source, installation: Installation) -> Proof:
    """Restore into a scratch folder, by the same steps as a real restore, and compare.

    Rows are counted table by table, every file is read again from where it was restored
    to, and the published pages must be those of their own record.

    Raises:
        BackupProblem: naming the first difference.
    """
    started = time.monotonic()
    contents = source.contents
    with told_of_disk("trying a backup out"), ExitStack() as scratch:
        folder = Path(
            scratch.enter_context(
                tempfile.TemporaryDirectory(
                    prefix=PREFIX, dir=installation.data, ignore_cleanup_errors=True
                )
            )
        )
        expect_room(folder, 3 * contents.size)
        place = _scratch_installation(installation, contents, folder, scratch)
        (folder / FOLDER).mkdir()
        stage(source, place)
        finish(place)
        rows = _rows(place)
        _compare_rows(contents.rows, rows)
        _compare_files(contents, folder)
    return Proof(
        rows=sum(rows.values()),
        tables=len(rows),
        pictures=len(contents.below(MEDIA)),
        pages=len(contents.below(PUBLISHED)),
        seconds=time.monotonic() - started,
    )


def _scratch_installation(
    installation: Installation, contents: Contents, folder: Path, scratch: ExitStack
) -> Installation:
    place = Installation(
        data=folder,
        media=folder / MEDIA,
        published=folder / PUBLISHED,
        publisher=folder / "publisher",
        database={
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / DATABASE_FILES["sqlite"]),
        },
    )
    if contents.engine == "sqlite":
        return place
    if installation.engine != contents.engine:
        raise BackupProblem(
            "The backup is of PostgreSQL: a drill needs DATABASE_URL to name one."
        )
    database = scratch.enter_context(postgresql.scratch_database(installation.database))
    return replace(place, database=database)


def _rows(place: Installation) -> dict[str, int]:
    if place.engine == "sqlite":
        with sqlite.opened_copy(Path(place.database["NAME"])) as connection:
            return sqlite.count_rows(connection)
    with postgresql.connected(place.database) as connection:
        return postgresql.count_rows(connection)


def _compare_rows(wanted: dict[str, int], found: dict[str, int]) -> None:
    for table in sorted(wanted.keys() | found.keys()):
        if wanted.get(table) != found.get(table):
            raise BackupProblem(
                f"The drill found {found.get(table, 'no')} rows of {table}, not "
                f"{wanted.get(table, 'none')}."
            )


def _compare_files(contents: Contents, folder: Path) -> None:
    for entry in [*contents.below(MEDIA), *contents.below(PUBLISHED)]:
        path = folder / entry.name
        if not path.is_file():
            raise BackupProblem(f"The drill found no {entry.name}.")
        if entry_of(entry.name, path, KnownFiles()).digest != entry.digest:
            raise BackupProblem(f"The drill found another {entry.name}.")


def forget_leftovers(data: Path) -> None:
    """Remove what drills left that were killed, after a day."""
    for folder in data.glob(f"{PREFIX}*"):
        if time.time() - folder.stat().st_mtime > 86_400:
            shutil.rmtree(folder, ignore_errors=True)
