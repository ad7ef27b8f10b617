"""The published folder: files that appear whole or not at all.

Each text file stands beside ``.gz`` and ``.br`` siblings that hold the same bytes.
A file is written beside its place, synced and renamed; its siblings are renamed first,
so a server that finds a new file finds its siblings too. Symbolic links are never
followed: a planted one is a difference, and is replaced.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

import brotli
from zlib_ng import zlib_ng

COMPRESSED_ENDINGS = (".gz", ".br")
TEXT_ENDINGS = frozenset(
    {".html", ".css", ".js", ".json", ".jsonld", ".svg", ".txt", ".xml", ".atom"}
    | {".ics", ".csv", ".webmanifest"}
)
SMALLEST_COMPRESSED_BYTES = 200
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
GZIP_CONTAINER = 31  # the largest window, and a header without a time
TEMPORARY_ENDING = ".part"
WRITERS = 8
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
# Nothing of that name, or something else than the folder or file that is looked for.
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR}


def is_text(name: str) -> bool:
    """Whether a file of this name gets compressed siblings."""
    return os.path.splitext(name)[1] in TEXT_ENDINGS  # noqa: PTH122


def siblings(name: str, body: bytes) -> dict[str, bytes]:
    """The file itself and its compressed siblings, as name → bytes.

    Deterministic: the same body gives the same bytes on every run.
    """
    files = {name: body}
    if is_text(name) and len(body) >= SMALLEST_COMPRESSED_BYTES:
        files[name + ".gz"] = zlib_ng.compress(body, GZIP_LEVEL, wbits=GZIP_CONTAINER)
        files[name + ".br"] = brotli.compress(body, quality=BROTLI_QUALITY)
    return files


class PublishedTree:
    """Reads and writes files below one folder, and never outside it.

    Each folder on the way is opened by itself and never through a link, so that a link
    planted at any moment can't lead a write elsewhere.
    """

    def __init__(self, root: Path, *, is_synced: bool = True) -> None:
        """``is_synced``: each file is on the disk before it takes its place."""
        self.root = root
        self._is_synced = is_synced
        self._writers: ThreadPoolExecutor | None = None

    def read(self, name: str) -> bytes | None:
        """The bytes of a regular file, or None if there is none.

        A link is none, and so is a file that is reached through a linked folder.
        """
        try:
            with self._folder_of(name) as (folder, last):
                descriptor = os.open(
                    last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder
                )
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            return file.read()

    def put_back(self, name: str, body: bytes) -> None:
        """Make ``name`` hold ``body``, whatever stands there now.

        The modification time, in whole seconds, is always later than that of the file
        it replaces: servers make their validators from time and size, and two versions
        within a second, or before and after the clock was set back, must differ.

        Raises:
            OSError: when the disk is full or read-only; the old file is then intact.
        """
        self._put_into_folder({name: body})

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """As ``put_back``, for many files.

        Those of one folder appear together, a file after its siblings: whoever sees the
        new page must find them. Several folders at a time: a disk syncs four files nearly
        as fast as one.

        Raises:
            OSError: when the disk refuses one; others may have been written.
        """
        folders: dict[str, dict[str, bytes]] = {}
        for name in sorted(files, key=_comes_after_siblings):
            folders.setdefault(name.rpartition("/")[0], {})[name] = files[name]
        if len(folders) < 2 or not self._is_synced:
            for together in folders.values():
                self._put_into_folder(together)
            return
        with self.keeping_writers() as writers:
            written = [
                writers.submit(self._put_into_folder, together)
                for together in folders.values()
            ]
            wait(written)
        for one in written:
            one.result()

    def _put_into_folder(self, files: Mapping[str, bytes]) -> None:
        """Files of one folder: all are on the disk before the first takes its place."""
        ready: list[tuple[str, str]] = []
        mark = secrets.token_hex(6)
        with self._folder_of(next(iter(files)), make=True) as (folder, _):
            try:
                for number, (name, body) in enumerate(files.items()):
                    last = name.rpartition("/")[2]
                    old = _stat(last, folder)
                    if old is not None and stat.S_ISDIR(old.st_mode):
                        shutil.rmtree(last, dir_fd=folder)
                        old = None
                    temporary = f".{mark}{number}{TEMPORARY_ENDING}"
                    ready.append((temporary, last))
                    self._write(temporary, body, folder, old, is_synced=self._is_synced)
                for temporary, last in ready:
                    os.replace(temporary, last, src_dir_fd=folder, dst_dir_fd=folder)
            except OSError:
                for temporary, _last in ready:
                    with suppress(OSError):
                        os.unlink(temporary, dir_fd=folder)
                raise

    @contextmanager
    def keeping_writers(self) -> Iterator[ThreadPoolExecutor]:
        """Let the threads of ``put_all`` live until the block ends."""
        if self._writers is not None:
            yield self._writers
            return
        with ThreadPoolExecutor(WRITERS) as writers:
            self._writers = writers
            try:
                yield writers
            finally:
                self._writers = None

    def remove(self, name: str) -> None:
        """Take a file or link away, and the folders that this empties.

        Raises:
            OSError: when the disk is read-only.
        """
        try:
            with self._folder_of(name) as (folder, last):
                os.unlink(last, dir_fd=folder)
        except OSError as problem:
            if problem.errno not in _NOT_THERE:
                raise
            return
        parts = PurePosixPath(name).parts[:-1]
        for count in range(len(parts), 0, -1):
            try:
                with self._folder_of("/".join(parts[:count])) as (folder, last):
                    os.rmdir(last, dir_fd=folder)
            except OSError:
                break

    def names(self) -> Iterator[str]:
        """Every file, link or other object below the folder, siblings included."""
        for folder, folders, files in os.walk(self.root, followlinks=False):
            relative = Path(folder).relative_to(self.root)
            for name in files:
                yield (relative / name).as_posix()
            for name in folders:
                if (Path(folder) / name).is_symlink():
                    yield (relative / name).as_posix()

    @contextmanager
    def _folder_of(self, name: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The open folder of a file, and the file's last name.

        With ``make`` whatever stands in the way, such as a link, gives way to a folder.
        """
        *folders, last = PurePosixPath(name).parts
        try:
            current = os.open(self.root, _FOLDER)
        except FileNotFoundError:
            if not make:
                raise
            self.root.mkdir(parents=True, exist_ok=True)
            current = os.open(self.root, _FOLDER)
        try:
            for part in folders:
                following = _open_folder(part, current, make=make)
                os.close(current)
                current = following
            yield current, last
        finally:
            os.close(current)

    @staticmethod
    def _write(
        name: str,
        body: bytes,
        folder: int,
        replaced: os.stat_result | None,
        *,
        is_synced: bool = True,
    ) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        descriptor = os.open(name, flags, 0o644, dir_fd=folder)
        try:
            left = memoryview(body)
            while left:
                left = left[os.write(descriptor, left) :]
            if replaced is not None:
                earliest = int(replaced.st_mtime) + 1
                if os.fstat(descriptor).st_mtime < earliest:
                    os.utime(descriptor, (earliest, earliest))
            if is_synced:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _comes_after_siblings(name: str) -> bool:
    return not name.endswith(COMPRESSED_ENDINGS)


def _open_folder(name: str, parent: int, *, make: bool) -> int:
    try:
        return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=parent)
    except OSError as problem:
        if not make or problem.errno not in _NOT_THERE:
            raise
    found = _stat(name, parent)
    # Another thread may have made the folder since.
    if found is not None and not stat.S_ISDIR(found.st_mode):
        os.unlink(name, dir_fd=parent)
    with suppress(FileExistsError):
        os.mkdir(name, 0o755, dir_fd=parent)
    return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=parent)


def _stat(name: str, folder: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
