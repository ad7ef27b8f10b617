"""A bucket, or a folder of one, on any server that speaks S3."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, NamedTuple
from urllib.parse import unquote, urlsplit

MOST_AT_ONCE = 1000
"""Names that one request may remove."""
# Amazon signs for a place; to everybody else it is a word like any other.
_AMAZON = re.compile(r"(?:^|\.)s3[.-](?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.")
_ANY_REGION = "us-east-1"
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class StorageUnavailable(Exception):
    """The storage is away or refuses; the text names it, and no secret."""


class Mark(NamedTuple):
    """What a storage says of a content without handing it out.

    Attributes:
        size: bytes.
        stored_at: seconds since 1970, by the clock of the storage.
        tag: another one for another content.
    """

    size: int
    stored_at: float
    tag: str


class Bucket:
    """Named bytes. A name is there whole or not at all.

    Args:
        url: ``s3://key:secret@host/bucket/folder``; ``s3+http`` without TLS.
        setting: where the address comes from, for whoever has to mend it.
    """

    def __init__(
        self, url: str, *, setting: str, seconds_to_connect: int, seconds_to_answer: int
    ) -> None:
        parts = urlsplit(url)
        scheme = "http" if parts.scheme == "s3+http" else "https"
        port = f":{parts.port}" if parts.port else ""
        self._endpoint = f"{scheme}://{parts.hostname}{port}"
        self._key = unquote(parts.username or "")
        self._secret = unquote(parts.password or "")
        found = _AMAZON.search(parts.hostname or "")
        self._region = found["region"] if found else _ANY_REGION
        self._patience = (seconds_to_connect, seconds_to_answer)
        self._setting = setting
        self._clients: dict[int, Any] = {}
        self.bucket, _, folder = parts.path.strip("/").partition("/")
        self._prefix = f"{folder}/" if folder else ""
        self.description = f"{parts.hostname}{port}/{self.bucket}/{folder}".rstrip("/")

    @property
    def client(self) -> Any:
        """The connections of this process: a fork must not share its parent's.

        Raises:
            StorageUnavailable: boto3 isn't installed.
        """
        pid = os.getpid()
        if pid not in self._clients:
            self._clients = {pid: self._new_client()}
        return self._clients[pid]

    def _new_client(self) -> Any:
        try:
            import boto3  # noqa: PLC0415 - heavy, and only needed here
            from botocore.config import Config  # noqa: PLC0415
        except ImportError as problem:
            raise StorageUnavailable(
                "S3 storage needs boto3. Install requirements/production.txt."
            ) from problem
        to_connect, to_answer = self._patience
        return boto3.client(
            "s3",
            endpoint_url=self._endpoint,
            aws_access_key_id=self._key,
            aws_secret_access_key=self._secret,
            region_name=self._region,
            config=Config(
                connect_timeout=to_connect,
                read_timeout=to_answer,
                retries={"max_attempts": 3},
                max_pool_connections=32,
                # Not every server knows the checksums that Amazon added later.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"},
            ),
        )

    def put(self, name: str, content: bytes, *, kind: str = "") -> None:
        """Keep the content under the name; ``kind`` is its media type."""
        more = {"ContentType": kind} if kind else {}
        with self._told():
            self.client.put_object(
                Bucket=self.bucket, Key=self._prefix + name, Body=content, **more
            )

    def get(self, name: str) -> bytes:
        """The content of a name.

        Raises:
            FileNotFoundError: there is none.
        """
        with self._told():
            return bytes(self._object(name)["Body"].read())

    def copy_into(self, name: str, file: IO[bytes]) -> None:
        """Write the content of a name into a file.

        Raises:
            FileNotFoundError: there is none.
        """
        with self._told():
            for chunk in self._object(name)["Body"].iter_chunks(1024**2):
                file.write(chunk)

    def _object(self, name: str) -> Any:
        return self.client.get_object(Bucket=self.bucket, Key=self._prefix + name)

    def look(self, name: str) -> tuple[int, datetime]:
        """Bytes, and when it was stored.

        Raises:
            FileNotFoundError: there is no such name.
        """
        with self._told():
            found = self.client.head_object(Bucket=self.bucket, Key=self._prefix + name)
        return int(found["ContentLength"]), found["LastModified"]

    def marks(self) -> dict[str, Mark]:
        """All names, and by what one sees that their content is another; reads none."""
        with self._told():
            return {
                found["Key"].removeprefix(self._prefix): Mark(
                    found["Size"], found["LastModified"].timestamp(), found["ETag"]
                )
                for page in self._pages("")
                for found in page.get("Contents", ())
                if not found["Key"].endswith("/")
            }

    def names(self, folder: str) -> set[str]:
        """All names below a folder."""
        with self._told():
            return {
                found["Key"].removeprefix(self._prefix)
                for page in self._pages(f"{folder}/")
                for found in page.get("Contents", ())
            }

    def listing(self, folder: str) -> tuple[list[str], list[str]]:
        """Folders and names within one folder; "" is the outermost."""
        below = f"{folder.strip('/')}/" if folder.strip("/") else ""
        start = self._prefix + below
        folders: list[str] = []
        names: list[str] = []
        with self._told():
            for page in self._pages(below, Delimiter="/"):
                folders += [
                    found["Prefix"].removeprefix(start).rstrip("/")
                    for found in page.get("CommonPrefixes", ())
                ]
                names += [
                    found["Key"].removeprefix(start)
                    for found in page.get("Contents", ())
                    if found["Key"] != start
                ]
        return folders, names

    def _pages(self, below: str, **options: Any) -> Any:
        return self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"{self._prefix}{below}", **options
        )

    def remove(self, names: Iterable[str]) -> None:
        """Forget the names; one that isn't there is no error."""
        wanted = [{"Key": self._prefix + name} for name in names]
        with self._told():
            for start in range(0, len(wanted), MOST_AT_ONCE):
                self.client.delete_objects(
                    Bucket=self.bucket,
                    Delete={"Objects": wanted[start : start + MOST_AT_ONCE]},
                )

    def expect_answer(self) -> None:
        """Ask whether the bucket is there and ours.

        Raises:
            StorageUnavailable: it isn't, or nobody answers.
        """
        try:
            with self._told():
                self.client.head_bucket(Bucket=self.bucket)
        except FileNotFoundError as problem:
            raise StorageUnavailable(self._refusal("NoSuchBucket")) from problem

    def _refusal(self, code: str) -> str:
        return (
            f"The storage {self.description} refuses: {code or 'unknown'}. Check "
            f"the bucket, key and secret in {self._setting}."
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        client = self.client
        # botocore is there: the client was made with it.
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415

        try:
            yield
        except client.exceptions.ClientError as problem:
            code = problem.response.get("Error", {}).get("Code", "")
            if code in _MISSING:
                raise FileNotFoundError(
                    f"nothing of this name in {self.description}"
                ) from problem
            raise StorageUnavailable(self._refusal(code)) from problem
        except BotoCoreError as problem:
            raise StorageUnavailable(
                f"The storage {self.description} doesn't answer "
                f"({type(problem).__name__}). The site goes on; the next try follows."
            ) from problem
