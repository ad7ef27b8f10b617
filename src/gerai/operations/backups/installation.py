"""Where the parts of an installation lie; a drill has one of its own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from gerai.files.elsewhere import bucket_of_uploads
from gerai.operations.backups.problems import BackupProblem

SERVING_LOCK = "serve.lock"


@dataclass(frozen=True, slots=True)
class Installation:
    """Folders and database of one installation; ``database`` as in Django's settings."""

    data: Path
    media: Path
    published: Path
    publisher: Path
    database: dict[str, Any]
    has_uploads_elsewhere: bool = False
    """Whether uploads lie in a storage of their own, such as S3, not in ``media``."""

    @property
    def engine(self) -> str:
        is_sqlite = str(self.database["ENGINE"]).endswith("sqlite3")
        return "sqlite" if is_sqlite else "postgresql"


def this_installation() -> Installation:
    """The one that this process belongs to."""
    return Installation(
        data=Path(settings.GERAI_DATA),
        media=Path(settings.MEDIA_ROOT),
        published=Path(settings.PUBLISHED_FOLDER),
        publisher=Path(settings.PUBLISHER_FOLDER),
        database=_database(),
        has_uploads_elsewhere=bucket_of_uploads() is not None,
    )


def _database() -> dict[str, Any]:
    """As in the settings; a server has made an address of SQLite's path by now."""
    database = dict(settings.DATABASES["default"])
    name = str(database["NAME"])
    if name.startswith("file:"):
        database["NAME"] = unquote(urlsplit(name).path)
    return database


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Say that a server uses the data folder, for as long as the block runs.

    Several may: the kernel frees each one's share with its last process.

    Raises:
        BackupProblem: while a restore is at work.
    """
    with _locked(data, fcntl.LOCK_SH, "A backup is being restored just now."):
        yield


@contextmanager
def nobody_serves(data: Path) -> Iterator[None]:
    """Keep servers away for as long as the block runs.

    Raises:
        BackupProblem: when one is running.
    """
    with _locked(
        data,
        fcntl.LOCK_EX,
        "Gerai is running. Stop it first (systemctl stop gerai, or Ctrl-C where it was "
        "started), then try again.",
    ):
        yield


@contextmanager
def _locked(data: Path, kind: int, refusal: str) -> Iterator[None]:
    lock = os.open(data / SERVING_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise BackupProblem(refusal) from problem
        yield
    finally:
        os.close(lock)
