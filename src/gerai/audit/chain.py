"""How an entry is bound to the one before it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

BEGINNING = "0" * 64


def canonical(content: dict[str, Any]) -> str:
    """The one text of an entry, whatever order its parts were put together in."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def hash_of(previous: str, number: int, content: str) -> str:
    """SHA-256 (hex) over the entry before, the place in the chain and the content."""
    return hashlib.sha256(f"{previous}\n{number}\n{content}".encode()).hexdigest()
