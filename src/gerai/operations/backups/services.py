"""What commands, chores and screens ask for: back up, find, open, tidy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from gerai.operations.backups import postgresql
from gerai.operations.backups.bundle import opened_bundle, write_bundle
from gerai.operations.backups.contents import MEDIA, PUBLISHED
from gerai.operations.backups.encryption import Cipher, cipher_of, keys_in
from gerai.operations.backups.installation import Installation, this_installation
from gerai.operations.backups.known_files import KnownFiles
from gerai.operations.backups.making import copied
from gerai.operations.backups.places import Place, place_of
from gerai.operations.backups.problems import BackupProblem, told_of_disk
from gerai.operations.backups.restoring import Source
from gerai.operations.backups.rotation import made_at
from gerai.operations.backups.state import (
    State,
    one_at_a_time,
    read_state,
    state_folder,
    write_state,
)
from gerai.operations.backups.store import Snapshot, Store, Written

LATEST = "latest"
TIDY_EVERY_SECONDS = 3600.0
# Any number, so long as nobody else uses it.
_LOCK = 0x6765726169B
CLOCKS_DIFFER = timedelta(minutes=5)


def our_cipher(key_file: Path | None = None) -> Cipher:
    """The cipher of ``GERAI_BACKUP_KEY``, or of a key file that was named."""
    keys = keys_in(key_file) if key_file else settings.GERAI_BACKUP_KEYS
    return cipher_of(keys)


def our_place() -> Place:
    """Where scheduled backups go.

    Raises:
        BackupProblem: when they are switched off.
    """
    if not settings.GERAI_BACKUP_URL:
        raise BackupProblem(
            "GERAI_BACKUP_URL is none: other programs make the backups. Name a file: "
            "gerai backup FILE"
        )
    return place_of(settings.GERAI_BACKUP_URL)


def back_up_to_file(path: Path) -> int:
    """Write one file with everything; gives its length in bytes.

    Raises:
        BackupProblem: when it can't be made; an older file of that name is untouched.
    """
    installation = this_installation()
    with (
        told_of_disk("copying the site"),
        one_at_a_time(installation.data),
        copied(installation) as copy,
    ):
        return write_bundle(copy, path, our_cipher())


def back_up_to_place() -> Written:
    """Add a backup to the place, tidy up there now and then, and note how it went.

    Raises:
        BackupProblem: when it can't be made; it is noted too.
    """
    installation = this_installation()
    started, state = time.time(), read_state(installation.data)
    marks = marks_of(installation)
    state.tried_at = started
    try:
        with told_of_disk("copying the site"), one_at_a_time(installation.data):
            written = _add(installation, state, started)
    except BackupProblem as problem:
        state.trouble_since = state.trouble_since if state.trouble else started
        state.trouble = str(problem)
        write_state(installation.data, state)
        raise
    state.trouble, state.trouble_since = "", 0.0
    state.seen_at, state.marks = started, marks
    write_state(installation.data, state)
    return written


def _add(installation: Installation, state: State, started: float) -> Written:
    place, cipher = our_place(), our_cipher()
    store = Store(place, cipher)
    folder = state_folder(installation.data)
    known = KnownFiles.read(folder)
    with copied(installation, known=known) as copy, _only_machine(installation):
        contents = copy.contents
        fingerprint = contents.fingerprint
        if fingerprint == state.fingerprint and place.description == state.place:
            written = Written(state.backup_name, 0, 0)
        else:
            written = store.add(copy)
    known.write(folder)
    state.fingerprint = fingerprint
    state.began_at = state.began_at or started
    state.backup_at = contents.made_at.timestamp()
    state.backup_name = written.name
    state.backup_seconds = time.time() - started
    state.backup_bytes, state.backup_new_bytes = contents.size, written.size
    state.backup_pictures = len(contents.below(MEDIA))
    state.backup_pages = len(contents.below(PUBLISHED))
    state.place, state.is_encrypted = place.description, cipher.encrypts
    if abs(started - state.tidied_at) > TIDY_EVERY_SECONDS:
        store.tidy(datetime.now(UTC))
        state.tidied_at = started
    return written


@contextmanager
def _only_machine(installation: Installation) -> Iterator[None]:
    """Keep other machines of the same database out of the place meanwhile."""
    if installation.engine != "postgresql":
        yield
        return
    with postgresql.connected(installation.database) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield


def marks_of(installation: Installation) -> list[int]:
    """Numbers that differ once something was committed to a SQLite database."""
    if installation.engine != "sqlite":
        return []
    path = Path(installation.database["NAME"])
    marks: list[int] = []
    for one in (path, path.with_name(path.name + "-wal")):
        try:
            found = one.stat()
        except OSError:
            marks += [0, 0]
            continue
        # An empty log comes and goes with whoever reads.
        marks += [found.st_mtime_ns, found.st_size] if found.st_size else [0, 0]
    return marks


def newest(names: list[str], now: datetime) -> str | None:
    """The last backup; one from the future only if there is no other."""
    believable = [name for name in names if made_at(name) <= now + CLOCKS_DIFFER]
    return max(believable or names, default=None)


@contextmanager
def opened(which: str, *, key_file: Path | None, scratch: Path) -> Iterator[Source]:
    """Open a backup by the name of its file, by its name in the place, or ``latest``.

    Raises:
        BackupProblem: when there is none, or it can't be opened.
    """
    cipher = our_cipher(key_file)
    path = Path(which)
    if path.is_file():
        with opened_bundle(path, cipher, scratch=scratch) as bundle:
            yield bundle
        return
    place = our_place()
    store = Store(place, cipher)
    names = store.names()
    name = newest(names, datetime.now(UTC)) if which == LATEST else which
    if name is None or name not in names:
        wanted = "There is no backup" if name is None else f"There is no file {which}"
        raise BackupProblem(
            f"{wanted} in {place.description}."
            if name is None
            else f"{wanted}, and no backup of that name in {place.description}. "
            '"gerai backup --list" names them.'
        )
    yield Snapshot(store, name)
