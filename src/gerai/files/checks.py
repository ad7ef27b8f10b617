"""What ``gerai doctor`` asks of this room."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register

from gerai.files import scanning
from gerai.files.elsewhere import bucket_of_uploads
from gerai.files.s3 import StorageUnavailable


@register("doctor", deploy=True)
def scanner_answers(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Whether the virus scanner that is configured can be asked."""
    if not scanning.is_configured():
        return [Info("Uploads are shown to no virus scanner", id="files.A1")]
    problem = scanning.answers()
    if problem:
        return [
            Error(
                f"The virus scanner at {settings.CLAMD_URL} can't be asked: {problem}. "
                "No upload is taken.",
                hint="Start it (Debian: systemctl start clamav-daemon), or remove "
                "CLAMD_URL.",
                id="files.A1",
            )
        ]
    return [Info("Uploads are shown to a virus scanner", id="files.A1")]


@register("doctor", deploy=True)
def uploads_can_be_kept(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Whether the storage for uploads answers, where it isn't a folder."""
    bucket = bucket_of_uploads()
    if bucket is None:
        return []
    where = bucket.description
    probe = f"doctor/{secrets.token_hex(8)}"
    try:
        bucket.put(probe, b"well")
        found = bucket.get(probe)
        bucket.remove([probe])
    except (StorageUnavailable, FileNotFoundError) as problem:
        return [
            Error(
                f"Uploads can't be kept: {problem}",
                hint="Check MEDIA_STORAGE_URL, that the storage runs, and its rights: "
                "Gerai reads, writes, lists and deletes there.",
                id="files.B1",
            )
        ]
    if found != b"well":
        return [
            Error(
                f"The storage {where} gives back other bytes than it was given.",
                hint="Ask whoever runs it; keep no uploads there until it is mended.",
                id="files.B1",
            )
        ]
    return [Info(f"Uploads lie in {where}", id="files.B1")]
