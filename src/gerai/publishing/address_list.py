"""All addresses that there are now, listed anew only where their questions differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.core.cache import cache
from django.utils import timezone

from gerai.publishing.addresses import AddressBook, UnsafeAddress, file_of
from gerai.publishing.answers import QueryKey, Seen
from gerai.publishing.moments import next_moment
from gerai.publishing.reading import Reading, current_reading

log = structlog.get_logger(__name__)
WAGTAIL_ROOT_PATHS_KEY = "wagtail_site_root_paths"


def forget_root_paths() -> None:
    """Let Wagtail look anew where its sites begin; it keeps that beyond a snapshot."""
    cache.delete(WAGTAIL_ROOT_PATHS_KEY)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What one source names, what it asked for that, and a time shortly before."""

    addresses: list[str]
    asked: dict[QueryKey, Seen]
    as_of: datetime

    def holds_in(self, reading: Reading) -> bool:
        now = timezone.now()
        return self.as_of <= now < next_moment(self.as_of) and all(
            seen.stands_in(reading.answer(key)) for key, seen in self.asked.items()
        )


class AddressList:
    """The addresses of a book that can be files."""

    def __init__(self, book: AddressBook) -> None:
        self._book = book
        self._listed: dict[str, _Listed] = {}

    def afresh(self) -> tuple[list[str], dict[str, str]]:
        """Ask all sources; the addresses, and what is wrong with others that they name.

        Raises:
            NothingToPublish: before there is any content.
        """
        forget_root_paths()
        return _checked(self._book.all())

    def now(self) -> list[str]:
        """The addresses in the snapshot that is in force.

        To look through all sources takes long while somebody waits for a page. A sweep
        does so; until then what a source has named stands if all that it asked for that
        is answered alike.

        Raises:
            DatabaseError: when a question can't be asked any more.
            NothingToPublish: when there is no content any more.
        """
        reading = current_reading()
        if reading is None:
            return self.afresh()[0]
        found: set[str] = set()
        for name, source in self._book.sources.items():
            listed = self._listed.get(name)
            if listed is None or not listed.holds_in(reading):
                listed = self._listed[name] = _listed_by(source, reading)
            found.update(listed.addresses)
        return sorted(found)


def _listed_by(source: Callable[[], Iterable[str]], reading: Reading) -> _Listed:
    as_of = timezone.now()
    forget_root_paths()  # so that each source asks for them itself
    with reading.recording() as asked:
        addresses, _unsafe = _checked(source())
    return _Listed(addresses, reading.seen(asked), as_of)


def _checked(addresses: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    safe: list[str] = []
    unsafe: dict[str, str] = {}
    for address in addresses:
        try:
            file_of(address)
        except UnsafeAddress as problem:
            unsafe[address] = f"UnsafeAddress: {problem}"
            log.warning("unsafe address", problem=str(problem))
        else:
            safe.append(address)
    return safe, unsafe
