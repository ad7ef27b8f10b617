"""Finished files on disk, by the digest of all that went into them.

What is asked for again is a file that is read. Files appear whole or not at all; when
the folder grows beyond its bound, those that nobody asked for the longest go. The
folder may be deleted at any time.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gerai.rehearsal.current import current_rehearsal

_TRIMMED_TO = 0.8


@dataclass(slots=True)
class FinishedFiles:
    """A folder of the installation's data for files of one kind.

    Attributes:
        name: of the folder.
        suffix: of the files, such as ``.pdf``.
        most_bytes: what all of them together may take.
    """

    name: str
    suffix: str
    most_bytes: int

    def folder(self) -> Path:
        """Where the files are kept."""
        rehearsal = current_rehearsal()
        if rehearsal is not None:
            return rehearsal.folder / self.name
        return Path(settings.GERAI_DATA) / self.name

    def kept(self, digest: str) -> bytes | None:
        """The file of a digest, None if it isn't there."""
        path = self._path(digest)
        try:
            found = path.read_bytes()
        except OSError:
            return None
        # Read lately: the last to go. A folder that can't be written is no reason to
        # fail.
        with suppress(OSError):
            os.utime(path)
        return found

    def keep(self, digest: str, content: bytes) -> None:
        """Store a file; a full or read-only disk is no reason not to hand it out."""
        folder = self.folder()
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path(digest))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._trim()

    def _path(self, digest: str) -> Path:
        return self.folder() / f"{digest}{self.suffix}"

    def _trim(self) -> None:
        files: list[tuple[float, int, Path]] = []
        for path in self.folder().iterdir():
            with suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime, status.st_size, path))
        total = sum(size for _time, size, _path in files)
        if total <= self.most_bytes:
            return
        for _time, size, path in sorted(files):
            with suppress(OSError):
                path.unlink()
                total -= size
            if total <= self.most_bytes * _TRIMMED_TO:
                return
