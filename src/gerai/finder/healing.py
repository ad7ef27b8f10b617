"""Now and then compares the index with the content, beside the searches.

Whatever changed pages without a word (``update()``, SQL, a restore) is found again an
hour later at most, without anybody having to know.
"""

from __future__ import annotations

import threading
import time

import structlog
from django.db import DatabaseError, connection

from gerai.finder.keeping import refresh_all

SECONDS_BETWEEN = 3600.0
log = structlog.get_logger(__name__)
_next = [time.monotonic() + SECONDS_BETWEEN]
_lock = threading.Lock()


def heal_now_and_then(*, now: float | None = None) -> threading.Thread | None:
    """Start comparing if it is time to; the thread that does it, if so."""
    moment = time.monotonic() if now is None else now
    with _lock:
        if moment < _next[0]:
            return None
        _next[0] = moment + SECONDS_BETWEEN
    thread = threading.Thread(
        target=_heal_and_leave, name="search-healing", daemon=True
    )
    thread.start()
    return thread


def heal() -> None:
    """Compare once, put right what differs, and say so in the log."""
    try:
        found = refresh_all()
        if found:
            log.warning(
                "search index healed",
                missing=len(found.missing),
                changed=len(found.changed),
                surplus=len(found.surplus),
            )
    except DatabaseError as problem:
        log.warning("search index not compared", problem=str(problem))


def _heal_and_leave() -> None:
    try:
        heal()
    finally:
        connection.close()
