"""Encryption with age (https://age-encryption.org), so that other programs can open it.

With a secret key (``AGE-SECRET-KEY-1…``) this machine reads its own backups back. With a
public one (``age1…``) it can only write them: whoever breaks in can't read old copies,
and restoring needs the secret key from the safe.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyrage

from gerai.operations.backups.problems import BackupProblem

MAGIC = b"age-encryption.org/v1"
SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - how such keys begin


@dataclass(frozen=True, slots=True)
class Cipher:
    """Seals for ``recipients``; opens with ``identities``. Without any, does nothing."""

    recipients: tuple[pyrage.x25519.Recipient, ...] = ()
    identities: tuple[pyrage.x25519.Identity, ...] = ()

    @property
    def encrypts(self) -> bool:
        return bool(self.recipients)

    @property
    def can_read(self) -> bool:
        """Whether what it seals can be opened again here."""
        return not self.recipients or bool(self.identities)

    def seal(self, content: bytes) -> bytes:
        return (
            pyrage.encrypt(content, list(self.recipients))
            if self.recipients
            else content
        )

    def unseal(self, content: bytes) -> bytes:
        """Give back what was sealed; what never was comes back as it is.

        Raises:
            BackupProblem: without the right key, or when the content is damaged.
        """
        if not content.startswith(MAGIC):
            return content
        self._refuse_without_key()
        try:
            return bytes(pyrage.decrypt(content, list(self.identities)))
        except pyrage.DecryptError as problem:
            raise _wrong_key() from problem

    def seal_file(self, plain: Path, sealed: Path) -> None:
        pyrage.encrypt_file(str(plain), str(sealed), list(self.recipients))

    def unseal_file(self, sealed: Path, plain: Path) -> None:
        """Write ``plain``.

        Raises:
            BackupProblem: without the right key, or when the file is damaged.
        """
        self._refuse_without_key()
        try:
            pyrage.decrypt_file(str(sealed), str(plain), list(self.identities))
        except (pyrage.DecryptError, OSError, ValueError) as problem:
            raise _wrong_key() from problem

    def _refuse_without_key(self) -> None:
        if not self.identities:
            raise BackupProblem(
                "This backup is encrypted. Name the file with its secret key: "
                "--key FILE, or set GERAI_BACKUP_KEY to it."
            )


def cipher_of(keys: Iterable[str]) -> Cipher:
    """The cipher of keys as they stand in ``GERAI_BACKUP_KEY`` or in a key file.

    Raises:
        BackupProblem: when one of them is none.
    """
    recipients, identities = [], []
    for key in keys:
        try:
            if key.startswith(SECRET):
                identity = pyrage.x25519.Identity.from_str(key)
                identities.append(identity)
                recipients.append(identity.to_public())
            else:
                recipients.append(pyrage.x25519.Recipient.from_str(key))
        except (pyrage.IdentityError, pyrage.RecipientError) as problem:
            raise BackupProblem(
                "The key for backups is none of age: it has a typing error."
            ) from problem
    return Cipher(tuple(recipients), tuple(identities))


def keys_in(path: Path) -> list[str]:
    """The keys of a file as ``age-keygen`` and ``gerai backup --new-key`` write it.

    Raises:
        BackupProblem: when it can't be read or holds none.
    """
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BackupProblem(f"The key file {path} can't be read.") from problem
    keys = [line.strip() for line in lines if line.strip() and line[0] != "#"]
    if not keys:
        raise BackupProblem(f"The key file {path} holds no key.")
    return keys


def new_key() -> tuple[str, str]:
    """A fresh pair: the secret key and the public one."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def _wrong_key() -> BackupProblem:
    return BackupProblem(
        "The backup can't be decrypted: it is damaged, or the key is another one than "
        "it was made with."
    )
