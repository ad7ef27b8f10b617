"""What is about to change in the published folder, one signed line for each batch.

A line is on disk before the first of its files changes. A line that was torn by a kill
is no line: none of its files has been touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Changes = dict[str, str]
"""SHA-256 (hex) by file name; "" for a file that goes."""


def applied(files: Mapping[str, str], *lines: Mapping[str, str]) -> dict[str, str]:
    """The files after the changes of some lines, in order."""
    result = dict(files)
    for changes in lines:
        for name, hash_ in changes.items():
            if hash_:
                result[name] = hash_
            else:
                result.pop(name, None)
    return result


class Journal:
    """The file that holds the lines; there is none while the tree is settled."""

    def __init__(self, path: Path, key: Ed25519PrivateKey) -> None:
        self._path = path
        self._key = key

    @property
    def exists(self) -> bool:
        return self._path.exists()

    def append(self, changes: Mapping[str, str]) -> None:
        """Write a line through to the disk.

        Raises:
            OSError: when the disk is full or read-only; no line was added.
        """
        text = json.dumps(changes, ensure_ascii=False, sort_keys=True).encode()
        line = self._key.sign(text).hex().encode() + b" " + text + b"\n"
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                size = _whole_lines(os.pread(descriptor, size, 0))
                os.ftruncate(descriptor, size)
            os.lseek(descriptor, size, os.SEEK_SET)
            while line:
                line = line[os.write(descriptor, line) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def lines(self) -> list[Changes]:
        """The changes of all whole lines, in order."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return []
        found: list[Changes] = []
        public_key = self._key.public_key()
        for line in content[: _whole_lines(content)].splitlines():
            signature, _, text = line.partition(b" ")
            try:
                public_key.verify(bytes.fromhex(signature.decode()), text)
                found.append(json.loads(text))
            except (InvalidSignature, ValueError):
                break
        return found

    def remove(self) -> None:
        """Everything that the lines say has come about."""
        self._path.unlink(missing_ok=True)


def _whole_lines(content: bytes) -> int:
    return content.rfind(b"\n") + 1
