"""Brings a backup back, all or nothing.

Everything is read, checked and put beside the installation first, in ``restoring/``. Then
one file, ``restoring/decided``, appears: that is the moment. Killed before it, the next
command throws away what was prepared; killed after it, the next command finishes.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from gerai.audit.anchors import EARLIER, are_ours
from gerai.operations.backups import postgresql, sqlite
from gerai.operations.backups.contents import (
    ANCHORS,
    DATABASE_FILES,
    MEDIA,
    PUBLISHED,
    Contents,
    Entry,
)
from gerai.operations.backups.installation import Installation, nobody_serves
from gerai.operations.backups.making import expect_room
from gerai.operations.backups.problems import BackupProblem, told_of_disk
from gerai.operations.backups.uploads import expect_storage, give_back
from gerai.publishing.addresses import address_of
from gerai.publishing.record import KEY_NAME, PublishedRecord

FOLDER, DECIDED, BEFORE = "restoring", "decided", "before"
PUBLISHER = "publisher"
RESTORED_NOTE = "restored.note"
"""What was put back; lies in the data folder until the trail of changes says so, too."""
RESTORED_BUILD = "restored"
LONGEST_MIGRATION_SECONDS = 3600

Say = Callable[[str], None]


def _say_nothing(line: str) -> None:
    return


class Source(Protocol):
    """An opened backup."""

    contents: Contents

    def chunks(self, entry: Entry) -> Iterator[bytes]: ...


def refuse_newer(contents: Contents) -> None:
    """Stop for a backup of a later version of Gerai.

    Raises:
        BackupProblem: when its database knows changes that this code doesn't.
    """
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = loader.migrated_apps
    known = set(loader.disk_migrations)
    for app, name in contents.migrations:
        replaced = any(
            (app, name) in m.replaces for m in loader.disk_migrations.values()
        )
        if app in ours and (app, name) not in known and not replaced:
            raise BackupProblem(
                f"This backup was made by a newer version of Gerai "
                f"({contents.version}): it knows {app}.{name}. Install that version, "
                "then restore."
            )


def restore(
    source: Source, installation: Installation, *, say: Say, migrate: bool = True
) -> None:
    """Replace the installation by the backup. Sessions end; secrets stay as they are.

    Args:
        migrate: bring an older database up to date before anything is replaced.

    Raises:
        BackupProblem: when something is in the way; the installation is as it was.
    """
    contents = source.contents
    if contents.engine != installation.engine:
        raise BackupProblem(
            f"The backup is of {contents.engine}, this installation uses "
            f"{installation.engine}. Set DATABASE_URL accordingly for the restore."
        )
    if migrate:
        refuse_newer(contents)
    with nobody_serves(installation.data), told_of_disk("restoring"):
        _settle(installation)
        if installation.has_uploads_elsewhere:
            expect_storage()
        if installation.engine == "postgresql":
            connections.close_all()
            _close_pools()
            postgresql.refuse_other_users(installation.database)
        expect_room(installation.data, 2 * contents.size)
        _expect_one_disk(installation)
        (installation.data / FOLDER).mkdir(mode=0o700)
        try:
            stage(source, installation, say=say, migrate=migrate)
            _write_decision(
                installation.data / FOLDER,
                f"backup of {contents.made_at:%Y-%m-%d %H:%M} UTC",
            )
        except BaseException:
            # Whatever it was, including Ctrl-C: as before.
            _throw_away(installation)
            raise
        finish(installation)


def stage(
    source: Source,
    installation: Installation,
    *,
    say: Say = _say_nothing,
    migrate: bool = False,
) -> None:
    """Put everything beside the installation, checked and ready to take its place.

    Raises:
        BackupProblem: when the backup is damaged or can't be migrated.
    """
    staging, contents = installation.data / FOLDER, source.contents
    say(f"Reading the backup of {contents.made_at:%Y-%m-%d %H:%M} UTC …")
    extract(source, staging)
    say("Checking the database …")
    _stage_database(installation, staging, contents, migrate=migrate)
    say("Putting the published pages together …")
    _stage_tree(installation.publisher / KEY_NAME, staging)
    _stage_anchors(staging, installation.data)


def settle(installation: Installation) -> bool:
    """Finish or throw away a restore that was killed; whether there was one.

    Raises:
        BackupProblem: when the database that it needs doesn't answer.
    """
    if not (installation.data / FOLDER).exists():
        return False
    with ExitStack() as alone:
        try:
            alone.enter_context(nobody_serves(installation.data))
        except BackupProblem:
            return False  # whoever holds the lock is at it
        with told_of_disk("finishing a restore"):
            _settle(installation)
    return True


def _settle(installation: Installation) -> None:
    staging = installation.data / FOLDER
    if not staging.exists():
        return
    if (staging / DECIDED).exists():
        finish(installation)
    else:
        _throw_away(installation)


def _throw_away(installation: Installation) -> None:
    if installation.engine == "postgresql":
        postgresql.back_to_before(installation.database)
    shutil.rmtree(installation.data / FOLDER)


def extract(source: Source, folder: Path) -> None:
    """Write every file of a backup below ``folder``, each one checked.

    Raises:
        BackupProblem: at the first that isn't what the list says.
    """
    for kind in (MEDIA, PUBLISHED, ANCHORS):
        (folder / kind).mkdir()
    for entry in source.contents.entries:
        path = folder / entry.name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as file:
            for chunk in source.chunks(entry):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        if digest.hexdigest() != entry.digest or size != entry.size:
            raise BackupProblem(f"The backup is damaged: {entry.name} is not whole.")


def _stage_database(
    installation: Installation, staging: Path, contents: Contents, *, migrate: bool
) -> None:
    path = staging / DATABASE_FILES[contents.engine]
    if contents.engine == "postgresql":
        postgresql.load_beside(installation.database, path)
        path.unlink()
        if migrate and _lacks_migrations(contents):
            _migrate({})
        return
    sqlite.expect_sound(path)
    if migrate and _lacks_migrations(contents):
        _migrate({"DATABASE_URL": f"sqlite:///{path}"})
    sqlite.end_sessions(path)
    _sync(path)


def _lacks_migrations(contents: Contents) -> bool:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return not set(known) <= set(contents.migrations)


def _migrate(variables: dict[str, str]) -> None:
    """Bring the staged database up to date, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", "migrate", "--no-input"],
        env={**os.environ, "GERAI_DATA": str(settings.GERAI_DATA), **variables},
        capture_output=True,
        text=True,
        timeout=LONGEST_MIGRATION_SECONDS,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise BackupProblem(
            f"The backup can't be brought up to this version: {lines[-1]}"
        )


def _stage_tree(signing_key: Path, staging: Path) -> None:
    """Make the published tree with its record, signed with this installation's key."""
    raw = staging / "pages"
    (staging / PUBLISHED).rename(raw)
    private = staging / PUBLISHER
    private.mkdir(mode=0o700)
    if signing_key.is_file():
        shutil.copy2(signing_key, private / KEY_NAME)
    record = PublishedRecord(
        web_root=staging / PUBLISHED,
        private=private,
        build=RESTORED_BUILD,
        is_synced=False,
    )
    names = [p.relative_to(raw).as_posix() for p in raw.rglob("*") if p.is_file()]
    with record.lock(), record.batch():
        record.put({address_of(name): (raw / name).read_bytes() for name in names})
    shutil.rmtree(raw)


def _stage_anchors(staging: Path, data: Path) -> None:
    """What was anchored where the backup comes from; our own file knows more of ours."""
    copied = staging / ANCHORS
    if any(copied.iterdir()) and not are_ours(copied, data):
        copied.rename(staging / EARLIER)
        copied.mkdir(mode=0o700)
        (staging / EARLIER).rename(copied / EARLIER)
    else:
        shutil.rmtree(copied)


def _write_decision(staging: Path, note: str) -> None:
    # Thousands of files: once for all of them, not once for each.
    os.sync()
    beside = staging / f"{DECIDED}.part"
    beside.write_text(note)
    _sync(beside)
    beside.rename(staging / DECIDED)
    _sync(staging)


def finish(installation: Installation) -> None:
    """Put what is staged in place; may be repeated from anywhere."""
    staging = installation.data / FOLDER
    before = staging / BEFORE
    before.mkdir(exist_ok=True)
    if installation.engine == "sqlite":
        _close_connection()
        _swap_database(Path(installation.database["NAME"]), staging)
    if installation.has_uploads_elsewhere:
        give_back(staging / MEDIA)
    else:
        _swap(staging / MEDIA, installation.media, before / MEDIA)
    _swap(staging / PUBLISHED, installation.published, before / PUBLISHED)
    _swap(staging / PUBLISHER, installation.publisher, before / PUBLISHER)
    _swap(staging / ANCHORS, installation.data / ANCHORS, _aside(installation.data))
    if installation.engine == "postgresql":
        postgresql.forget_before(installation.database)
    if (staging / DECIDED).exists():
        shutil.copyfile(staging / DECIDED, installation.data / RESTORED_NOTE)
    _sync(installation.data)
    # The decision goes last but one: a folder without it is thrown away.
    shutil.rmtree(before, ignore_errors=True)
    (staging / DECIDED).unlink(missing_ok=True)
    shutil.rmtree(staging, ignore_errors=True)


def _swap_database(live: Path, staging: Path) -> None:
    staged = staging / DATABASE_FILES["sqlite"]
    if not staged.exists():
        return
    # Its log belongs to the old file: with the new one it would be read as damage.
    for ending in sqlite.SIDE_FILES:
        live.with_name(live.name + ending).unlink(missing_ok=True)
    live.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(live)
    _sync(live.parent)


def _swap(staged: Path, live: Path, before: Path) -> None:
    if not staged.exists():
        return
    if live.exists():
        if before.exists():
            shutil.rmtree(before)
        live.rename(before)
    staged.rename(live)
    _sync(live.parent)


def _aside(data: Path) -> Path:
    """Where another installation's anchors go that was here before; they are kept."""
    names = (data / f"{ANCHORS}-before-{number}" for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def _expect_one_disk(installation: Installation) -> None:
    """A rename is the only step that can't be half done, and it needs one disk."""
    disk = installation.data.stat().st_dev
    folders = [installation.media, installation.published, installation.publisher]
    if installation.engine == "sqlite":
        folders.append(Path(installation.database["NAME"]).parent)
    for folder in folders:
        if folder.exists() and folder.resolve().stat().st_dev != disk:
            raise BackupProblem(
                f"{folder} lies on another disk than {installation.data}. Restore into "
                "an empty data folder, then move it there."
            )


def _close_connection() -> None:
    if not connection.in_atomic_block:
        connection.close()


def _close_pools() -> None:
    for one in connections.all(initialized_only=True):
        if hasattr(one, "close_pool"):
            one.close_pool()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
