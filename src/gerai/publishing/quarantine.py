"""What somebody else has put into the web folder, kept as evidence before it goes.

The quarantine lies beside the record, where the web server can't reach; nothing in it
runs. It is bounded: an attacker who writes without end fills no disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

QUARANTINE_NAME = "quarantine"
LIST_NAME = "found.jsonl"
LARGEST_COPY_BYTES = 2_000_000
MOST_COPIES = 500
LONGEST_LIST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that wasn't as it was published.

    Attributes:
        kind: ``changed``, ``removed`` or ``added``.
        copy: the name of its copy in the quarantine; empty if there was nothing to copy.
        target: where a link led.
        size: in bytes.
        owner: number of the user that the file belonged to; -1 if unknown.
        found_at: seconds since 1970.
    """

    name: str
    kind: str
    copy: str = ""
    target: str = ""
    size: int = 0
    owner: int = -1
    found_at: float = 0.0


class Quarantine:
    """The folder of copies and the list of what was found."""

    def __init__(self, private: Path) -> None:
        self.folder = private / QUARANTINE_NAME

    def keep(self, root: Path, differences: Mapping[str, str]) -> list[Finding]:
        """Copy what stands at some names below ``root``, and note it.

        A disk that doesn't take it is no reason to leave the site as it is.
        """
        if not differences:
            return []
        found: list[Finding] = []
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, kind in differences.items():
            try:
                found.append(self._copy(root, name, kind))
            except OSError:
                found.append(Finding(name, kind, found_at=time.time()))
        with suppress(OSError):
            self._note(found)
            self._make_room()
        return found

    def findings(self, *, after: int = 0) -> tuple[list[Finding], int]:
        """What was noted after a place in the list, and the place of its end."""
        try:
            with (self.folder / LIST_NAME).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                # A list that was begun anew is read from its beginning.
                file.seek(after if after <= size else 0)
                content = file.read()
                end = file.tell()
        except OSError:
            return [], 0
        return list(_read(content)), end

    def body(self, finding: Finding) -> bytes:
        """The copy; empty where there is none any more."""
        if not finding.copy:
            return b""
        try:
            return (self.folder / Path(finding.copy).name).read_bytes()
        except OSError:
            return b""

    def _copy(self, root: Path, name: str, kind: str) -> Finding:
        now = time.time()
        if kind == "removed":
            return Finding(name, kind, found_at=now)
        path = root / name
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            target = os.readlink(path)  # noqa: PTH115 - of a link that may lead nowhere
            return Finding(name, kind, target=target, owner=status.st_uid, found_at=now)
        if not stat.S_ISREG(status.st_mode):
            return Finding(name, kind, owner=status.st_uid, found_at=now)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            body = file.read(LARGEST_COPY_BYTES)
        copy = hashlib.sha256(name.encode(errors="replace") + b"\0" + body).hexdigest()
        self._store(f"{copy[:40]}.evidence", body)
        return Finding(
            name,
            kind,
            copy=f"{copy[:40]}.evidence",
            size=status.st_size,
            owner=status.st_uid,
            found_at=now,
        )

    def _store(self, name: str, body: bytes) -> None:
        target = self.folder / name
        if target.exists():
            return
        beside = self.folder / f"{name}.part"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
        beside.replace(target)

    def _note(self, found: list[Finding]) -> None:
        target = self.folder / LIST_NAME
        if target.exists() and target.stat().st_size > LONGEST_LIST_BYTES:
            target.replace(target.with_suffix(".old"))
        lines = (json.dumps(asdict(one), ensure_ascii=True) + "\n" for one in found)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.writelines(lines)

    def _make_room(self) -> None:
        copies = sorted(
            self.folder.glob("*.evidence"), key=lambda path: path.stat().st_mtime
        )
        for path in copies[: max(0, len(copies) - MOST_COPIES)]:
            path.unlink(missing_ok=True)


def _read(content: bytes) -> Iterator[Finding]:
    known = {one.name for one in fields(Finding)}
    for line in content.decode(errors="replace").splitlines():
        with suppress(ValueError, TypeError, AttributeError):
            document = json.loads(line)
            yield Finding(
                **{key: value for key, value in document.items() if key in known}
            )
