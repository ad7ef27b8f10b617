"""What a file to download says, so that it can be judged with the record it belongs to."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from wagtail.documents.models import AbstractDocument

from gerai.defacement.words_of_files import SECONDS

_KINDS = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt", "zip"}
)
_MOST_LETTERS = 400_000
_JUDGED_AS = ("texts", "links", "names")


def contents_of(document: AbstractDocument) -> dict[str, list[str]]:
    """Texts, links and names of a file that is new to its record; else nothing.

    A file that can't be read says nothing: whether it may be handed out at all is asked
    elsewhere (``files``). One that takes too long is judged by what was read of it.
    """
    found: dict[str, list[str]] = {kind: [] for kind in _JUDGED_AS}
    kind = PurePosixPath(document.file.name or "").suffix.lower().removeprefix(".")
    if kind not in _KINDS or not _is_new(document):
        return found
    left = _MOST_LETTERS
    for part in _parts(kind, _bytes_of(document)):
        for name in _JUDGED_AS:
            for text in part.get(name, ()):
                if text.strip() and left > 0:
                    found[name].append(text[:left])
                    left -= len(text)
        # Judged as what it is: a program that runs by itself.
        found["texts"] += [
            f"<script>{text}</script>" for text in part.get("scripts", ())
        ]
    return found


def _is_new(document: AbstractDocument) -> bool:
    if not document.file._committed or document.pk is None:
        return True
    same = type(document)._default_manager.filter(pk=document.pk)
    return not same.filter(file=document.file.name).exists()


def _bytes_of(document: AbstractDocument) -> bytes:
    file = document.file
    try:
        if file._committed:
            with file.storage.open(file.name) as stored:
                return bytes(stored.read())
        at = file.file.tell()
        file.file.seek(0)
        body = bytes(file.file.read())
        file.file.seek(at)
    except (OSError, ValueError):
        return b""
    return body


def _parts(kind: str, content: bytes) -> Iterator[dict[str, Any]]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "gerai.defacement.words_of_files"],
            input=kind.encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * SECONDS,
            check=False,
            cwd=str(PurePosixPath("/")),
            env={},
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    except OSError:
        return
    for line in said.splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # cut off in the middle
            return
