"""Doing something inside a copy: database, cache and files are those of the copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.filebased import FileBasedCache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from gerai.academy.practice.exceptions import CopyGone
from gerai.academy.practice.models import Copy
from gerai.academy.practice.places import database_of, rehearsal_of
from gerai.rehearsal.current import current_rehearsal, rehearsing

SECONDS_TO_WAIT = 20
MOST_PAGES = 40_960
"""What the database of a copy may grow to, in its pages of 1 KB."""
# Losing the last second of an exercise to a power cut is no harm.
_OPTIONS = {
    "timeout": SECONDS_TO_WAIT,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        f"PRAGMA synchronous = NORMAL; PRAGMA max_page_count = {MOST_PAGES}"
    ),
}


@contextmanager
def inside(copy: Copy) -> Iterator[None]:
    """Do the work of the block in the copy.

    ``connections["default"]`` of this thread is the copy's own database meanwhile, so
    queries, transactions and what is to be done after a commit stay in it, and
    ``cache`` is a folder of it. What is read lazily must be read within the block.

    Raises:
        CopyGone: it was removed, or begun anew since ``copy`` was read.
        RuntimeError: within another copy.
    """
    rehearsal = rehearsal_of(copy)
    present = current_rehearsal()
    if present == rehearsal:
        yield
        return
    if present is not None:
        raise RuntimeError("One copy can't be entered from within another.")
    if not database_of(copy).is_file():
        raise CopyGone(_("This practice mall was begun anew or put away."))
    with (
        using_database(database_of(copy)),
        _using_cache(rehearsal.folder / "cache"),
        rehearsing(rehearsal),
    ):
        yield


@contextmanager
def using_database(path: Path) -> Iterator[DatabaseWrapper]:
    """Let a file be the database of this thread."""
    usual = connections[DEFAULT_DB_ALIAS]
    wrapper = open_database(path)
    connections[DEFAULT_DB_ALIAS] = wrapper
    try:
        yield wrapper
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        wrapper.close()


def open_database(path: Path, *, mode: str = "rw") -> DatabaseWrapper:
    """A connection to a file that is there already; ``rwc`` makes it."""
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{quote(str(path))}?mode={mode}",
        "OPTIONS": dict(_OPTIONS),
    }
    complete = ConnectionHandler({DEFAULT_DB_ALIAS: settings}).settings
    return DatabaseWrapper(complete[DEFAULT_DB_ALIAS], alias=DEFAULT_DB_ALIAS)


@contextmanager
def _using_cache(folder: Path) -> Iterator[None]:
    usual = caches[DEFAULT_CACHE_ALIAS]
    caches[DEFAULT_CACHE_ALIAS] = FileBasedCache(
        str(folder), {"OPTIONS": {"MAX_ENTRIES": 200}}
    )
    try:
        yield
    finally:
        caches[DEFAULT_CACHE_ALIAS] = usual
