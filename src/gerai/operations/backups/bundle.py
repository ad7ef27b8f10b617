"""A backup as one file: a ZIP archive, sealed with age if there is a key.

Without Gerai: ``age -d -i key.txt site.gerai > site.zip``, then unzip it. There are the
database, the pictures and the pages under their own names, and ``contents.json``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gerai.operations.backups.contents import Contents, Entry, read_contents
from gerai.operations.backups.encryption import MAGIC, Cipher
from gerai.operations.backups.making import CHUNK, Copied, expect_room
from gerai.operations.backups.problems import BackupProblem, told_of_disk

LIST_NAME = "contents.json"
LARGEST_LIST = 512 * 1024**2
COMPRESSION_LEVEL = 1
# Compressed already: pictures, documents.
STORED = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".pdf", ".docx", ".xlsx"}
    | {".pptx", ".odt", ".ods", ".odp", ".zip", ".pgdump", ".mp4"}
)


def write_bundle(copied: Copied, target: Path, cipher: Cipher) -> int:
    """Write the file whole or not at all, and read it back; gives its length in bytes.

    Raises:
        BackupProblem: when it can't be written, or reads back different.
    """
    with told_of_disk(f"writing {target}"):
        if target.is_dir():
            raise BackupProblem(f"{target} is a folder; name a file.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{target.name}.", dir=target.parent, ignore_cleanup_errors=True
        ) as scratch:
            plain, sealed = Path(scratch, "plain"), Path(scratch, "sealed")
            _write_archive(copied, plain)
            _read_back(plain, copied.contents)
            if cipher.encrypts:
                cipher.seal_file(plain, sealed)
                if cipher.can_read:
                    plain.unlink()
                    _read_back_sealed(sealed, plain, copied.contents, cipher)
            finished = sealed if cipher.encrypts else plain
            finished.chmod(0o600)
            _sync(finished)
            size = finished.stat().st_size
            finished.replace(target)
        _sync(target.parent)
    return size


class Bundle:
    """An opened file; gives the files that its list names, and no others."""

    def __init__(self, archive: zipfile.ZipFile, contents: Contents) -> None:
        self.contents = contents
        self._archive = archive

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of a file, at most as many as the list says.

        Raises:
            BackupProblem: when it is damaged or longer than it says.
        """
        left = entry.size
        try:
            with self._archive.open(entry.name) as file:
                while chunk := file.read(min(CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise _damaged(entry.name)
                    yield chunk
        except (KeyError, OSError, EOFError, zipfile.BadZipFile, ValueError) as problem:
            raise _damaged(entry.name) from problem
        except (NotImplementedError, RuntimeError) as problem:
            raise _damaged(entry.name) from problem
        except Exception as problem:
            # zlib.error is a plain Exception.
            if type(problem).__module__ == "zlib":
                raise _damaged(entry.name) from problem
            raise


@contextmanager
def opened_bundle(path: Path, cipher: Cipher, *, scratch: Path) -> Iterator[Bundle]:
    """Open a file that :func:`write_bundle` wrote, or somebody else.

    Args:
        scratch: a folder where it may lie decrypted for as long as the block runs.

    Raises:
        BackupProblem: when it is none, damaged, or sealed with another key.
    """
    try:
        with path.open("rb") as file:
            is_sealed = file.read(len(MAGIC)) == MAGIC
    except OSError as problem:
        raise BackupProblem(f"{path} can't be read: {problem.strerror}.") from problem
    with tempfile.TemporaryDirectory(
        prefix=".open-", dir=scratch, ignore_cleanup_errors=True
    ) as folder:
        if is_sealed:
            expect_room(scratch, path.stat().st_size)
            plain = Path(folder, "plain")
            cipher.unseal_file(path, plain)
        else:
            plain = path
        try:
            archive = zipfile.ZipFile(plain)
        except (zipfile.BadZipFile, OSError, ValueError) as problem:
            raise BackupProblem(
                f"{path} is no backup of Gerai, or it is cut off."
            ) from problem
        with archive:
            yield Bundle(archive, _list_of(archive))


def _list_of(archive: zipfile.ZipFile) -> Contents:
    try:
        if archive.getinfo(LIST_NAME).file_size > LARGEST_LIST:
            raise _damaged(LIST_NAME)
        with archive.open(LIST_NAME) as file:
            body = file.read(LARGEST_LIST + 1)
    except KeyError as problem:
        raise BackupProblem("This is no backup of Gerai.") from problem
    except (OSError, EOFError, zipfile.BadZipFile, RuntimeError) as problem:
        raise _damaged(LIST_NAME) from problem
    contents = read_contents(body)
    sizes = {entry.name: entry.size for entry in contents.entries}
    names = [info.filename for info in archive.infolist()]
    if sorted(names) != sorted([LIST_NAME, *sizes]):
        raise BackupProblem(
            "The backup holds other files than its list says. Nothing of it is used."
        )
    for info in archive.infolist():
        if info.filename != LIST_NAME and info.file_size != sizes[info.filename]:
            raise _damaged(info.filename)
    return contents


def _write_archive(copied: Copied, path: Path) -> None:
    with zipfile.ZipFile(
        path, "x", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION_LEVEL
    ) as archive:
        archive.writestr(LIST_NAME, copied.contents.written())
        for entry in copied.contents.entries:
            source = copied.paths[entry.name]
            how = (
                zipfile.ZIP_STORED
                if source.suffix.lower() in STORED
                else zipfile.ZIP_DEFLATED
            )
            info = zipfile.ZipInfo(entry.name, copied.contents.made_at.timetuple()[:6])
            info.compress_type, info.external_attr = how, 0o600 << 16
            info.file_size = entry.size
            with source.open("rb") as file, archive.open(info, "w") as member:
                shutil.copyfileobj(file, member, CHUNK)


def _read_back_sealed(
    sealed: Path, plain: Path, contents: Contents, cipher: Cipher
) -> None:
    cipher.unseal_file(sealed, plain)
    _read_back(plain, contents)


def _read_back(path: Path, wanted: Contents) -> None:
    with zipfile.ZipFile(path) as archive:
        bundle = Bundle(archive, _list_of(archive))
        if bundle.contents != wanted:
            raise BackupProblem(
                "The backup reads back different from what was written."
            )
        for entry in wanted.entries:
            digest = hashlib.sha256()
            for chunk in bundle.chunks(entry):
                digest.update(chunk)
            if digest.hexdigest() != entry.digest:
                raise BackupProblem(
                    f"{entry.name} reads back different from what was written. The disk "
                    "may be failing."
                )


def _sync(path: Path) -> None:
    with suppress(OSError):  # some network disks can't sync a folder
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _damaged(name: str) -> BackupProblem:
    return BackupProblem(f"The backup is damaged: {name} can't be read whole.")
