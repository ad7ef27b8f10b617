"""Codes of certificates: long enough that nobody guesses one, short enough to type."""

from __future__ import annotations

import secrets

# Without I, L, O and U: none is taken for another sign.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 16
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A code of 80 random bits."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def shown_code(code: str) -> str:
    """In groups of four, as it stands on paper."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """What was typed, as it is stored; empty if it can't be a code."""
    signs = "".join(sign for sign in typed[:80].upper() if sign.isalnum())
    code = signs.translate(_ALIKE)
    is_code = len(code) == _LENGTH and all(sign in _SIGNS for sign in code)
    return code if is_code else ""
