"""Keeps processes running beside the web server: the publisher, the chores, backups."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
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


Work = Callable[[int], None]
"""Gets the number of the supervisor, and ends when that is its parent no more."""


@contextmanager
def publisher_beside() -> Iterator[None]:
    """Run ``gerai publish --follow`` for as long as the block runs.

    A publisher that ends by itself is started again. It ends with the block, and also
    by itself when this process is killed.
    """
    with _following(PUBLISHER):
        yield


@contextmanager
def chores_beside() -> Iterator[None]:
    """Run ``gerai chores --follow``, where no publisher does the chores."""
    with _following(CHORES):
        yield


@contextmanager
def backups_beside() -> Iterator[None]:
    """Run ``gerai backup --follow``: a copy of whatever changed, every minute."""
    with _following(BACKUPS):
        yield


@contextmanager
def process_beside(
    name: str, work: Work, *, door: socket.socket | None = None
) -> Iterator[None]:
    """Do ``work`` in a process of its own for as long as the block runs.

    Args:
        door: a socket that listens. With it the process is started only when somebody
            knocks, and may end by itself when it has nothing to do; who knocks in
            between waits for the next one.
    """
    ending = threading.Event()
    companion = _Companion(name, work, door)
    keeper = threading.Thread(target=_keep, args=(ending, companion), name=KEEPER)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def process_name(command: str) -> str:
    """As ``ps`` and ``top`` show the process that follows; 15 letters at most."""
    return f"gerai {command}"


@dataclass(frozen=True, slots=True)
class _Companion:
    name: str
    work: Work
    door: socket.socket | None

    def is_wanted(self) -> bool:
        """Whether it should run; waits a moment for somebody to want it."""
        if self.door is None:
            return True
        knocks = select.poll()
        knocks.register(self.door, select.POLLIN)
        return bool(knocks.poll(LOOK_EVERY_SECONDS * 1000))

    def may_end_with(self, code: int) -> bool:
        return self.door is not None and code == 0


@contextmanager
def _following(command: str) -> Iterator[None]:
    with process_beside(command, partial(_follow, command)):
        yield


def _follow(command: str, supervisor: int) -> None:
    # Told to it: when it gets to look, the supervisor may be gone already.
    call_command(command, "--follow", "--beside", str(supervisor))


def _keep(ending: threading.Event, companion: _Companion) -> None:
    pause = SHORTEST_WAIT_SECONDS
    while not ending.is_set():
        if not companion.is_wanted():
            continue
        started = time.monotonic()
        pid = _fork(companion)
        code = _code_of(pid)
        while code is None and not ending.wait(LOOK_EVERY_SECONDS):
            code = _code_of(pid)
        if code is None:
            _end(pid)
        elif not ending.is_set() and not companion.may_end_with(code):
            log.warning(
                "process beside the server ended", command=companion.name, code=code
            )
            # One that dies at once each time must not keep a processor busy.
            is_ill = time.monotonic() - started < LONGEST_WAIT_SECONDS
            pause = (
                min(2 * pause, LONGEST_WAIT_SECONDS)
                if is_ill
                else SHORTEST_WAIT_SECONDS
            )
            ending.wait(pause)


def _fork(companion: _Companion) -> int:
    """Start the work in a copy of this process; gives its number.

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
            Path("/proc/self/comm").write_text(process_name(companion.name))
        companion.work(supervisor)
        code = 0
    except CommandError as problem:
        sys.stderr.write(f"{problem}\n")
    except BaseException:
        log.exception("process beside the server failed", command=companion.name)
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
