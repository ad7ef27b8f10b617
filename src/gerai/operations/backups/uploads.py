"""Uploads that lie in a storage elsewhere, on their way back."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gerai.files.elsewhere import bucket_of_uploads
from gerai.files.s3 import StorageUnavailable
from gerai.operations.backups.problems import BackupProblem


def give_back(staged: Path) -> None:
    """Give uploads back to a storage elsewhere; what is there already, the same, stays.

    Raises:
        BackupProblem: the storage doesn't answer any more.
    """
    try:
        for path in sorted(staged.rglob("*")):
            if path.is_file():
                _upload_one(path, path.relative_to(staged).as_posix())
    except StorageUnavailable as problem:
        raise BackupProblem(
            f"{problem} The restore is decided; run any command of gerai to finish it."
        ) from problem


def _upload_one(path: Path, name: str) -> None:
    body = path.read_bytes()
    if default_storage.exists(name):
        with default_storage.open(name) as present:
            if present.read() == body:
                return
        default_storage.delete(name)
    default_storage.save(name, ContentFile(body))


def expect_storage() -> None:
    """Stop before anything is replaced if uploads couldn't be given back.

    Raises:
        BackupProblem: the storage is away or refuses.
    """
    bucket = bucket_of_uploads()
    if bucket is not None:
        try:
            bucket.expect_answer()
        except StorageUnavailable as problem:
            raise BackupProblem(str(problem)) from problem
