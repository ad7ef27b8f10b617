"""What the chain's end was, kept in a file that the database knows nothing of.

One signed line each, every line bound to the one before it; lines are only appended.
Whoever can write into the database alone can neither shorten nor rewrite the chain
without contradicting the file. The file lies in ``GERAI_DATA/audit``, outside what any
web server hands out; :doc:`docs/operators/audit.md` says how to keep it from root, too.

A backup takes the lines along, and the public key, but never the key that signs. Where
one is put back into another installation, its lines stay readable in ``audit/earlier``,
numbered in order, and this installation's own go on after them.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone

from gerai.audit.models import Head
from gerai.publishing.manifest import signing_key

FILE_NAME, KEY_NAME = "anchors.jsonl", "signing.key"
EARLIER, LINES, PUBLIC_KEY = "earlier", ".jsonl", ".pub"
ANCHOR, PURGED, RESTORED = "anchor", "purged", "restored"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line.

    Attributes:
        kind: ``purged``: entries up to ``number`` were removed as configured.
            ``restored``: a backup was put back whose chain ends at ``number``.
    """

    at: str
    kind: str
    number: int
    hash: str
    note: str
    previous: str

    def signed_part(self) -> bytes:
        return json.dumps(
            asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        ).encode()


class AnchorProblem(Exception):
    """A line of the file can't be trusted; ``line`` counts from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line


def audit_folder() -> Path:
    """Where anchors and their key lie; made on first use, for its owner only."""
    folder = Path(settings.GERAI_DATA) / "audit"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def anchor_head(*, kind: str = ANCHOR, note: str = "") -> Anchor | None:
    """Write the end of the chain to the file; None if it stands there already."""
    head = Head.objects.filter(pk=1).first()
    if head is None or (kind == ANCHOR and head.number == 0):
        return None
    anchor = write_anchor(kind=kind, number=head.number, hash_=head.hash, note=note)
    if anchor is not None:
        Head.objects.filter(pk=1).update(
            anchored=head.number, anchored_at=timezone.now()
        )
    return anchor


def write_anchor(
    *, kind: str, number: int, hash_: str, note: str = ""
) -> Anchor | None:
    """Append a line, on the disk when this returns."""
    folder = audit_folder()
    key = signing_key(folder / KEY_NAME)
    descriptor = os.open(
        folder / FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600
    )
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = file.read().splitlines()
        last = json.loads(lines[-1]) if lines else {}
        if kind == ANCHOR and (last.get("number"), last.get("hash")) == (number, hash_):
            return None
        anchor = Anchor(
            at=timezone.now().isoformat(timespec="seconds"),
            kind=kind,
            number=number,
            hash=hash_,
            note=note[:200],
            previous=_digest(lines[-1]) if lines else "",
        )
        signature = key.sign(anchor.signed_part()).hex()
        line = json.dumps(
            {**asdict(anchor), "signature": signature}, ensure_ascii=False
        )
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def read_anchors() -> list[Anchor]:
    """All lines, each checked.

    Raises:
        AnchorProblem: for the first line that isn't ours or isn't in its place.
    """
    folder = audit_folder()
    anchors: list[Anchor] = []
    for lines in _earlier(folder):
        try:
            public = Ed25519PublicKey.from_public_bytes(
                lines.with_suffix(PUBLIC_KEY).read_bytes()
            )
        except ValueError as problem:
            raise AnchorProblem(0, f"the key of {lines.name} is none") from problem
        anchors += _read_lines(lines, public)
    own = folder / FILE_NAME
    if own.exists():
        anchors += _read_lines(own, signing_key(folder / KEY_NAME).public_key())
    return anchors


def _read_lines(path: Path, public: Ed25519PublicKey) -> Iterator[Anchor]:
    previous = ""
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        yield _read(line, number, previous, public)
        previous = _digest(line)


def _earlier(folder: Path) -> list[Path]:
    """Files with the lines of installations before this one, the oldest first."""
    found = (folder / EARLIER).glob(f"*{LINES}")
    return sorted(found, key=lambda path: (len(path.stem), path.stem))


def copy_anchors(data: Path, target: Path) -> list[Path]:
    """Copy the lines of an installation into ``target``, with the keys to check them.

    Returns:
        the files: ``1.jsonl`` and ``1.pub`` are the oldest, the highest number is its own.
    """
    folder = data / "audit"
    copies: list[Path] = []
    own = folder / FILE_NAME
    sources = [*_earlier(folder), *([own] if own.is_file() else [])]
    for number, lines in enumerate(sources, start=1):
        target.mkdir(parents=True, exist_ok=True)
        copy, public = (target / f"{number}{end}" for end in (LINES, PUBLIC_KEY))
        with lines.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)  # no half line
            copy.write_bytes(file.read())
        public.write_bytes(
            _public_bytes(folder)
            if lines == own
            else lines.with_suffix(PUBLIC_KEY).read_bytes()
        )
        copies += [copy, public]
    return copies


def are_ours(copied: Path, data: Path) -> bool:
    """Whether the newest lines of a copy were signed with this installation's key."""
    numbers = [int(path.stem) for path in copied.glob(f"*{LINES}")]
    key = copied / f"{max(numbers, default=0)}{PUBLIC_KEY}"
    folder = data / "audit"
    return (
        (folder / KEY_NAME).is_file()
        and key.is_file()
        and key.read_bytes() == _public_bytes(folder)
    )


def _public_bytes(folder: Path) -> bytes:
    public = signing_key(folder / KEY_NAME).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _read(line: bytes, number: int, previous: str, public: Ed25519PublicKey) -> Anchor:
    try:
        raw = json.loads(line)
        signature = bytes.fromhex(raw.pop("signature"))
        anchor = Anchor(**raw)
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise AnchorProblem(number, "can't be read") from problem
    try:
        public.verify(signature, anchor.signed_part())
    except InvalidSignature as problem:
        raise AnchorProblem(number, "isn't signed by this installation") from problem
    if anchor.previous != previous:
        raise AnchorProblem(number, "doesn't follow the line before it")
    return anchor


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
