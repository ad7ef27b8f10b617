"""The published folder: files that appear whole or not at all.

Each text file stands beside ``.gz`` and ``.br`` siblings that hold the same bytes.
A file is written beside its place, synced and renamed; its siblings are renamed first,
so a server that finds a new file finds its siblings too. Symbolic links are never
followed: a planted one is a difference, and is replaced.
"""

from __future__ import annotations

import gzip
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import brotli

COMPRESSED_ENDINGS = (".gz", ".br")
TEXT_ENDINGS = frozenset(
    {".html", ".css", ".js", ".json", ".jsonld", ".svg", ".txt", ".xml", ".atom"}
    | {".ics", ".csv", ".webmanifest"}
)
SMALLEST_COMPRESSED_BYTES = 200
BROTLI_QUALITY = 5
TEMPORARY_ENDING = ".part"


def is_text(name: str) -> bool:
    """Whether a file of this name gets compressed siblings."""
    return os.path.splitext(name)[1] in TEXT_ENDINGS  # noqa: PTH122


def siblings(name: str, body: bytes) -> dict[str, bytes]:
    """The file itself and its compressed siblings, as name → bytes.

    Deterministic: the same body gives the same bytes on every run.
    """
    files = {name: body}
    if is_text(name) and len(body) >= SMALLEST_COMPRESSED_BYTES:
        files[name + ".gz"] = gzip.compress(body, 9, mtime=0)
        files[name + ".br"] = brotli.compress(body, quality=BROTLI_QUALITY)
    return files


class PublishedTree:
    """Reads and writes files below one folder, and never outside it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> bytes | None:
        """The bytes of a regular file, or None if there is none.

        A link is none, and so is a file that is reached through a linked folder.
        """
        path = self.root / name
        if any(folder.is_symlink() for folder in self._folders_above(path)):
            return None
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            return file.read()

    def put_back(self, name: str, body: bytes) -> None:
        """Make ``name`` hold ``body``, whatever stands there now.

        Raises:
            OSError: when the disk is full or read-only; the old file is then intact.
        """
        target = self.root / name
        self._make_real_folder(target.parent)
        if target.is_dir() and not target.is_symlink():
            _remove_folder(target)
        temporary = target.with_name(f".{os.getpid()}{TEMPORARY_ENDING}")
        try:
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644
            )
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def remove(self, name: str) -> None:
        """Take a file or link away, and the folders that this empties."""
        try:
            (self.root / name).unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return
        for folder in self._folders_above(self.root / name):
            try:
                folder.rmdir()
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

    def _folders_above(self, path: Path) -> Iterator[Path]:
        folder = path.parent
        while folder != self.root:
            yield folder
            folder = folder.parent

    def _make_real_folder(self, folder: Path) -> None:
        """Make a folder whose every level is a folder, not a planted link or file."""
        current = self.root
        for part in folder.relative_to(self.root).parts:
            current = current / part
            if current.is_symlink() or (current.exists() and not current.is_dir()):
                current.unlink()
            current.mkdir(exist_ok=True)


def _remove_folder(folder: Path) -> None:
    for child in sorted(folder.rglob("*"), reverse=True):
        if child.is_dir() and not child.is_symlink():
            child.rmdir()
        else:
            child.unlink()
    folder.rmdir()
