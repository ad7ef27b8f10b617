"""The signed record of what the published folder must hold.

The key (Ed25519) lives outside the published folder and is readable by the publisher
only, so whoever can write into the web root can't make a manifest that verifies.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

MANIFEST_NAME = "manifest.json"
FORMAT = 1


class ManifestProblem(Exception):
    """The manifest is missing, unreadable or not signed with our key."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the folder must hold: SHA-256 (hex) by file name, and the build it is of."""

    files: dict[str, str]
    build: str

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """The manifest as bytes, with its signature."""
        signature = key.sign(self._signed_part()).hex()
        document = {
            "format": FORMAT,
            "build": self.build,
            "files": dict(sorted(self.files.items())),
            "signature": signature,
        }
        return (json.dumps(document, indent=0, ensure_ascii=False) + "\n").encode()

    def _signed_part(self) -> bytes:
        part = {"format": FORMAT, "build": self.build, "files": self.files}
        return json.dumps(
            part, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        ).encode()


def read_manifest(content: bytes | None, public_key: Ed25519PublicKey) -> Manifest:
    """Parse and verify a manifest.

    Raises:
        ManifestProblem: says what is wrong with it.
    """
    if content is None:
        raise ManifestProblem("there is no manifest")
    try:
        document = json.loads(content)
        manifest = Manifest(
            files={str(name): str(hash_) for name, hash_ in document["files"].items()},
            build=str(document["build"]),
        )
        signature = bytes.fromhex(document["signature"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ManifestProblem("the manifest can't be read") from problem
    try:
        public_key.verify(signature, manifest._signed_part())
    except InvalidSignature as problem:
        raise ManifestProblem(
            "the manifest isn't signed by this installation"
        ) from problem
    return manifest


def sha256(body: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(body).hexdigest()


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The installation's key, made on first use and readable by its owner only."""
    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except FileNotFoundError:
        pass
    key = Ed25519PrivateKey.generate()
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    try:
        # link, not rename: two first starts at once must agree on one key.
        os.link(temporary, path)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    finally:
        temporary.unlink()
    return key
