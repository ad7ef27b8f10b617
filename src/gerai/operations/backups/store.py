"""Many backups in one place, each piece of content once.

``objects/ab/abcd…`` holds a piece, named by the SHA-256 of its bytes; compressed if that
helps, sealed if there is a key. ``snapshots/<time>.list`` is one backup: the list of its
files. ``snapshots/<time>.pieces`` names its pieces once more, never sealed, so that a
machine that can't open its own backups can still tidy up after itself. A snapshot is
written last, so it is whole or not there.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gerai.operations.backups.contents import (
    Contents,
    Entry,
    piece_size,
    read_contents,
)
from gerai.operations.backups.encryption import Cipher
from gerai.operations.backups.making import Copied
from gerai.operations.backups.places import Place
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.rotation import superfluous

OBJECTS, SNAPSHOTS = "objects", "snapshots"
LIST, PIECES = ".list", ".pieces"
LARGEST_LIST = 512 * 1024**2
AT_ONCE = 8
_PLAIN, _COMPRESSED = b"=", b"z"
_NAME = re.compile(r"\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that was added: its name, and how much it took that wasn't there yet."""

    name: str
    pieces: int
    size: int


class Store:
    """The backups of one place."""

    def __init__(self, place: Place, cipher: Cipher) -> None:
        self.place = place
        self._cipher = cipher

    def names(self) -> list[str]:
        """Names of the whole backups, the oldest first; a name is a time in UTC."""
        found = {name.removeprefix(f"{SNAPSHOTS}/") for name in self._snapshot_files()}
        return sorted(
            name.removesuffix(LIST)
            for name in found
            if name.endswith(LIST)
            and _NAME.fullmatch(name.removesuffix(LIST))
            and name.removesuffix(LIST) + PIECES in found
        )

    def add(self, copied: Copied) -> Written:
        """Write a backup: what the place lacks, then its list; read all of it back.

        Raises:
            BackupProblem: when the place refuses, or what it took reads back different.
        """
        contents = copied.contents
        name = _name_of(contents.made_at)
        there = self._objects()
        wanted = {
            piece: (entry, number)
            for entry in contents.entries
            for number, piece in enumerate(entry.pieces)
            if piece not in there
        }

        copied.bring(entry.name for entry, _ in wanted.values())

        def put(piece: str) -> int:
            entry, number = wanted[piece]
            return self._put_piece(
                piece, _piece_of(copied.paths[entry.name], entry, number)
            )

        with ThreadPoolExecutor(AT_ONCE) as crew:
            size = sum(crew.map(put, wanted))
        listed = self._cipher.seal(_packed(contents.written()))
        pieces = zlib.compress("\n".join(sorted(contents.pieces)).encode())
        self._put(f"{SNAPSHOTS}/{name}{PIECES}", pieces)
        self._put(f"{SNAPSHOTS}/{name}{LIST}", listed)
        return Written(name, len(wanted), size + len(listed) + len(pieces))

    def read(self, name: str) -> Contents:
        """The list of a backup.

        Raises:
            BackupProblem: when there is none of that name, or it can't be opened.
        """
        sealed = self.place.get(f"{SNAPSHOTS}/{name}{LIST}")
        return read_contents(_unpacked(self._cipher.unseal(sealed), LARGEST_LIST))

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of a file, piece by piece.

        Raises:
            BackupProblem: when one is missing or isn't what it is named after.
        """
        if not entry.size:
            return
        left, size = entry.size, piece_size(entry.name)
        if len(entry.pieces) == 1:
            size = entry.size
        for piece in entry.pieces:
            body = self._get_piece(piece, min(left, size))
            left -= len(body)
            yield body
        if left:
            raise BackupProblem(f"The backup is damaged: {entry.name} is too short.")

    def tidy(self, now: datetime) -> list[str]:
        """Remove backups that rotation gives up, and pieces that nobody names any more.

        Raises:
            BackupProblem: when the place refuses; nothing that is needed is gone then.
        """
        given_up = superfluous(self.names(), now)
        # The list first: without it a backup isn't there.
        for ending in (LIST, PIECES):
            self.place.remove(f"{SNAPSHOTS}/{name}{ending}" for name in given_up)
        needed: set[str] = set()
        for name in self.names():
            packed = self.place.get(f"{SNAPSHOTS}/{name}{PIECES}")
            needed.update(_inflated(packed, LARGEST_LIST).decode().split("\n"))
        unnamed = self._objects() - needed
        self.place.remove(_object(piece) for piece in sorted(unnamed))
        return given_up

    def _objects(self) -> set[str]:
        return {name.rpartition("/")[2] for name in self.place.names(OBJECTS)}

    def _snapshot_files(self) -> set[str]:
        return self.place.names(SNAPSHOTS)

    def _put_piece(self, piece: str, body: bytes) -> int:
        if hashlib.sha256(body).hexdigest() != piece:
            raise BackupProblem("A file changed while it was copied. Try again.")
        sealed = self._cipher.seal(_packed(body))
        self._put(_object(piece), sealed)
        return len(sealed)

    def _put(self, name: str, body: bytes) -> None:
        self.place.put(name, body)
        if self.place.get(name) != body:
            raise BackupProblem(
                f"{self.place.description} gives back other bytes than it was given. "
                "The disk or storage may be failing."
            )

    def _get_piece(self, piece: str, size: int) -> bytes:
        body = _unpacked(self._cipher.unseal(self.place.get(_object(piece))), size)
        if len(body) != size or hashlib.sha256(body).hexdigest() != piece:
            raise BackupProblem(f"The backup is damaged: piece {piece[:12]}….")
        return body


class Snapshot:
    """One backup of a store; reads like a bundle."""

    def __init__(self, store: Store, name: str) -> None:
        self.contents = store.read(name)
        self.chunks = store.chunks


def _name_of(made_at: datetime) -> str:
    return made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _object(piece: str) -> str:
    return f"{OBJECTS}/{piece[:2]}/{piece}"


def _piece_of(path: Path, entry: Entry, number: int) -> bytes:
    if len(entry.pieces) == 1:
        return path.read_bytes()
    with path.open("rb") as file:
        file.seek(number * piece_size(entry.name))
        return file.read(piece_size(entry.name))


def _packed(body: bytes) -> bytes:
    small = zlib.compress(body, 6)
    return _COMPRESSED + small if len(small) < len(body) else _PLAIN + body


def _unpacked(packed: bytes, largest: int) -> bytes:
    if packed[:1] == _PLAIN:
        return packed[1:]
    if packed[:1] != _COMPRESSED:
        raise BackupProblem("The backup is damaged: a piece of an unknown kind.")
    return _inflated(packed[1:], largest)


def _inflated(packed: bytes, largest: int) -> bytes:
    """Decompress; never more than ``largest`` bytes."""
    machine = zlib.decompressobj()
    try:
        body = machine.decompress(packed, largest + 1)
    except zlib.error as problem:
        raise BackupProblem("The backup is damaged: a piece can't be unpacked.") from (
            problem
        )
    if len(body) > largest or machine.unconsumed_tail or not machine.eof:
        raise BackupProblem("The backup is damaged: a piece is longer than it says.")
    return body
