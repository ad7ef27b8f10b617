"""Finished sheets on disk, by the digest of all that went into them.

A sheet that is asked for again is a file that is read. Files appear whole or not at
all; when the folder grows beyond its bound, those that nobody asked for the longest go.
The folder may be deleted at any time.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

MOST_BYTES = 256 * 1024 * 1024
_TRIMMED_TO = 0.8


def folder() -> Path:
    """Where the sheets are kept."""
    return Path(settings.GERAI_DATA) / "printing"


def kept(digest: str) -> bytes | None:
    """The sheet of a digest, None if it isn't there."""
    path = _path(digest)
    try:
        found = path.read_bytes()
    except OSError:
        return None
    # Read lately: the last to go. A folder that can't be written is no reason to fail.
    with suppress(OSError):
        os.utime(path)
    return found


def keep(digest: str, pdf: bytes) -> None:
    """Store a sheet; a full or read-only disk is no reason not to hand it out."""
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder(), suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(_path(digest))
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _trim()


def _path(digest: str) -> Path:
    return folder() / f"{digest}.pdf"


def _trim() -> None:
    files: list[tuple[float, int, Path]] = []
    for path in folder().iterdir():
        with suppress(OSError):
            status = path.stat()
            files.append((status.st_mtime, status.st_size, path))
    total = sum(size for _time, size, _path in files)
    if total <= MOST_BYTES:
        return
    for _time, size, path in sorted(files):
        with suppress(OSError):
            path.unlink()
            total -= size
        if total <= MOST_BYTES * _TRIMMED_TO:
            return
