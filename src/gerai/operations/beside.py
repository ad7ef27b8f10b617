"""Keeps the publisher, or whoever does the chores, running beside the web server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

log = structlog.get_logger(__name__)
SECONDS_BETWEEN_STARTS = 2.0
SECONDS_TO_FINISH = 10.0
_GERAI = (sys.executable, "-m", "gerai.config.cli")
FOLLOW = (*_GERAI, "publish", "--follow")
CHORES = (*_GERAI, "chores", "--follow")


@contextmanager
def publisher_beside() -> Iterator[None]:
    """Run ``gerai publish --follow`` for as long as the block runs.

    A publisher that ends by itself is started again. It ends with the block, and also
    by itself when this process is killed.
    """
    with _beside(FOLLOW):
        yield


@contextmanager
def chores_beside() -> Iterator[None]:
    """Run ``gerai chores --follow``, where no publisher does the chores."""
    with _beside(CHORES):
        yield


@contextmanager
def _beside(command: Sequence[str]) -> Iterator[None]:
    ending = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ending, command), name="keeper")
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep(ending: threading.Event, command: Sequence[str]) -> None:
    while not ending.is_set():
        process = subprocess.Popen(command, env={**os.environ})  # noqa: S603
        while process.poll() is None and not ending.wait(0.2):
            pass
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(SECONDS_TO_FINISH)
            except subprocess.TimeoutExpired:
                process.kill()  # nothing is lost: the next start finishes its work
                process.wait()
        elif not ending.is_set():
            log.warning(
                "process beside the server ended",
                command=command[-2],
                code=process.returncode,
            )
            ending.wait(SECONDS_BETWEEN_STARTS)
