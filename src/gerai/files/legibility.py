"""Which files can be read aloud; public. Looked at by a chore, kept by content."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from wagtail.documents import get_document_model

from gerai.files.models import Legibility
from gerai.files.reading_aloud import SECONDS

AT_ONCE = 10
"""Files that one visit of the chore looks at."""


def look_at_files() -> int:
    """Look at PDF files that are new; a chore. Says how many."""
    new = (
        get_document_model()
        .objects.filter(file__iendswith=".pdf")
        .exclude(file_hash="")
        .exclude(file_hash__in=Legibility.objects.values("file_hash"))
        .order_by("-pk")
    )
    seen = set()
    for document in new[:AT_ONCE]:
        if document.file_hash not in seen:
            seen.add(document.file_hash)
            Legibility.objects.update_or_create(
                file_hash=document.file_hash, defaults=_looked_at(document)
            )
    return len(seen)


def hard_to_hear(documents: Iterable[Any]) -> dict[int, str]:
    """By key of the document: "text" where it has none, "structure" where it lacks that.

    One query. Files that can be read, or that nobody has looked at yet, aren't in it.
    """
    hashes = {one.pk: one.file_hash for one in documents if one.file_hash}
    rows = Legibility.objects.filter(
        file_hash__in=set(hashes.values()), is_known=True
    ).exclude(has_text=True, has_structure=True)
    missing = {row.file_hash: "structure" if row.has_text else "text" for row in rows}
    return {key: missing[found] for key, found in hashes.items() if found in missing}


def _looked_at(document: Any) -> dict[str, Any]:
    nothing = {"is_known": False, "has_text": False, "has_structure": False}
    try:
        with document.file.open("rb") as file:
            content = file.read()
    except OSError:
        return nothing
    try:
        done = subprocess.run(
            [sys.executable, "-m", "gerai.files.reading_aloud"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * SECONDS,
            check=True,
            cwd=str(PurePosixPath("/")),
            env={},
        )
    except (OSError, subprocess.SubprocessError):
        return nothing
    return {"is_known": True, **json.loads(done.stdout)}
