"""What the tree must hold, kept outside the web root together with a copy of it.

Order of a change, so that a kill at any instant leaves nothing wrong:

1. copies of the new files go into ``objects/`` (named by their SHA-256),
2. the journal, signed, says which files are about to change and to what,
3. the files are replaced one by one, each whole,
4. the manifest is replaced, 5. the journal goes.

A file may differ from the manifest only if the journal names its new content.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gerai.publishing.addresses import file_of
from gerai.publishing.manifest import (
    MANIFEST_NAME,
    Manifest,
    ManifestProblem,
    read_manifest,
    sha256,
    signing_key,
)
from gerai.publishing.tree import COMPRESSED_ENDINGS, PublishedTree, siblings

KEY_NAME = "signing.key"
JOURNAL_NAME = "journal.json"
OBJECTS_NAME = "objects"
LOCK_NAME = "lock"


class TreeBelongsToAnother(Exception):
    """The published folder was signed by another installation."""


class PublisherIsRunning(Exception):
    """Another process is publishing into this folder at this moment."""


def address_of(name: str) -> str:
    """The address that a file answers: the inverse of ``file_of``."""
    if name == "index.html":
        return "/"
    return (
        "/" + name.removesuffix("index.html")
        if name.endswith("/index.html")
        else f"/{name}"
    )


class PublishedRecord:
    """The files of one published folder, by name, with their hashes and copies."""

    def __init__(self, *, web_root: Path, private: Path, build: str) -> None:
        """``private`` must not be readable by the web server; ``build`` names the code.

        Raises:
            TreeBelongsToAnother: when the folder holds a tree signed with another key.
        """
        web_root.mkdir(parents=True, exist_ok=True)
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.tree = PublishedTree(web_root)
        self._private = PublishedTree(private)
        self._key = signing_key(private / KEY_NAME)
        self.build = build
        self.files: dict[str, str] = self._read_files()

    @property
    def private_folder(self) -> Path:
        """Where the publisher keeps what the web server mustn't see."""
        return self._private.root

    @property
    def addresses(self) -> list[str]:
        """The addresses that have a file."""
        return [
            address_of(name)
            for name in self.files
            if not name.endswith(COMPRESSED_ENDINGS)
        ]

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other publishers away.

        Raises:
            PublisherIsRunning: when there is one; the kernel frees the lock of a dead one.
        """
        descriptor = os.open(
            self._private.root / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600
        )
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            os.close(descriptor)
            raise PublisherIsRunning from problem
        try:
            yield
        finally:
            os.close(descriptor)

    def put(self, pages: Mapping[str, bytes]) -> list[str]:
        """Publish the pages that differ from what is published; return their addresses.

        Raises:
            OSError: when the disk is full or read-only; what was published stays.
        """
        changed: dict[str, bytes] = {}
        written: list[str] = []
        for address, body in pages.items():
            name = file_of(address)
            if self.files.get(name) != sha256(body):
                changed |= siblings(name, body)
                written.append(address)
        if changed:
            self._replace(changed, gone=self._lost_siblings(changed))
        return written

    def remove(self, addresses: Iterable[str]) -> list[str]:
        """Take pages off the tree; return the addresses that had a file."""
        gone = {
            name: ""
            for address in addresses
            for name in _with_siblings(file_of(address))
            if name in self.files
        }
        if gone:
            self._replace({}, gone=set(gone))
        return [
            address_of(name) for name in gone if not name.endswith(COMPRESSED_ENDINGS)
        ]

    def differences(self) -> dict[str, str]:
        """Files that aren't as recorded, as name → ``changed``, ``removed`` or ``added``."""
        found: dict[str, str] = {}
        for name, expected in self.files.items():
            body = self.tree.read(name)
            if body is None:
                found[name] = "removed"
            elif sha256(body) != expected:
                found[name] = "changed"
        for name in self.tree.names():
            if name not in self.files and name != MANIFEST_NAME:
                found[name] = "added"
        return found

    def heal(self) -> list[str]:
        """Put back what was changed or removed, remove what was added; return names."""
        differences = self.differences()
        for name, kind in differences.items():
            if kind == "added":
                self.tree.remove(name)
            else:
                self.tree.put_back(name, self._copy(self.files[name]))
        return sorted(differences)

    def heal_manifest(self) -> bool:
        """Put the manifest back if it isn't ours; only the publisher may (it holds the
        lock and knows the newest state). Says whether it was wrong."""
        if self.tree.read(MANIFEST_NAME) == self._manifest_bytes():
            return False
        self._write_manifest()
        return True

    def forget_old_copies(self) -> None:
        """Delete copies of files that are no longer published."""
        wanted = set(self.files.values())
        for name in list(self._private.names()):
            if name.startswith(f"{OBJECTS_NAME}/") and Path(name).name not in wanted:
                self._private.remove(name)

    def _replace(self, changed: Mapping[str, bytes], gone: set[str]) -> None:
        hashes = {name: sha256(body) for name, body in changed.items()}
        for name, body in changed.items():
            self._private.put_back(_object_name(hashes[name]), body)
        files = {name: hash_ for name, hash_ in self.files.items() if name not in gone}
        files |= hashes
        journal = Manifest(files=files, build=self.build).signed(self._key)
        self._private.put_back(JOURNAL_NAME, journal)
        # Siblings first: whoever sees the new page must find its siblings.
        for name in sorted(
            changed, key=lambda name: not name.endswith(COMPRESSED_ENDINGS)
        ):
            self.tree.put_back(name, changed[name])
        for name in gone:
            self.tree.remove(name)
        self.files = files
        self._write_manifest()
        self._private.remove(JOURNAL_NAME)

    def _lost_siblings(self, changed: Mapping[str, bytes]) -> set[str]:
        return {
            sibling
            for name in changed
            if not name.endswith(COMPRESSED_ENDINGS)
            for sibling in _with_siblings(name)
            if sibling in self.files and sibling not in changed
        }

    def _copy(self, hash_: str) -> bytes:
        body = self._private.read(_object_name(hash_))
        if body is None or sha256(body) != hash_:
            raise FileNotFoundError(
                f"the copy {hash_} is missing; run gerai publish --all"
            )
        return body

    def _write_manifest(self) -> None:
        self.tree.put_back(MANIFEST_NAME, self._manifest_bytes())

    def _manifest_bytes(self) -> bytes:
        return Manifest(files=self.files, build=self.build).signed(self._key)

    def _read_files(self) -> dict[str, str]:
        public_key = self._key.public_key()
        journal = self._private.read(JOURNAL_NAME)
        for content in (journal, self.tree.read(MANIFEST_NAME)):
            try:
                return dict(read_manifest(content, public_key).files)
            except ManifestProblem:
                continue
        if self.tree.read(MANIFEST_NAME) is not None and not any(
            name.startswith(f"{OBJECTS_NAME}/") for name in self._private.names()
        ):
            raise TreeBelongsToAnother(str(self.tree.root))
        return {}


def _with_siblings(name: str) -> list[str]:
    return [name, *(name + ending for ending in COMPRESSED_ENDINGS)]


def _object_name(hash_: str) -> str:
    return f"{OBJECTS_NAME}/{hash_[:2]}/{hash_}"
