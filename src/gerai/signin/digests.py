"""How the list of leaked passwords names one; needs no Django, for the script."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

DIGEST_BYTES = 5


def plain(password: str) -> str:
    """The password as a guesser's list has it: one form, small letters."""
    return unicodedata.normalize("NFKC", password).casefold()


def digest_of(password: str) -> bytes:
    """The first bytes of the SHA-256 of a password in its plain form."""
    return sha256(plain(password).encode()).digest()[:DIGEST_BYTES]
