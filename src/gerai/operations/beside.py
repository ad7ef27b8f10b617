"""Keeps the publisher, or whoever does the chores, running beside the web server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

log = structlog.get_logger(__name__)
SHORTEST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
SECONDS_TO_FINISH = 10.0
_GERAI = (sys.executable, "-m", "gerai.config.cli")
FOLLOW = (*_GERAI, "publish", "--follow")
CHORES = (*_GERAI, "chores", "--follow")
BESIDE = "--beside"


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
    # Told to it: when it gets to look, this process may be gone already.
    own = (*command, BESIDE, str(os.getpid()))
    keeper = threading.Thread(target=_keep, args=(ending, own), name="keeper")
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep(ending: threading.Event, command: Sequence[str]) -> None:
    pause = SHORTEST_WAIT_SECONDS
    while not ending.is_set():
        started = time.monotonic()
        # A group of its own: Ctrl-C is for the server, which then ends the publisher.
        process = subprocess.Popen(  # noqa: S603
            command, env={**os.environ}, process_group=0
        )
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
                command=command[len(_GERAI)],
                code=process.returncode,
            )
            # One that dies at once each time must not keep a processor busy.
            is_ill = time.monotonic() - started < LONGEST_WAIT_SECONDS
            pause = (
                min(2 * pause, LONGEST_WAIT_SECONDS)
                if is_ill
                else SHORTEST_WAIT_SECONDS
            )
            ending.wait(pause)
