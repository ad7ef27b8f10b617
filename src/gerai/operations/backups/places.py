"""Where backups are kept: a folder, or S3-compatible storage."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from gerai.operations.backups.problems import BackupProblem, told_of_disk

SECONDS_TO_CONNECT = 10
MOST_AT_ONCE = 1000
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
        try:
            import boto3  # noqa: PLC0415 - heavy, and only needed here
            from botocore.config import Config  # noqa: PLC0415
        except ImportError as problem:
            raise BackupProblem(
                "S3 storage needs boto3. Install requirements/production.txt."
            ) from problem
        parts = urlsplit(url)
        scheme = "http" if parts.scheme == "s3+http" else "https"
        port = f":{parts.port}" if parts.port else ""
        host = f"{parts.hostname}{port}"
        self._bucket, _, prefix = parts.path.strip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self.description = f"{host}/{self._bucket}/{prefix}".rstrip("/")
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=f"{scheme}://{host}",
            aws_access_key_id=unquote(parts.username or ""),
            aws_secret_access_key=unquote(parts.password or ""),
            region_name="us-east-1",
            config=Config(
                connect_timeout=SECONDS_TO_CONNECT,
                read_timeout=60,
                retries={"max_attempts": 3},
                s3={"addressing_style": "path"},
            ),
        )

    def put(self, name: str, content: bytes) -> None:
        with self._told():
            self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + name, Body=content
            )

    def get(self, name: str) -> bytes:
        with self._told():
            answer = self._client.get_object(
                Bucket=self._bucket, Key=self._prefix + name
            )
            return bytes(answer["Body"].read())

    def names(self, folder: str) -> set[str]:
        with self._told():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=f"{self._prefix}{folder}/"
            )
            return {
                found["Key"].removeprefix(self._prefix)
                for page in pages
                for found in page.get("Contents", ())
            }

    def remove(self, names: Iterable[str]) -> None:
        wanted = [{"Key": self._prefix + name} for name in names]
        with self._told():
            for start in range(0, len(wanted), MOST_AT_ONCE):
                self._client.delete_objects(
                    Bucket=self._bucket,
                    Delete={"Objects": wanted[start : start + MOST_AT_ONCE]},
                )

    @contextmanager
    def _told(self) -> Iterator[None]:
        from botocore.exceptions import (  # noqa: PLC0415 - see above
            BotoCoreError,
            ClientError,
        )

        try:
            yield
        except ClientError as problem:
            code = problem.response.get("Error", {}).get("Code", "")
            raise BackupProblem(
                f"The storage {self.description} refuses: {code or 'unknown'}. Check "
                "the bucket, key and secret in GERAI_BACKUP_URL."
            ) from problem
        except BotoCoreError as problem:
            raise BackupProblem(
                f"The storage {self.description} doesn't answer "
                f"({type(problem).__name__}). The site goes on; the next try follows."
            ) from problem
