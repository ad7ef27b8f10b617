"""ZIP files, and the office files that are ZIP files inside."""

from __future__ import annotations

import zipfile
import zlib
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from gerai.files.exceptions import FileRefused

MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes; a scanned application of fifty pages has a quarter of it."""
MOST_RATIO = 200
_SMALL = 16 * 1024 * 1024
"""Below this the ratio doesn't matter: empty tables are packed very well."""
_CHUNK = 1024 * 1024
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)
# What runs when somebody opens it. Office files with macros are among them.
RUNNING = frozenset(
    [
        "apk",
        "app",
        "bat",
        "chm",
        "cmd",
        "com",
        "cpl",
        "deb",
        "dll",
        "dmg",
        "docm",
        "dotm",
        "exe",
        "gadget",
        "hta",
        "htm",
        "html",
        "iso",
        "jar",
        "js",
        "jse",
        "lnk",
        "msc",
        "msi",
        "msp",
        "mst",
        "pif",
        "pkg",
        "potm",
        "ppam",
        "ppsm",
        "pptm",
        "ps1",
        "psm1",
        "py",
        "reg",
        "rpm",
        "scf",
        "scr",
        "sh",
        "sldm",
        "svg",
        "swf",
        "vb",
        "vbe",
        "vbs",
        "ws",
        "wsf",
        "wsh",
        "xhtml",
        "xlam",
        "xlsb",
        "xlsm",
        "xltm",
    ]
)
_PACKED = frozenset({"zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "tar", "cab"})


class Archive:
    """The table of contents of a ZIP file that is safe to unpack.

    Raises:
        FileRefused: it is damaged, locked with a password, or far larger inside.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._name = name
        self._packed = file.seek(0, 2)
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
        except _UNREADABLE as problem:
            raise self._damaged() from problem
        self._entries = self._zip.infolist()
        self._refuse_bombs()
        self._refuse_locked()
        self._refuse_damaged()

    @property
    def names(self) -> list[str]:
        """Paths of the files within."""
        return [entry.filename for entry in self._entries if not entry.is_dir()]

    def read(self, path: str, most: int = _CHUNK) -> bytes:
        """The first ``most`` bytes of a file within; nothing if it isn't there."""
        try:
            with self._zip.open(path) as file:
                return file.read(most)
        except KeyError:
            return b""

    def refuse_running(self) -> None:
        """Refuse what holds programs, or packed files in which nobody has looked.

        Raises:
            FileRefused: with the name of the first of them.
        """
        for path in self.names:
            suffix = PurePosixPath(path).suffix.lower().removeprefix(".")
            if suffix in RUNNING | _PACKED or ".." in PurePosixPath(path).parts:
                raise FileRefused(
                    _(
                        "In “%(name)s” there is “%(inner)s”, which could do harm when "
                        "it is opened. Take it out, pack the rest again, and send that."
                    )
                    % {"name": self._name, "inner": PurePosixPath(path).name}
                )

    def _refuse_bombs(self) -> None:
        unpacked = sum(entry.file_size for entry in self._entries)
        is_huge = unpacked > MOST_UNPACKED or len(self._entries) > MOST_ENTRIES
        is_odd = unpacked > _SMALL and unpacked > MOST_RATIO * self._packed
        if is_huge or is_odd:
            raise FileRefused(
                _(
                    "“%(name)s” would become far too large when it is unpacked. Send "
                    "the files in it one by one."
                )
                % {"name": self._name}
            )

    def _refuse_locked(self) -> None:
        if any(entry.flag_bits & 0x1 for entry in self._entries):
            raise FileRefused(
                _(
                    "“%(name)s” is locked with a password, so visitors couldn't open "
                    "it. Save it without a password and send that."
                )
                % {"name": self._name}
            )

    def _refuse_damaged(self) -> None:
        """Unpack everything once, into nothing: reads no more than was announced."""
        try:
            for entry in self._entries:
                with self._zip.open(entry) as file:
                    while file.read(_CHUNK):
                        pass
        except _UNREADABLE as problem:
            raise self._damaged() from problem

    def _damaged(self) -> FileRefused:
        return FileRefused(
            _(
                "“%(name)s” is damaged or incomplete. Open it on your device: if it "
                "shows well there, send it again."
            )
            % {"name": self._name}
        )
