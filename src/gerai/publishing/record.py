"""What the tree must hold, kept outside the web root together with a copy of it.

Order of a change, so that a kill at any instant leaves nothing wrong:

1. copies of the new files go into ``objects/`` (named by their SHA-256; compressed
   siblings are made again from the copy of their page),
2. a line of the journal says which files are about to change, and to what,
3. the files are replaced one by one, each whole,
4. once all is done, the manifest in the web root and our own are replaced,
5. the journal goes.

Our own manifest, which the web server can't reach, decides, together with the journal;
healing finishes what a killed publisher had begun. The manifest in the web root is for
others to read: whatever is done to it is a difference like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gerai.publishing.addresses import address_of, file_of
from gerai.publishing.journal import Journal, applied
from gerai.publishing.locking import TreeBelongsToAnother, only_publisher
from gerai.publishing.manifest import (
    MANIFEST_NAME,
    Manifest,
    ManifestProblem,
    read_manifest,
    sha256,
    signing_key,
)
from gerai.publishing.quarantine import Quarantine
from gerai.publishing.tree import (
    COMPRESSED_ENDINGS,
    TEMPORARY_ENDING,
    PublishedTree,
    siblings,
)

KEY_NAME = "signing.key"
JOURNAL_NAME = "journal"
OBJECTS_NAME = "objects"


class CopyLost(Exception):
    """Copies of files are missing from the record; names in ``args[0]``."""


class RecordLost(Exception):
    """It isn't known what the tree must hold; only a full render can say."""


class PublishedRecord:
    """The files of one published folder, by name, with their hashes and copies."""

    def __init__(
        self, *, web_root: Path, private: Path, build: str, is_synced: bool = True
    ) -> None:
        """``private`` must not be readable by the web server; ``build`` names the code.

        ``is_synced=False`` is for folders that nobody looks at before their maker has
        synced the whole disk.

        Raises:
            TreeBelongsToAnother: when the folder holds a tree signed with another key.
        """
        web_root.mkdir(parents=True, exist_ok=True)
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.tree = PublishedTree(web_root, is_synced=is_synced)
        self._private = PublishedTree(private, is_synced=is_synced)
        self._key = signing_key(private / KEY_NAME)
        self.build = build
        self.is_known = True
        self._depth = 0
        self._manifest_build = build
        self._journal = Journal(private / JOURNAL_NAME, self._key)
        self._quarantine = Quarantine(private)
        self.files: dict[str, str] = self._read_files()

    @property
    def private_folder(self) -> Path:
        """Where key, copies, journal and status lie; the web server can't read it."""
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
        """Keep other publishers away, and start from what the last one has written.

        The kernel frees the lock of a process that was killed.

        Raises:
            PublisherIsRunning: when there is another one.
            TreeBelongsToAnother: when that one is of another installation.
        """
        with only_publisher(private=self._private.root, web_root=self.tree.root):
            self.files = self._read_files()
            self._clear_leftovers()
            self._settle()
            yield

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Write the manifests once at the end, not after each ``put`` or ``remove``."""
        self._depth += 1
        try:
            with self.tree.keeping_writers(), self._private.keeping_writers():
                yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._settle()

    def put(
        self, pages: Mapping[str, bytes], compressed: Mapping[str, bytes] | None = None
    ) -> list[str]:
        """Publish the pages that differ from what is published; return their addresses.

        ``compressed``: siblings that have been made already, by name.

        Raises:
            OSError: when the disk is full or read-only; what was published stays.
        """
        changed: dict[str, bytes] = {}
        written: list[str] = []
        for address, body in pages.items():
            name = file_of(address)
            if self.files.get(name) != sha256(body):
                ready = {
                    one: compressed[one]
                    for one in _with_siblings(name)
                    if compressed and one in compressed
                }
                changed |= {name: body} | ready if ready else siblings(name, body)
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
        """Files that aren't as recorded, as name → ``changed``, ``removed`` or ``added``.

        The manifest in the web root is among them.

        Raises:
            RecordLost: when there is no record to compare with.
        """
        if not self.is_known:
            raise RecordLost
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
        if self.files and not self._journal.exists:
            published = self.tree.read(MANIFEST_NAME)
            if published != (self._private.read(MANIFEST_NAME) or b""):
                found[MANIFEST_NAME] = "removed" if published is None else "changed"
        return found

    def heal(self) -> list[str]:
        """Put back what was changed or removed, remove what was added; return names.

        What stood there is kept in the quarantine first.

        Raises:
            RecordLost: when there is no record to heal from.
            CopyLost: when the copy of a file is missing; the others are healed first.
        """
        differences = self.differences()
        lost: list[str] = []
        self._quarantine.keep(self.tree.root, differences)
        for name, kind in differences.items():
            if kind == "added":
                self.tree.remove(name)
            elif name == MANIFEST_NAME:
                self._write_manifests()
            elif (body := self.copy_of(name)) is not None:
                self.tree.put_back(name, body)
            else:
                lost.append(name)
        if lost:
            # Forgotten with their siblings, so that the next render writes them anew.
            pages = {_page_of(name) for name in lost}
            self.files = {
                name: hash_
                for name, hash_ in self.files.items()
                if _page_of(name) not in pages
            }
            raise CopyLost(sorted(pages))
        return sorted(differences)

    def establish(self) -> None:
        """Take what has been put since the record was lost for all there is to know.

        Only after every page has been put; what else is in the tree is an addition.
        """
        if not self.is_known:
            self.is_known = True
            self._write_manifests()

    def copy_of(self, name: str) -> bytes | None:
        """What a file must hold, from the record alone; None where the copy is lost."""
        page = _page_of(name)
        body = self._private.read(_object_name(self.files.get(page, "")))
        if body is None:
            return None
        copy = siblings(page, body).get(name) if name != page else body
        return copy if copy is not None and sha256(copy) == self.files[name] else None

    def forget_old_copies(self) -> None:
        """Delete copies of files that are no longer published."""
        wanted = {
            hash_
            for name, hash_ in self.files.items()
            if not name.endswith(COMPRESSED_ENDINGS)
        }
        for name in list(self._private.names()):
            if name.startswith(f"{OBJECTS_NAME}/") and Path(name).name not in wanted:
                self._private.remove(name)

    def _replace(self, changed: Mapping[str, bytes], gone: set[str]) -> None:
        hashes = {name: sha256(body) for name, body in changed.items()}
        changes = hashes | dict.fromkeys(gone, "")
        self._private.put_all(
            {
                _object_name(hashes[name]): body
                for name, body in changed.items()
                if not name.endswith(COMPRESSED_ENDINGS)
            }
        )
        if self.is_known:
            self._journal.append(changes)
        # From here on this is what the tree must hold, whether or not the disk takes it.
        for name, hash_ in changes.items():
            if hash_:
                self.files[name] = hash_
            else:
                self.files.pop(name, None)
        self.tree.put_all(changed)
        for name in gone:
            self.tree.remove(name)
        if self._depth == 0:
            self._settle()

    def _lost_siblings(self, changed: Mapping[str, bytes]) -> set[str]:
        return {
            sibling
            for name in changed
            if not name.endswith(COMPRESSED_ENDINGS)
            for sibling in _with_siblings(name)
            if sibling in self.files and sibling not in changed
        }

    def _settle(self) -> None:
        is_of_another_build = bool(self.files) and self._manifest_build != self.build
        if self.is_known and (self._journal.exists or is_of_another_build):
            self._write_manifests()
            self._journal.remove()

    def _write_manifests(self) -> None:
        content = Manifest(files=self.files, build=self.build).signed(self._key)
        self.tree.put_back(MANIFEST_NAME, content)
        self._private.put_back(MANIFEST_NAME, content)
        self._manifest_build = self.build

    def _clear_leftovers(self) -> None:
        """Remove what a killed publisher was writing; the tree's own are differences."""
        for name in list(self._private.names()):
            if name.endswith(TEMPORARY_ENDING):
                self._private.remove(name)

    def _read_files(self) -> dict[str, str]:
        public_key = self._key.public_key()
        published = self.tree.read(MANIFEST_NAME)
        for content in (self._private.read(MANIFEST_NAME), published):
            try:
                manifest = read_manifest(content, public_key)
            except ManifestProblem:
                continue
            self.is_known = True
            self._manifest_build = manifest.build
            return applied(manifest.files, *self._journal.lines())
        has_published = any(
            name.startswith(f"{OBJECTS_NAME}/") for name in self._private.names()
        )
        if published is not None and not has_published:
            raise TreeBelongsToAnother(str(self.tree.root))
        changes = self._journal.lines()
        # The very first run may have been killed before its first manifest.
        self.is_known = bool(changes) or not has_published
        return applied({}, *changes)


def _page_of(name: str) -> str:
    for ending in COMPRESSED_ENDINGS:
        name = name.removesuffix(ending)
    return name


def _with_siblings(name: str) -> list[str]:
    return [name, *(name + ending for ending in COMPRESSED_ENDINGS)]


def _object_name(hash_: str) -> str:
    return f"{OBJECTS_NAME}/{hash_[:2]}/{hash_}"
