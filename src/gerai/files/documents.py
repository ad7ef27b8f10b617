"""Files to download: only what they say they are, and nothing that runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import IO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from gerai.files.archives import Archive
from gerai.files.exceptions import FileRefused
from gerai.files.recognition import HEAD_BYTES, in_words, is_text, kind_of

MOST_BYTES = 20 * 1024 * 1024
_TAIL_BYTES = 4096
_CONTENT_TYPES = "[Content_Types].xml"
# By ending: the part that an office file can't be without.
_MAIN_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_OPEN_TYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}


def check_document(file: IO[bytes], name: str) -> None:
    """Look whether a file may be handed out under its name.

    Raises:
        FileRefused: it may not; the message says why and what to do.
    """
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    check = _CHECKS.get(suffix)
    if check is None:
        raise FileRefused(_unknown_ending(name, suffix))
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise FileRefused(
            _(
                "“%(name)s” has %(size)s; at most %(limit)s fit. Make it smaller, for "
                "example by scanning in grey, or split it."
            )
            % {
                "name": name,
                "size": filesizeformat(size),
                "limit": filesizeformat(MOST_BYTES),
            }
        )
    file.seek(0)
    check(file, name, suffix)
    file.seek(0)


def _unknown_ending(name: str, suffix: str) -> str:
    if suffix in {"doc", "xls", "ppt", "docm", "xlsm", "pptm", "xlsb"}:
        return _(
            "“%(name)s” can contain macros, that is programs. Open it, choose “Save as”, "
            "and send it as PDF, or as .docx, .xlsx or .pptx."
        ) % {"name": name}
    return _(
        "“%(name)s” is of a kind that isn't handed out here. Send one of these: "
        "%(kinds)s."
    ) % {"name": name, "kinds": ", ".join(one.upper() for one in SUFFIXES)}


def _check_pdf(file: IO[bytes], name: str, suffix: str) -> None:
    _expect("pdf", file, name, suffix)
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    if b"%%EOF" not in file.read():
        raise FileRefused(
            _(
                "“%(name)s” is damaged or incomplete. Open it on your device: if it "
                "shows well there, send it again."
            )
            % {"name": name}
        )


def _check_text(file: IO[bytes], name: str, suffix: str) -> None:
    head = file.read(HEAD_BYTES)
    kind = kind_of(head)
    file.seek(0)
    if kind != "text" or not is_text(file.read()):
        raise _another_kind(name, suffix, kind)


def _check_zip(file: IO[bytes], name: str, suffix: str) -> None:
    _expect("zip", file, name, suffix)
    Archive(file, name).refuse_running()


def _check_office(file: IO[bytes], name: str, suffix: str) -> None:
    _expect("zip", file, name, suffix)
    archive = Archive(file, name)
    names = archive.names
    if _CONTENT_TYPES not in names or not any(
        path.startswith(_MAIN_PARTS[suffix]) for path in names
    ):
        raise _another_kind(name, suffix, "zip")
    types = archive.read(_CONTENT_TYPES).lower()
    has_macros = any("vbaproject" in path.lower() for path in names)
    if has_macros or b"macroenabled" in types or b"vbaproject" in types:
        raise _with_macros(name)


def _check_open_office(file: IO[bytes], name: str, suffix: str) -> None:
    _expect("zip", file, name, suffix)
    archive = Archive(file, name)
    if archive.read("mimetype").strip() != _OPEN_TYPES[suffix]:
        raise _another_kind(name, suffix, "zip")
    if any(path.startswith(("Basic/", "Scripts/")) for path in archive.names):
        raise _with_macros(name)


def _expect(wanted: str, file: IO[bytes], name: str, suffix: str) -> None:
    kind = kind_of(file.read(HEAD_BYTES))
    file.seek(0)
    if kind != wanted:
        raise _another_kind(name, suffix, kind)


def _another_kind(name: str, suffix: str, kind: str) -> FileRefused:
    if kind == "empty":
        return FileRefused(
            _("“%(name)s” is empty. Choose the file again.") % {"name": name}
        )
    return FileRefused(
        _(
            "“%(name)s” says that it is %(suffix)s, but inside it is something else "
            "(%(kind)s). Save it as %(suffix)s and send that."
        )
        % {"name": name, "suffix": suffix.upper(), "kind": in_words(kind)}
    )


def _with_macros(name: str) -> FileRefused:
    return FileRefused(
        _(
            "“%(name)s” contains macros, that is programs. Save it without macros, or "
            "as PDF, and send that."
        )
        % {"name": name}
    )


_CHECKS: Mapping[str, Callable[[IO[bytes], str, str], None]] = {
    "pdf": _check_pdf,
    "docx": _check_office,
    "xlsx": _check_office,
    "pptx": _check_office,
    "odt": _check_open_office,
    "ods": _check_open_office,
    "odp": _check_open_office,
    "csv": _check_text,
    "txt": _check_text,
    "zip": _check_zip,
}
SUFFIXES = tuple(_CHECKS)
"""Endings of files that are handed out."""
