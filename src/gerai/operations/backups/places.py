"""Where backups are kept: a folder, or S3-compatible storage."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from gerai.files.s3 import Bucket, StorageUnavailable
from gerai.operations.backups.problems import BackupProblem, told_of_disk

SECONDS_TO_CONNECT = 10
SECONDS_TO_ANSWER = 60
PART = ".part"


class Place(Protocol):
    """Named bytes. A name is there whole or not at all."""

    description: str

    def put(self, name: str, content: bytes) -> None: ...

    def get(self, name: str) -> bytes: ...

    def names(self, folder: str) -> set[str]: ...

    def remove(self, names: Iterable[str]) -> None: ...


def place_of(url: str) -> Place:
    """The place that ``GERAI_BACKUP_URL`` names.

    Raises:
        BackupProblem: when what it needs isn't installed.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderPlace(Path(unquote(parts.path)))
    return S3Place(url)


class FolderPlace:
    """A folder of this machine, or of a disk that is mounted on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.description = str(root)

    def put(self, name: str, content: bytes) -> None:
        path = self.root / name
        with told_of_disk("writing the backup"):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = path.with_name(f".{secrets.token_hex(6)}{PART}")
            try:
                descriptor = os.open(
                    beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
                )
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(descriptor)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)

    def get(self, name: str) -> bytes:
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError as problem:
            raise BackupProblem(
                f"A part of the backup is missing in {self.root}: {name}."
            ) from problem
        except OSError as problem:
            raise BackupProblem(
                f"{self.root} can't be read: {problem.strerror}."
            ) from problem

    def names(self, folder: str) -> set[str]:
        root = self.root / folder
        return {
            Path(where, name).relative_to(self.root).as_posix()
            for where, _, names in os.walk(root)
            for name in names
            if not name.endswith(PART)
        }

    def remove(self, names: Iterable[str]) -> None:
        with told_of_disk("removing old backups"):
            for name in names:
                (self.root / name).unlink(missing_ok=True)


class S3Place:
    """A bucket, or a folder of one, on any server that speaks S3."""

    def __init__(self, url: str) -> None:
        self._bucket = Bucket(
            url,
            setting="GERAI_BACKUP_URL",
            seconds_to_connect=SECONDS_TO_CONNECT,
            seconds_to_answer=SECONDS_TO_ANSWER,
        )
        self.description = self._bucket.description

    def put(self, name: str, content: bytes) -> None:
        with _told():
            self._bucket.put(name, content)

    def get(self, name: str) -> bytes:
        try:
            with _told():
                return self._bucket.get(name)
        except FileNotFoundError as problem:
            raise BackupProblem(
                f"A part of the backup is missing in {self.description}: {name}."
            ) from problem

    def names(self, folder: str) -> set[str]:
        with _told():
            return self._bucket.names(folder)

    def remove(self, names: Iterable[str]) -> None:
        with _told():
            self._bucket.remove(names)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except StorageUnavailable as problem:
        raise BackupProblem(str(problem)) from problem
