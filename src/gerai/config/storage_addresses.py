"""Where backups and uploads are kept, as the environment names it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from gerai.config.problems import EnvironmentProblem

# Public keys and secret keys of age, https://age-encryption.org
_BACKUP_KEY = re.compile(r"age1[a-z0-9]{50,}|AGE-SECRET-KEY-1[A-Z0-9]{50,}")
S3_SCHEMES = ("s3", "s3+http")
NO_BACKUPS = "none"
_EXAMPLE = (
    "s3://key:secret@host/bucket/folder, with special characters of the secret in "
    "percent form"
)


def backup_url(value: str | None, data_folder: Path) -> str:
    """Where scheduled backups go; empty where somebody else makes them.

    Raises:
        EnvironmentProblem: for anything that is no such address.
    """
    if not value:
        return (data_folder / "backups").as_uri()
    if value == NO_BACKUPS:
        return ""
    if not (_is_folder(value) or _is_bucket(value)):
        # The text may hold a password: it isn't repeated.
        raise EnvironmentProblem(
            f"GERAI_BACKUP_URL must look like file:///mnt/backup/gerai or {_EXAMPLE}; "
            '"none" if other programs make the backups.'
        )
    return value


def media_storage_url(value: str | None, *, backup_address: str) -> str | None:
    """Where uploads go; None for the data folder.

    Raises:
        EnvironmentProblem: for anything that is no such address, and for a place that
            the backups have already.
    """
    if not value:
        return None
    if not _is_bucket(value):
        raise EnvironmentProblem(
            f"MEDIA_STORAGE_URL must look like {_EXAMPLE}. Without it, uploads are kept "
            "in GERAI_DATA/media."
        )
    if _is_bucket(backup_address) and _overlap(
        urlsplit(value), urlsplit(backup_address)
    ):
        raise EnvironmentProblem(
            "MEDIA_STORAGE_URL and GERAI_BACKUP_URL lie within one another. Give each a "
            "folder of its own, such as …/bucket/uploads and …/bucket/backups."
        )
    return value


def _is_folder(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_here = parts.netloc in {"", "localhost"}
    return parts.scheme == "file" and is_here and len(parts.path) > 1


def _is_bucket(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return bool(
            parts.scheme in S3_SCHEMES
            and parts.hostname
            and parts.port != 0
            and parts.username
            and parts.password
            and parts.path.strip("/")
            and not (parts.query or parts.fragment)
        )
    except ValueError:
        return False


def _overlap(one: SplitResult, other: SplitResult) -> bool:
    if (one.hostname, one.port) != (other.hostname, other.port):
        return False
    first, second = (f"{parts.path.strip('/')}/" for parts in (one, other))
    return first.startswith(second) or second.startswith(first)


def backup_keys(value: str | None) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in (value or "").split(",") if key.strip())
    if not all(_BACKUP_KEY.fullmatch(key) for key in keys):
        raise EnvironmentProblem(
            "GERAI_BACKUP_KEY must be a key of age (age1… or AGE-SECRET-KEY-1…), "
            'several separated by commas. "gerai backup --new-key" makes one.'
        )
    return keys
