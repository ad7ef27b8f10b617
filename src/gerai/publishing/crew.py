"""Processes that render a sweep together, each in a snapshot of its own.

They are forks of the publisher, so they share its memory, and they end with the sweep.
The publisher itself only hands out slices of addresses and takes what comes back, so it
stays free for pages that somebody waits for.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection, wait

from django.db import connections

from gerai.publishing.reading import QueryKey

WAIT_SECONDS = 0.1
LONGEST_SNAPSHOT_SECONDS = 5.0
"""How long one view of the database is held; SQLite can't tidy its log meanwhile."""
SLICE_PAGES = 20
MOST_FILES = 65_536


@dataclass(slots=True)
class Outcome:
    """What rendering an address gave: a body, or why there is none.

    ``asked``: the queries that the page rests on, with digests of their answers.
    ``is_standing``: it wasn't rendered, because what stands in the tree is right.
    """

    address: str
    body: bytes | None = None
    failure: str = ""
    is_standing: bool = False
    asked: Mapping[QueryKey, bytes] = field(default_factory=dict)


RenderSlice = Callable[[Sequence[str]], list[Outcome]]
OpenSnapshot = Callable[[ExitStack], None]


@dataclass(slots=True)
class Slice:
    """Addresses that are rendered together, and which state they must show at least.

    ``as_of``: a time before they are rendered.
    """

    addresses: list[str]
    as_of: datetime
    state: int = 0


class Crew:
    """``size`` processes that render slices until the block ends.

    Raises nothing of its own: a process that dies gives its slice back, and slices that
    no process is left for are returned by :meth:`leftovers`.
    """

    def __init__(self, size: int, render: RenderSlice, snapshot: OpenSnapshot) -> None:
        self._size = size
        self._render = render
        self._snapshot = snapshot
        self._workers: dict[Connection, multiprocessing.process.BaseProcess] = {}
        self._busy: dict[Connection, deque[Slice]] = {}
        self._queries: dict[Connection, list[tuple[QueryKey, bytes]]] = {}
        self._waiting: deque[Slice] = deque()

    def __enter__(self) -> Crew:
        # SQLite's connections must not be carried across a fork.
        connections.close_all()
        context = multiprocessing.get_context("fork")
        for _ in range(self._size):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_work, args=(theirs, self._render, self._snapshot), daemon=True
            )
            process.start()
            theirs.close()
            self._workers[ours] = process
            self._busy[ours] = deque()
            self._queries[ours] = []
        return self

    def __exit__(self, *_: object) -> None:
        for pipe, process in self._workers.items():
            pipe.close()
            process.terminate()
        for process in self._workers.values():
            process.join()
            process.close()

    def results(
        self, slices: Iterable[Slice], *, state: Callable[[], int]
    ) -> Iterator[tuple[Slice, list[Outcome]] | None]:
        """Rendered slices as they come; None where a moment passed without one.

        ``state`` grows when committed changes must be seen by what is handed out next.
        """
        self._waiting.extend(slices)
        while self._workers and (self._waiting or any(self._busy.values())):
            self._hand_out(state())
            ready = wait(list(self._workers), timeout=WAIT_SECONDS)
            if not ready:
                yield None
            for pipe in ready:
                done = self._take(pipe)  # type: ignore[arg-type]
                if done is not None:
                    yield done

    def leftovers(self) -> list[Slice]:
        """What could not be rendered because all processes are gone."""
        return list(self._waiting)

    def _hand_out(self, state: int) -> None:
        for pipe, busy in list(self._busy.items()):
            # One in hand and one waiting, so that nobody waits for the publisher.
            while self._waiting and len(busy) < 2:
                one = self._waiting.popleft()
                one.state = state
                busy.append(one)
                try:
                    pipe.send((state, one.addresses))
                except OSError:
                    self._lose(pipe)
                    break

    def _take(self, pipe: Connection) -> tuple[Slice, list[Outcome]] | None:
        try:
            new_queries, rows = pipe.recv()
        except (EOFError, OSError):
            self._lose(pipe)
            return None
        known = self._queries[pipe]
        known += new_queries
        outcomes = [
            Outcome(
                address, body, failure, standing, dict(known[place] for place in places)
            )
            for address, body, failure, standing, places in rows
        ]
        return self._busy[pipe].popleft(), outcomes

    def _lose(self, pipe: Connection) -> None:
        self._waiting.extendleft(reversed(self._busy.pop(pipe)))
        process = self._workers.pop(pipe)
        pipe.close()
        process.terminate()
        process.join()


def can_fork() -> bool:
    """Whether this process may be copied: no other thread holds a lock in it."""
    return hasattr(os, "fork") and threading.active_count() == 1


def _work(pipe: Connection, render: RenderSlice, snapshot: OpenSnapshot) -> None:
    """A process of the crew: renders until its publisher closes the pipe or is gone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    # The other ends of all pipes, and the lock: they must end with the publisher alone.
    os.closerange(3, pipe.fileno())
    os.closerange(pipe.fileno() + 1, max(os.sysconf("SC_OPEN_MAX"), MOST_FILES))
    numbers: dict[tuple[QueryKey, bytes], int] = {}
    opened, seen = 0.0, -1
    with ExitStack() as view:
        while True:
            try:
                state, addresses = pipe.recv()
            except (EOFError, OSError):
                return
            if state != seen or time.monotonic() - opened > LONGEST_SNAPSHOT_SECONDS:
                view.close()
                snapshot(view)
                opened, seen = time.monotonic(), state
            new: list[tuple[QueryKey, bytes]] = []
            rows = []
            for one in render(addresses):
                asked = []
                for query in one.asked.items():
                    if query not in numbers:
                        numbers[query] = len(numbers)
                        new.append(query)
                    asked.append(numbers[query])
                rows.append(
                    (one.address, one.body, one.failure, one.is_standing, asked)
                )
            pipe.send((new, rows))
