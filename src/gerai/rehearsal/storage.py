"""Uploaded files, kept apart while somebody practises.

What is written in a copy lies in the folder of the copy. What was there before is read
from the real site, and can't be changed or deleted from within.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gerai.rehearsal.current import Rehearsal, current_rehearsal

MEDIA = "media"
MOST_BYTES = 20 * 1024 * 1024
"""What the uploads of one copy may take; no exercise needs more."""


class CopyIsFull(OSError):
    """The copy has no room left for another file."""


class RehearsalStorage(Storage):
    """The usual storage; within a copy, one that leaves the usual one as it is.

    Args:
        usual: how Django's ``STORAGES`` would name the usual one.
    """

    def __init__(self, usual: dict[str, Any]) -> None:
        self.usual: Any = import_string(usual["BACKEND"])(**usual.get("OPTIONS", {}))

    def _own(self) -> FileSystemStorage | None:
        rehearsal = current_rehearsal()
        return None if rehearsal is None else own_storage(rehearsal)

    def _reader(self, name: str) -> Any:
        own = self._own()
        return own if own is not None and own.exists(name) else self.usual

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        own = self._own()
        if own is None:
            opened: File[Any] = self.usual.open(name, mode)
            return opened
        if mode not in {"rb", "r"}:
            return own.open(name, mode)
        read: File[Any] = self._reader(name).open(name, mode)
        return read

    def _save(self, name: str, content: File[Any] | IO[Any]) -> str:
        own = self._own()
        if own is None:
            return str(self.usual.save(name, content))
        size = getattr(content, "size", None) or 0
        if bytes_below(Path(own.base_location)) + size > MOST_BYTES:
            raise CopyIsFull(_("Your practice mall has no room for more files."))
        return own.save(name, content)

    def delete(self, name: str) -> None:
        own = self._own()
        if own is None:
            self.usual.delete(name)
        elif own.exists(name):
            own.delete(name)

    def exists(self, name: str) -> bool:
        own = self._own()
        return (own is not None and own.exists(name)) or bool(self.usual.exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        found: tuple[list[str], list[str]] = self._reader(path).listdir(path)
        return found

    def __getattr__(self, name: str) -> Any:
        # What a kind of storage has beyond the rest, such as a base address.
        if name == "usual":
            raise AttributeError(name)
        return getattr(self.usual, name)

    def path(self, name: str) -> str:
        return str(self._reader(name).path(name))

    def size(self, name: str) -> int:
        return int(self._reader(name).size(name))

    def url(self, name: str | None) -> str:
        return str(self.usual.url(name))

    def get_accessed_time(self, name: str) -> Any:
        return self._reader(name).get_accessed_time(name)

    def get_created_time(self, name: str) -> Any:
        return self._reader(name).get_created_time(name)

    def get_modified_time(self, name: str) -> Any:
        return self._reader(name).get_modified_time(name)


def own_storage(rehearsal: Rehearsal) -> FileSystemStorage:
    """The files of one copy."""
    return FileSystemStorage(
        location=rehearsal.folder / MEDIA, base_url=settings.MEDIA_URL
    )


def bytes_below(folder: Path) -> int:
    """What the files below a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
