"""Keeps the publisher, or whoever does the chores, running beside the web server."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
from django.core.management import CommandError, call_command

log = structlog.get_logger(__name__)
SHORTEST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
SECONDS_TO_FINISH = 10.0
LOOK_EVERY_SECONDS = 0.2
PUBLISHER = "publish"
CHORES = "chores"
BACKUPS = "backup"
KEEPER = "keeper"
"""The thread that starts them, and in which their forks go on."""


@contextmanager
def publisher_beside() -> Iterator[None]:
    """Run ``gerai publish --follow`` for as long as the block runs.

    A publisher that ends by itself is started again. It ends with the block, and also
    by itself when this process is killed.
    """
    with _beside(PUBLISHER):
        yield


@contextmanager
def chores_beside() -> Iterator[None]:
    """Run ``gerai chores --follow``, where no publisher does the chores."""
    with _beside(CHORES):
        yield


@contextmanager
def backups_beside() -> Iterator[None]:
    """Run ``gerai backup --follow``: a copy of whatever changed, every minute."""
    with _beside(BACKUPS):
        yield


def process_name(command: str) -> str:
    """As ``ps`` and ``top`` show the process that follows; 15 letters at most."""
    return f"gerai {command}"


@contextmanager
def _beside(command: str) -> Iterator[None]:
    ending = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ending, command), name=KEEPER)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep(ending: threading.Event, command: str) -> None:
    pause = SHORTEST_WAIT_SECONDS
    while not ending.is_set():
        started = time.monotonic()
        pid = _fork(command)
        code = _code_of(pid)
        while code is None and not ending.wait(LOOK_EVERY_SECONDS):
            code = _code_of(pid)
        if code is None:
            _end(pid)
        elif not ending.is_set():
            log.warning("process beside the server ended", command=command, code=code)
            # One that dies at once each time must not keep a processor busy.
            is_ill = time.monotonic() - started < LONGEST_WAIT_SECONDS
            pause = (
                min(2 * pause, LONGEST_WAIT_SECONDS)
                if is_ill
                else SHORTEST_WAIT_SECONDS
            )
            ending.wait(pause)


def _fork(command: str) -> int:
    """Start the command in a copy of this process; gives its number.

    A fork shares the memory of what is loaded already. Starting another program here
    would besides wait for a pipe that a worker, forked in the same moment, may hold
    for ever.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    supervisor = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        # A group of its own: Ctrl-C is for the server, which then ends this one.
        os.setpgid(0, 0)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        with suppress(OSError):  # the name is a courtesy, and Linux only
            Path("/proc/self/comm").write_text(process_name(command))
        # Told to it: when it gets to look, the supervisor may be gone already.
        call_command(command, "--follow", "--beside", str(supervisor))
        code = 0
    except CommandError as problem:
        sys.stderr.write(f"{problem}\n")
    except BaseException:
        log.exception("process beside the server failed", command=command)
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _code_of(pid: int) -> int | None:
    """How the process ended, as ``subprocess`` counts it; None while it runs."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # somebody else has asked already
        return 0
    return os.waitstatus_to_exitcode(status) if ended else None


def _end(pid: int) -> None:
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + SECONDS_TO_FINISH
    while time.monotonic() < until:
        if _code_of(pid) is not None:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)  # nothing is lost: the next start finishes its work
    os.waitpid(pid, 0)
