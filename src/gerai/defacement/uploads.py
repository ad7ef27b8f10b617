"""Uploads: files that no record knows, and files that were exchanged.

Originals carry the digest that Wagtail took when they came in. What a server might run
has no business there and is moved to the quarantine; all else is only told of.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.db import models

from gerai.defacement.choices import Place
from gerai.defacement.holding import Held
from gerai.defacement.intruders import examine_file
from gerai.defacement.reasons import Reason
from gerai.defacement.scale import Verdict, mark_of
from gerai.defacement.services import write_down
from gerai.files.elsewhere import uploads_are_on_this_disk, usual_storage
from gerai.files.s3 import Bucket, Mark, StorageUnavailable
from gerai.publishing.quarantine import Quarantine

# A file is stored before its record is.
_YOUNG_SECONDS = 600
_BYTES_A_LOOK = 50_000_000
_LARGEST_TEXT = 300_000
_WEIGHT = 3.0


class Uploads(Protocol):
    """Where uploads lie."""

    def names(self) -> dict[str, float]:
        """All names, and when each was stored, in seconds since 1970."""

    def original_to_read(self, name: str) -> bool:
        """Whether the content may be another than when it was read last."""

    def at_hand(self, name: str) -> AbstractContextManager[Path]:
        """A folder with the file in it; OSError if there is none any more."""

    def remove(self, name: str) -> None:
        """Take the file away from visitors."""


class UploadsHere:
    """A folder of this machine. Nothing says which content is new: all is read in turn."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> dict[str, float]:
        found = {}
        for folder, folders, files in os.walk(self.root, followlinks=False):
            base = Path(folder)
            links = [name for name in folders if (base / name).is_symlink()]
            for path in (base / name for name in [*files, *links]):
                with suppress(FileNotFoundError):  # deleted in this very moment
                    found[path.relative_to(self.root).as_posix()] = (
                        path.lstat().st_mtime
                    )
        return found

    def original_to_read(self, name: str) -> bool:
        return True

    @contextmanager
    def at_hand(self, name: str) -> Iterator[Path]:
        yield self.root

    def remove(self, name: str) -> None:
        (self.root / name).unlink()


class UploadsInBucket:
    """S3-compatible storage. Its list says what changed: only that is read again."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._listed: dict[str, Mark] = {}
        self._read: dict[str, Mark] = {}

    def names(self) -> dict[str, float]:
        self._listed = self.bucket.marks()
        return {name: mark.stored_at for name, mark in self._listed.items()}

    def original_to_read(self, name: str) -> bool:
        mark = self._listed.get(name)
        if mark is None or self._read.get(name) == mark:
            return False
        self._read[name] = mark
        return True

    @contextmanager
    def at_hand(self, name: str) -> Iterator[Path]:
        with TemporaryDirectory(prefix="gerai-upload-") as folder:
            # Names of a storage are any text; a folder isn't left for one.
            if "\0" in name or {"", ".", ".."} & {*name.split("/")}:
                raise FileNotFoundError(name)
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                self.bucket.copy_into(name, file)
            yield Path(folder)

    def remove(self, name: str) -> None:
        self.bucket.remove([name])


@dataclass(slots=True)
class Watch:
    """Names every time, contents some at a time."""

    uploads: Uploads
    _next_original: int = 0

    def look(self) -> None:
        """Report what is there and shouldn't be, and what isn't as it was uploaded."""
        write_down([*self._strangers(), *self._exchanged()])

    def unknown(self) -> list[str]:
        """Names that no record knows, and that aren't just being stored."""
        known = known_names()
        oldest = time.time() - _YOUNG_SECONDS
        return sorted(
            name
            for name, stored_at in self.uploads.names().items()
            if name not in known and stored_at < oldest
        )

    def _strangers(self) -> Iterator[Held]:
        for name in self.unknown():
            with suppress(OSError), self.uploads.at_hand(name) as root:
                verdict = _verdict_of_stranger(root / name, name)
                if verdict is None:
                    continue
                evidence = _keep(root, name, "added")
                self.uploads.remove(name)
                yield _held(name, verdict, evidence)

    def _exchanged(self) -> Iterator[Held]:
        """Originals whose digest isn't the recorded one; goes on where it stopped."""
        left = _BYTES_A_LOOK
        originals = list(_originals())
        if self._next_original >= len(originals):
            self._next_original = 0
        for name, digest in originals[self._next_original :]:
            self._next_original += 1
            if not self.uploads.original_to_read(name):
                continue
            with suppress(OSError), self.uploads.at_hand(name) as root:
                body = (root / name).read_bytes()
                left -= len(body)
                if hashlib.sha1(body, usedforsecurity=False).hexdigest() != digest:
                    evidence = _keep(root, name, "changed")
                    mark = mark_of(f"changed {name} {hashlib.sha256(body).hexdigest()}")
                    reason = Reason("media_changed", name[:120], "", _WEIGHT, mark)
                    yield _held(name, Verdict(_WEIGHT, [reason]), evidence)
            if left <= 0:
                return


_watches: dict[str, Watch] = {}


def watch_of_uploads() -> Watch:
    """That of the place where uploads lie now; remembers what it has read."""
    if uploads_are_on_this_disk():
        root = Path(settings.MEDIA_ROOT)
        return _watches.setdefault(str(root), Watch(UploadsHere(root)))
    bucket = usual_storage().bucket
    return _watches.setdefault(bucket.description, Watch(UploadsInBucket(bucket)))


def look_at_uploads() -> None:
    """The chore. A storage that is away is looked at the next time."""
    with suppress(StorageUnavailable):
        watch_of_uploads().look()


def known_names() -> set[str]:
    """What the records of all models say that there is."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._default_manager.values_list(field.name, flat=True)
                names.update(name for name in rows.iterator() if name)
    return names


def _verdict_of_stranger(path: Path, name: str) -> Verdict | None:
    """What speaks against it; None if it only lies there."""
    is_link = path.is_symlink()
    body = b"" if is_link else path.read_bytes()[:_LARGEST_TEXT]
    verdict = examine_file(path.name, body)
    if is_link:
        verdict.reasons.append(
            Reason("link_file", name[:120], "", _WEIGHT, mark_of(f"link {name}"))
        )
    if not verdict.reasons or (not verdict.is_suspicious and not is_link):
        return None
    verdict.reasons.insert(
        0, Reason("media_unknown", name[:120], "", _WEIGHT, mark_of(f"media {name}"))
    )
    return verdict


def _keep(root: Path, name: str, kind: str) -> Path:
    """Copy it to the quarantine; says where that is."""
    quarantine = Quarantine(settings.PUBLISHER_FOLDER / "uploads")
    quarantine.keep(root, {name: kind})
    return quarantine.folder


def _originals() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        fields = {field.name for field in model._meta.local_concrete_fields}
        if {"file", "file_hash"} <= fields:
            rows = model._default_manager.exclude(file_hash="").order_by("pk")
            yield from rows.values_list("file", "file_hash").iterator()


def _held(name: str, verdict: Verdict, evidence: Path) -> Held:
    return Held(
        place=Place.MEDIA,
        label=name[-200:],
        verdict=verdict,
        is_public=True,
        evidence=str(evidence),
    )
