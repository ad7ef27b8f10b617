"""Takes a copy of the installation as it is at one instant, while it is in use.

Pictures are linked before and after the database is copied: whatever the copy speaks of
was there at its instant, so it is among the links, even if it is deleted a moment later.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from gerai.audit.anchors import copy_anchors
from gerai.files.elsewhere import usual_storage
from gerai.files.s3 import Bucket, StorageUnavailable
from gerai.operations.backups import postgresql, sqlite
from gerai.operations.backups.contents import (
    ANCHORS,
    DATABASE_FILES,
    MEDIA,
    PUBLISHED,
    Contents,
    Entry,
    piece_size,
)
from gerai.operations.backups.installation import Installation
from gerai.operations.backups.known_files import KnownFiles, Mark
from gerai.operations.backups.problems import BackupProblem, told_of_disk
from gerai.publishing.build import build_id
from gerai.publishing.manifest import MANIFEST_NAME
from gerai.publishing.tree import COMPRESSED_ENDINGS, TEMPORARY_ENDING

CHUNK = 1024**2
SCRATCH_PREFIX = "gerai-copy-"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of one instant: what it holds, and where each file of it lies.

    What lies in a storage elsewhere and was read before has no path until it is brought.
    """

    contents: Contents
    paths: dict[str, Path]
    _bring: Callable[[str], None]

    def bring(self, names: Iterable[str]) -> None:
        """See to it that these files have a path.

        Raises:
            BackupProblem: one is gone, or the storage doesn't answer.
        """
        for name in names:
            if name not in self.paths:
                self._bring(name)


@contextmanager
def copied(
    installation: Installation, *, known: KnownFiles | None = None
) -> Iterator[Copied]:
    """The installation as it is now, in a scratch folder for as long as the block runs.

    Args:
        known: digests of files that haven't changed since.

    Raises:
        BackupProblem: with the reason in words.
    """
    known = known or KnownFiles()
    with told_of_disk("copying the site"), _scratch(installation.data) as scratch:
        paths: dict[str, Path] = {}
        link = _Linker(scratch, paths, known)
        link.uploads(installation)
        link.tree(installation.published)
        name = DATABASE_FILES[installation.engine]
        made_at = datetime.now(UTC)
        migrations, rows = _database(installation, scratch / name)
        paths[name] = scratch / name
        link.uploads(installation)
        for copy in copy_anchors(installation.data, scratch / ANCHORS):
            paths[f"{ANCHORS}/{copy.name}"] = copy
        found = link.entries | {
            name: entry_of(name, path, known)
            for name, path in paths.items()
            if name not in link.entries
        }
        entries = tuple(entry for _, entry in sorted(found.items()))
        yield Copied(
            Contents(
                made_at=made_at,
                version=version("gerai"),
                release=build_id(),
                engine=installation.engine,
                migrations=tuple(migrations),
                rows=rows,
                entries=entries,
                settings=_open_settings(),
            ),
            paths,
            link.bring,
        )


def entry_of(name: str, path: Path, known: KnownFiles) -> Entry:
    """The entry of a file, from memory if the file is the one that was read before."""
    state = path.lstat()
    mark: Mark = [state.st_size, state.st_mtime_ns, state.st_ino]
    return known.get(name, mark) or known.keep(
        _digested(name, path), mark, changed_at=state.st_mtime
    )


def _digested(name: str, path: Path) -> Entry:
    whole, pieces, size = hashlib.sha256(), [], 0
    with path.open("rb") as file:
        while piece := file.read(piece_size(name)):
            whole.update(piece)
            pieces.append(hashlib.sha256(piece).hexdigest())
            size += len(piece)
    digest = whole.hexdigest()
    return Entry(name, size, digest, tuple(pieces) or (digest,))


def _database(
    installation: Installation, target: Path
) -> tuple[list[tuple[str, str]], dict[str, int]]:
    database = installation.database
    if installation.engine == "sqlite":
        sqlite.copy_database(Path(database["NAME"]), target)
        with sqlite.opened_copy(target) as copy:
            return sqlite.migrations_of(copy), sqlite.count_rows(copy)
    with postgresql.one_instant(database) as (connection, snapshot):
        migrations = postgresql.migrations_of(connection)
        rows = postgresql.count_rows(connection)
        postgresql.dump(database, target, snapshot=snapshot)
    return migrations, rows


class _Linker:
    """Holds on to files by links, so that a deletion can't take them away.

    Attributes:
        entries: of the files that lie in a storage elsewhere, read now or earlier.
    """

    def __init__(
        self, scratch: Path, paths: dict[str, Path], known: KnownFiles
    ) -> None:
        self.entries: dict[str, Entry] = {}
        self._scratch = scratch
        self._paths = paths
        self._known = known
        self._keep: Callable[[Path, Path], None] = _link_or_copy

    def uploads(self, installation: Installation) -> None:
        if installation.has_uploads_elsewhere:
            self._uploads_elsewhere()
            return
        folder = installation.media
        for path in _files(folder):
            self._add(f"{MEDIA}/{path.relative_to(folder).as_posix()}", path)

    def tree(self, folder: Path) -> None:
        """The pages; what is compressed beside them can be made again from them."""
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            if name != MANIFEST_NAME and not name.endswith(
                (*COMPRESSED_ENDINGS, TEMPORARY_ENDING)
            ):
                self._add(f"{PUBLISHED}/{name}", path)

    def bring(self, name: str) -> None:
        """Fetch what was not read, for a place that lacks it."""
        with _told_of_storage():
            self._fetch(name)
        if name not in self._paths:
            raise BackupProblem(f"{name} was deleted while it was copied. Try again.")

    def _uploads_elsewhere(self) -> None:
        """Uploads in S3-compatible storage: all are listed, what is new is read."""
        with _told_of_storage():
            for key, said in _bucket().marks().items():
                name = f"{MEDIA}/{key}"
                mark: Mark = [*said]
                if name in self.entries:
                    continue
                if entry := self._known.get(name, mark):
                    self.entries[name] = entry
                elif path := self._fetch(name):
                    self.entries[name] = self._known.keep(
                        _digested(name, path), mark, changed_at=said.stored_at
                    )

    def _fetch(self, name: str) -> Path | None:
        target = self._target(name)
        if target is None:
            return None
        try:
            with target.open("wb") as copy:
                _bucket().copy_into(name.removeprefix(f"{MEDIA}/"), copy)
        except FileNotFoundError:  # deleted in this very moment
            del self._paths[name]
            return None
        return target

    def _add(self, name: str, path: Path) -> None:
        target = self._target(name)
        if target is None:
            return
        try:
            self._keep(path, target)
        except FileNotFoundError:  # replaced or deleted in this very moment
            del self._paths[name]

    def _target(self, name: str) -> Path | None:
        if name in self._paths:
            return None
        target = self._paths[name] = self._scratch / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


def _bucket() -> Bucket:
    bucket: Bucket = usual_storage().bucket
    return bucket


@contextmanager
def _told_of_storage() -> Iterator[None]:
    try:
        yield
    except StorageUnavailable as problem:
        raise BackupProblem(str(problem)) from problem


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below a folder. What a link leads to isn't ours."""
    for where, _, names in os.walk(folder):
        for name in names:
            path = Path(where, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as problem:
        if problem.errno not in {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


@contextmanager
def _scratch(data: Path) -> Iterator[Path]:
    """A folder on the disk of the data, so that links are possible."""
    _forget_leftovers(data)
    with tempfile.TemporaryDirectory(
        prefix=f"{SCRATCH_PREFIX}{os.getpid()}-", dir=data, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def _forget_leftovers(data: Path) -> None:
    """Remove the scratch folders of processes that were killed."""
    for folder in data.glob(f"{SCRATCH_PREFIX}*"):
        pid = folder.name.removeprefix(SCRATCH_PREFIX).partition("-")[0]
        if pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _open_settings() -> dict[str, str]:
    """Settings that aren't secret, so that a new machine can be given the same."""
    return {
        "GERAI_BASE_URL": str(settings.GERAI_BASE_URL),
        "GERAI_ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS),
    }


def expect_room(folder: Path, needed: int) -> None:
    """Stop before writing what doesn't fit.

    Raises:
        BackupProblem: naming how much is missing.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupProblem(
            f"The disk of {folder} has {free / 1024**2:.0f} MiB free; "
            f"{needed / 1024**2:.0f} MiB are needed."
        )
