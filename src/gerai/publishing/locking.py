"""One publisher at a time, by locks that the kernel frees with their process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
LOCK_NAME = "lock"
SECONDS_BETWEEN_TRIES = 0.3


class TreeBelongsToAnother(Exception):
    """Another installation publishes, or has published, into this folder."""


class PublisherIsRunning(Exception):
    """Another process is publishing into this folder at this moment."""


@contextmanager
def only_publisher(*, private: Path, web_root: Path) -> Iterator[None]:
    """Keep other publishers away for as long as the block runs.

    Locked are a file of our own, so that no two of our publishers run, and the web root
    itself, so that no two installations write into it.

    Raises:
        PublisherIsRunning: when another process of this installation publishes.
        TreeBelongsToAnother: when one of another installation does.
    """
    lock = os.open(private / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _take(lock):
            raise PublisherIsRunning
        folder = os.open(web_root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if not _take(folder):
                raise TreeBelongsToAnother(str(web_root))
            yield
        finally:
            os.close(folder)
    finally:
        os.close(lock)


@contextmanager
def when_free(
    lock: Callable[[], AbstractContextManager[None]], should_stop: Callable[[], bool]
) -> Iterator[bool]:
    """Wait for a lock that another publisher holds.

    Yields whether it was got before ``should_stop``.

    Raises:
        TreeBelongsToAnother: when another installation has the folder.
    """
    with ExitStack() as stack:
        is_waiting = is_ours = False
        while not (is_ours or should_stop()):
            try:
                stack.enter_context(lock())
                is_ours = True
            except PublisherIsRunning:
                if not is_waiting:
                    log.warning("another publisher is at work; waiting for its end")
                is_waiting = True
                time.sleep(SECONDS_BETWEEN_TRIES)
        yield is_ours


def is_publisher_running(private: Path) -> bool:
    """Whether a publisher of this installation holds its lock."""
    try:
        lock = os.open(private / LOCK_NAME, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _take(lock)
    finally:
        os.close(lock)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
