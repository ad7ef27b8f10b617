"""Uploads that lie in S3-compatible storage, so that several machines share them.

Visitors never see its address: pages name ``/media/…``, and the application (behind
nginx, which keeps copies) hands out what the storage has.
"""

from __future__ import annotations

import mimetypes
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.utils.translation import gettext as _

from gerai.files.exceptions import FileRefused
from gerai.files.s3 import Bucket, StorageUnavailable
from gerai.rehearsal.current import current_rehearsal

SECONDS_TO_CONNECT = 3
SECONDS_TO_ANSWER = 20
_IN_MEMORY = 4 * 1024**2


class UploadsInS3(Storage):
    """Django's storage in a bucket.

    Whoever asks while it is away gets a :class:`StorageUnavailable`. That is no
    ``OSError``, which Wagtail takes for a damaged picture: a page would be published
    without it.
    """

    def __init__(self, url: str) -> None:
        self.bucket = Bucket(
            url,
            setting="MEDIA_STORAGE_URL",
            seconds_to_connect=SECONDS_TO_CONNECT,
            seconds_to_answer=SECONDS_TO_ANSWER,
        )

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode not in {"rb", "r"}:
            raise NotImplementedError("an upload is stored whole, or not at all")
        file: Any = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller's
        try:
            self.bucket.copy_into(_clean(name), file)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return File(file, name)

    def _save(self, name: str, content: File[Any] | IO[Any]) -> str:
        if content.seekable():
            content.seek(0)
        body = content.read()
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        clean = _clean(name)
        self.bucket.put(
            clean, body if isinstance(body, bytes) else body.encode(), kind=kind
        )
        return clean

    def delete(self, name: str) -> None:
        self.bucket.remove([_clean(name)])

    def exists(self, name: str) -> bool:
        try:
            self.bucket.look(_clean(name))
        except FileNotFoundError:
            return False
        return True

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return self.bucket.listing(_clean(path))

    def size(self, name: str) -> int:
        return self.bucket.look(_clean(name))[0]

    def get_modified_time(self, name: str) -> datetime:
        return self.bucket.look(_clean(name))[1]

    def url(self, name: str | None) -> str:
        return settings.MEDIA_URL + quote(_clean(name or ""))


def _clean(name: str) -> str:
    return str(name).replace("\\", "/").lstrip("/")


def usual_storage() -> Any:
    """The storage of the real site, also within a practice copy."""
    return getattr(default_storage, "usual", default_storage)


def uploads_are_on_this_disk() -> bool:
    """Whether uploads are files below ``MEDIA_ROOT``."""
    return isinstance(usual_storage(), FileSystemStorage)


def bucket_of_uploads() -> Bucket | None:
    """The bucket that uploads lie in, if they do."""
    storage = usual_storage()
    return storage.bucket if isinstance(storage, UploadsInS3) else None


def refuse_without_storage(name: str) -> None:
    """Take no file that couldn't be kept; asks the storage, if uploads lie elsewhere.

    Raises:
        FileRefused: the storage is away or refuses.
    """
    bucket = bucket_of_uploads()
    if bucket is None or current_rehearsal() is not None:
        return
    try:
        bucket.expect_answer()
    except StorageUnavailable as problem:
        raise FileRefused(
            _(
                "“%(name)s” can't be stored at the moment, so it was not taken. Try "
                "again in a few minutes. If it stays so, tell whoever looks after the "
                "server."
            )
            % {"name": name}
        ) from problem
