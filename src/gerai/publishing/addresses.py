"""Which addresses the public site has.

Rooms register sources; a source yields every address of its kind, in any order. What
isn't yielded by a source isn't published, and what a source no longer yields is taken
off the tree by the next sweep.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.utils.translation import get_language_from_path

type_of_source = Callable[[], Iterable[str]]
MAXIMUM_SEGMENT_BYTES = 255
MAXIMUM_PATH_BYTES = 2000
LONGEST_ENDING_BYTES = len(".gz")


class NothingToPublish(Exception):
    """The database holds no content (it is new, or was emptied): the tree stays.

    A source raises this rather than name no address, which would empty the tree.
    """


class UnsafeAddress(ValueError):
    """An address that can't be a file below the published folder."""


def file_of(address: str) -> str:
    """The file that answers an address, relative to the published folder.

    ``/`` and ``/a/b/`` become ``index.html`` and ``a/b/index.html``; anything else
    keeps its name.

    Raises:
        UnsafeAddress: for what would leave the folder, hide a file, or can't be a
            file name: dot segments (also percent-encoded), control characters,
            backslashes, empty segments, and names longer than a file system takes.
    """
    if not address.startswith("/"):
        raise UnsafeAddress(f"{address!r} doesn't begin with a slash")
    path = unquote(address, errors="strict")
    if "?" in address or "#" in address:
        raise UnsafeAddress(f"{address!r} has a query or a fragment")
    if any(unicodedata.category(character).startswith("C") for character in path):
        raise UnsafeAddress(f"{address!r} has a control character")
    if "\\" in path or len(path.encode()) > MAXIMUM_PATH_BYTES:
        raise UnsafeAddress(f"{address!r} can't be a file name")
    segments = path[1:].split("/")
    is_folder = segments[-1] == ""
    for segment in segments[:-1] if is_folder else segments:
        if segment in {"", ".", ".."} or len(segment.encode()) > MAXIMUM_SEGMENT_BYTES:
            raise UnsafeAddress(f"{address!r} has a segment that can't be a name")
        if segment.startswith(".") and segment != ".well-known":
            raise UnsafeAddress(f"{address!r} would be a hidden file")
    if not is_folder and (
        len(segments[-1].encode()) > MAXIMUM_SEGMENT_BYTES - LONGEST_ENDING_BYTES
    ):
        raise UnsafeAddress(f"{address!r} leaves no room for a compressed sibling")
    if is_folder:
        return posixpath.join(*segments[:-1], "index.html")
    return "/".join(segments)


def address_of(name: str) -> str:
    """The address that a file answers: the inverse of ``file_of``."""
    if name == "index.html":
        return "/"
    return (
        "/" + name.removesuffix("index.html")
        if name.endswith("/index.html")
        else f"/{name}"
    )


@dataclass(slots=True)
class AddressBook:
    """The registered sources, by name."""

    sources: dict[str, type_of_source] = field(default_factory=dict)

    def register(self, name: str, source: type_of_source) -> None:
        """Add a source; a second one of the same name replaces the first."""
        self.sources[name] = source

    def all(self) -> list[str]:
        """Every address once, sorted, so that two sweeps agree on the order."""
        return sorted(
            {address for source in self.sources.values() for address in source()}
        )


address_book = AddressBook()


def is_asked_by_open_pages(address: str) -> bool:
    """Whether it is a file such as ``/_spanduk.json``, for which readers wait already."""
    return address.startswith("/_")


def is_for_later(address: str) -> bool:
    """Whether it is a picture or a file of data, which fewer people wait for than a page."""
    return not address.endswith("/") and not is_asked_by_open_pages(address)


def in_likely_order(addresses: Iterable[str]) -> list[str]:
    """The pages that most people see first: home, sections, then what lies deeper."""
    return sorted(addresses, key=lambda one: (is_for_later(one), one.count("/"), one))


def one_of_each_kind(addresses: Iterable[str]) -> list[str]:
    """A page for each language, section and depth."""
    found: dict[tuple[str, str, int], str] = {}
    for address in addresses:
        if not is_for_later(address):
            language = get_language_from_path(address) or ""
            segments = address.removeprefix(f"/{language}").strip("/").split("/")
            found.setdefault((language, segments[0], len(segments)), address)
    return list(found.values())
