"""Which addresses of the desk a pattern means: ``*`` is one part, ``**`` any rest."""

from __future__ import annotations

import re
from functools import lru_cache


def fits(pattern: str, path: str) -> bool:
    """Whether an address is meant by a pattern."""
    return _expression(pattern).fullmatch(path) is not None


@lru_cache(maxsize=1024)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", "[^/]+")
    return re.compile(parts)


def exactness_of(pattern: str) -> tuple[int, int]:
    """How closely a pattern means an address; the greatest one wins."""
    parts = [part for part in pattern.split("/") if part]
    named = [part for part in parts if "*" not in part]
    return len(named), -pattern.count("**")
