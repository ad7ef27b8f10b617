"""What a backup says of itself: the list of its files, and of what it was made.

Whatever reads a backup trusts nothing in it: each name is checked here before anybody
makes a file of it, each length and digest while it is read.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gerai.operations.backups.problems import BackupProblem

FORMAT = 1
MEDIA, PUBLISHED = "media", "published"
ANCHORS = "audit"
SQLITE_FILE, POSTGRESQL_FILE = "database.sqlite3", "database.pgdump"
DATABASE_FILES = {"sqlite": SQLITE_FILE, "postgresql": POSTGRESQL_FILE}
MOST_FILES = 2_000_000
LONGEST_NAME = 1000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ANCHORS = re.compile(rf"{ANCHORS}/[1-9][0-9]{{0,3}}\.(?:jsonl|pub)")
_PIECES_OF_DATABASE = 256 * 1024
_PIECES_OF_FILES = 4 * 1024**2


def piece_size(name: str) -> int:
    """Into how many bytes each a file is cut where pieces are kept.

    A database changes in a few places: small pieces of it stay the same.
    """
    return _PIECES_OF_DATABASE if name == SQLITE_FILE else _PIECES_OF_FILES


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its place in the backup, its length in bytes, its SHA-256.

    ``pieces``: the digests of its pieces, in order; one piece is the file itself.
    """

    name: str
    size: int
    digest: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a backup is made of."""

    made_at: datetime
    version: str
    engine: str
    migrations: tuple[tuple[str, str], ...]
    rows: dict[str, int]
    entries: tuple[Entry, ...]
    settings: dict[str, str] = field(default_factory=dict)
    release: str = ""
    """Names the code more finely than ``version``."""

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.entries)

    @property
    def database(self) -> Entry:
        return next(e for e in self.entries if e.name == DATABASE_FILES[self.engine])

    def below(self, folder: str) -> list[Entry]:
        return [e for e in self.entries if e.name.startswith(f"{folder}/")]

    @property
    def pieces(self) -> set[str]:
        return {piece for entry in self.entries for piece in entry.pieces}

    @property
    def fingerprint(self) -> str:
        """The same for two backups with the same content."""
        digest = hashlib.sha256(self.release.encode())
        for entry in self.entries:
            digest.update(f"{entry.name}\0{entry.digest}\n".encode())
        return digest.hexdigest()

    def written(self) -> bytes:
        document = {
            "format": FORMAT,
            "made_at": self.made_at.astimezone(UTC).isoformat(),
            "version": self.version,
            "release": self.release,
            "engine": self.engine,
            "migrations": self.migrations,
            "rows": self.rows,
            "settings": self.settings,
            "files": [
                [entry.name, entry.size, entry.digest]
                + ([list(entry.pieces)] if len(entry.pieces) != 1 else [])
                for entry in self.entries
            ],
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=False)
    format: int
    made_at: datetime
    version: str = Field(max_length=100)
    release: str = Field("", max_length=100)
    engine: str
    migrations: list[tuple[str, str]] = Field(max_length=100_000)
    rows: dict[str, int]
    settings: dict[str, str]
    files: list[list[Any]] = Field(max_length=MOST_FILES)


def read_contents(body: bytes) -> Contents:
    """Read what :meth:`Contents.written` wrote, or somebody made up.

    Raises:
        BackupProblem: for another format, a name that leads out of the backup, a digest
            that is none, a file that is there twice.
    """
    try:
        document = _Document.model_validate_json(body)
    except ValidationError as problem:
        raise BackupProblem(
            "This is no backup of Gerai, or its list of contents is damaged."
        ) from problem
    if document.format > FORMAT:
        raise BackupProblem(
            f"This backup was made by a newer version of Gerai ({document.version}). "
            "Install that version, then restore."
        )
    if document.engine not in DATABASE_FILES:
        raise BackupProblem("The backup names a database that Gerai doesn't know.")
    entries = tuple(_entry(row) for row in document.files)
    names = {entry.name for entry in entries}
    if len(names) != len(entries):
        raise BackupProblem("The backup is damaged: it has a file twice.")
    if DATABASE_FILES[document.engine] not in names:
        raise BackupProblem("The backup is damaged: it has no database.")
    return Contents(
        made_at=document.made_at,
        version=document.version,
        release=document.release,
        engine=document.engine,
        migrations=tuple(document.migrations),
        rows=document.rows,
        entries=entries,
        settings=document.settings,
    )


def _entry(row: list[Any]) -> Entry:
    if not 3 <= len(row) <= 4:
        raise BackupProblem("The backup's list of contents is damaged.")
    name, size, digest = row[:3]
    pieces = row[3] if len(row) == 4 else [digest]
    if not isinstance(name, str) or not _is_safe(name):
        raise BackupProblem(
            f"The backup holds a file that leads elsewhere: {str(name)[:100]!r}. It was "
            "not made by Gerai; nothing of it is used."
        )
    is_sound = (
        isinstance(size, int)
        and size >= 0
        and isinstance(pieces, list)
        and all(isinstance(d, str) and _DIGEST.fullmatch(d) for d in [digest, *pieces])
        and len(pieces) == (max(1, -(-size // piece_size(name))) if row[3:] else 1)
    )
    if not is_sound:
        raise BackupProblem("The backup's list of contents is damaged.")
    return Entry(name, size, digest, tuple(pieces))


def _is_safe(name: str) -> bool:
    """Whether a name stays inside, wherever it is written to."""
    if name in DATABASE_FILES.values() or _ANCHORS.fullmatch(name):
        return True
    parts = PurePosixPath(name).parts
    return (
        0 < len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME
        and len(parts) > 1
        and parts[0] in {MEDIA, PUBLISHED}
        and ".." not in parts
        and "/".join(parts) == name
        and not any(ord(sign) < 32 or sign in "\\\x7f" for sign in name)
        and not any("\ud800" <= sign <= "\udfff" for sign in name)
    )
