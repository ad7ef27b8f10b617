"""A name for the code that made a page: another build means publish everything anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import django
import wagtail

CODE_ENDINGS = frozenset({".py", ".html", ".css", ".js", ".svg", ".mo"})


@cache
def build_id() -> str:
    """Hash of Gerai's own files and of the versions below it."""
    digest = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*")):
        if path.suffix in CODE_ENDINGS and "tests" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
