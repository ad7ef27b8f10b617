"""Processes that render together, each in a snapshot of its own.

They are forks of the publisher, so they share its memory, and they end with the sweep, or
with the prompt run of a change that affects more than a few pages.
The publisher itself only hands out slices of addresses and takes what comes back, so it
stays free for pages that somebody waits for.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import zip_longest
from multiprocessing.connection import Connection, wait

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import get_language_from_path

from gerai.publishing.addresses import is_for_later
from gerai.publishing.care import Care
from gerai.publishing.making import Outcome
from gerai.publishing.memory import database_counter
from gerai.publishing.telling import Known, Told

WAIT_SECONDS = 0.1
LONGEST_SNAPSHOT_SECONDS = 5.0
"""How long one view of the database is held once something was written; SQLite can't
tidy its log meanwhile."""
MOST_PAGES_OF_A_SNAPSHOT = 600
"""What was read for so many pages is kept at a time."""
SLICE_PAGES = 20
MOST_FILES = 65_536
HOME = "/"


RenderSlice = Callable[[Sequence[str], Care], list[Outcome]]
OpenSnapshot = Callable[[ExitStack], None]


@dataclass(slots=True)
class Slice:
    """Addresses that are rendered together, and which state they must show at least.

    ``as_of``: a time before they are rendered. ``care``: how they are made. Slices of one ``family`` share much of
    what they read: they go to the same process as long as there are any. What is
    ``for_later`` waits for all others.
    """

    addresses: list[str]
    as_of: datetime
    state: int = 0
    family: str = ""
    for_later: bool = False
    care: Care = Care.BY_COLUMNS


class Pause(Enum):
    """Between slices: finding the next ones takes a while.

    ``BRIEF``: they are as urgent as what is known. Otherwise whoever renders needs the
    processor more: as long as there are pages to hand out, or until all is rendered.
    """

    BRIEF = auto()
    UNTIL_HANDED_OUT = auto()
    UNTIL_DONE = auto()


def sliced(
    addresses: Iterable[str],
    as_of: datetime,
    *,
    size: int,
    care: Care = Care.BY_COLUMNS,
) -> list[Slice]:
    """What is rendered together; much of what pages read differs by language alone."""
    alike: dict[tuple[str, bool], list[str]] = {}
    for address in addresses:
        language = get_language_from_path(address) or ""
        alike.setdefault((language, is_for_later(address)), []).append(address)
    batches = (
        [
            Slice(part, as_of, family=language, for_later=for_later, care=care)
            for part in batched(those, size)
        ]
        for (language, for_later), those in alike.items()
    )
    in_turn = zip_longest(*batches)
    return [one for those in in_turn for one in those if one is not None]


def batched(addresses: list[str], size: int) -> Iterator[list[str]]:
    """Addresses in lists of ``size``, in their order."""
    for start in range(0, len(addresses), size):
        yield addresses[start : start + size]


class Crew:
    """``size`` processes that render slices until the block ends.

    Raises nothing of its own: a process that dies gives its slice back, and slices that
    no process is left for are returned by :meth:`leftovers`.
    """

    def __init__(
        self,
        size: int,
        render: RenderSlice,
        snapshot: OpenSnapshot,
        *,
        first: Sequence[str] = (HOME,),
    ) -> None:
        """``first``: rendered for what it loads, before there is anything to do."""
        self._size = size
        self._first = first
        self._render = render
        self._snapshot = snapshot
        self._workers: dict[Connection, multiprocessing.process.BaseProcess] = {}
        self._busy: dict[Connection, deque[Slice]] = {}
        self._family: dict[Connection, str] = {}
        self._known: dict[Connection, Known] = {}
        self._waiting: deque[Slice] = deque()

    def __enter__(self) -> Crew:
        # SQLite's connections must not be carried across a fork.
        connections.close_all()
        context = multiprocessing.get_context("fork")
        for _ in range(self._size):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_work,
                args=(theirs, self._render, self._snapshot, self._first),
                daemon=True,
            )
            process.start()
            theirs.close()
            self._workers[ours] = process
            self._busy[ours] = deque()
            self._known[ours] = Known()
        return self

    def __exit__(self, *_: object) -> None:
        for pipe, process in self._workers.items():
            pipe.close()
            process.terminate()
        for process in self._workers.values():
            process.join()
            process.close()

    def results(
        self, slices: Iterable[Slice | Pause], *, state: Callable[[], int]
    ) -> Iterator[tuple[Slice, list[Outcome]] | None]:
        """Rendered slices as they come; None where a moment passed without one.

        ``slices`` may be found meanwhile, with a pause wherever that takes a while.
        ``state`` grows when committed changes must be seen by what is handed out next.
        """
        source = iter(slices)
        pause = self._look_for_more(source)
        while self._workers and (pause or self._waiting or any(self._busy.values())):
            all_are_known = pause in {None, Pause.UNTIL_DONE}
            self._hand_out(state(), all_are_known=all_are_known)
            is_searching = pause is not None and not self._must_wait(pause)
            seconds = 0.0 if is_searching else WAIT_SECONDS
            ready = wait(list(self._workers), timeout=seconds)
            if not ready and not is_searching:
                yield None
            for pipe in ready:
                done = self._take(pipe)  # type: ignore[arg-type]
                if done is not None:
                    yield done
            if is_searching:
                pause = self._look_for_more(source)
        while pause:  # nobody is left to render them
            pause = self._look_for_more(source)

    def _must_wait(self, pause: Pause) -> bool:
        if pause is Pause.BRIEF:
            return False
        if pause is Pause.UNTIL_HANDED_OUT:
            return any(not one.for_later for one in self._waiting)
        return any(self._busy.values()) or bool(self._waiting)

    def _look_for_more(self, source: Iterator[Slice | Pause]) -> Pause | None:
        """Take what is known now; None if that was all."""
        for one in source:
            if isinstance(one, Pause):
                return one
            self._waiting.append(one)
        return None

    def leftovers(self) -> list[Slice]:
        """What could not be rendered because all processes are gone."""
        return list(self._waiting)

    def _hand_out(self, state: int, *, all_are_known: bool) -> None:
        # One in hand and one waiting, so that nobody waits for the publisher; nobody
        # gets the second as long as another has none.
        for most in (1, 2):
            for pipe, busy in list(self._busy.items()):
                if len(busy) < most and (due := self._due(all_are_known=all_are_known)):
                    self._send(pipe, self._next_for(pipe, due), state)

    def _due(self, *, all_are_known: bool) -> Sequence[Slice]:
        """What comes next: what is for later only when no page can come before it."""
        urgent = [one for one in self._waiting if not one.for_later]
        return urgent or (list(self._waiting) if all_are_known else [])

    def _send(self, pipe: Connection, one: Slice, state: int) -> None:
        one.state = state
        self._busy[pipe].append(one)
        try:
            pipe.send((state, one.addresses, one.care))
        except OSError:
            self._lose(pipe)

    def _next_for(self, pipe: Connection, candidates: Sequence[Slice]) -> Slice:
        """A slice of a family that it knows, unless others are at that already."""
        others = Counter(one for of, one in self._family.items() if of is not pipe)
        known = self._known[pipe].families
        family = min(
            dict.fromkeys(one.family for one in candidates),
            key=lambda one: (
                others[one] - (one in known),
                one != self._family.get(pipe),
            ),
        )
        self._family[pipe] = family
        known.add(family)
        chosen = next(one for one in candidates if one.family == family)
        self._waiting.remove(chosen)
        return chosen

    def _take(self, pipe: Connection) -> tuple[Slice, list[Outcome]] | None:
        try:
            new, rows = pipe.recv()
        except (EOFError, OSError):
            self._lose(pipe)
            return None
        known = self._known[pipe]
        known.learn(*new)
        outcomes = [
            Outcome(address, body, failure, standing, known.basis(*basis), packed)
            for (address, body, failure, standing), basis, packed in rows
        ]
        return self._busy[pipe].popleft(), outcomes

    def _lose(self, pipe: Connection) -> None:
        self._waiting.extendleft(reversed(self._busy.pop(pipe)))
        self._family.pop(pipe, None)
        process = self._workers.pop(pipe)
        pipe.close()
        process.terminate()
        process.join()


def can_fork() -> bool:
    """Whether this process may be copied: no other thread holds a lock in it."""
    return hasattr(os, "fork") and threading.active_count() == 1


def _work(
    pipe: Connection,
    render: RenderSlice,
    snapshot: OpenSnapshot,
    first: Sequence[str],
) -> None:
    """A process of the crew: renders until its publisher closes the pipe or is gone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    # The other ends of all pipes, and the lock: they must end with the publisher alone.
    os.closerange(3, pipe.fileno())
    os.closerange(pipe.fileno() + 1, max(os.sysconf("SC_OPEN_MAX"), MOST_FILES))
    # What the publisher brought along is no garbage; looking for it again and again,
    # among all that pages share, took a twentieth of the time.
    gc.freeze()
    gc.disable()
    told = Told()
    with ViewOfDatabase(snapshot) as view:
        if first:
            # While the publisher looks for the addresses, what all pages need gets ready.
            view.renew_when_due(0)
            render(first, Care.AFRESH)
        while True:
            try:
                state, addresses, care = pipe.recv()
            except (EOFError, OSError):
                return
            view.renew_when_due(state)
            view.pages += len(addresses)
            rows = [
                (
                    (one.address, one.body, one.failure, one.is_standing),
                    told.basis(one.basis),
                    one.compressed,
                )
                for one in render(addresses, care)
            ]
            try:
                pipe.send((told.news(), rows))
            except OSError:  # the publisher was killed; nobody reads what we would say
                return
            gc.collect(0)


class ViewOfDatabase:
    """One view of the database after the other, each as long as it may be held."""

    def __init__(self, snapshot: OpenSnapshot) -> None:
        self._snapshot = snapshot
        self._usual = connections[DEFAULT_DB_ALIAS]
        self._view = ExitStack()
        self._opened = 0.0
        self._state = -1
        self._counter: Hashable = None
        self.pages = 0

    def __enter__(self) -> ViewOfDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self._view.close()

    def renew_when_due(self, state: int) -> None:
        """Look at the database anew if ``state`` has grown or this view is too old."""
        if state == self._state and not self._is_too_old():
            return
        self._view.close()
        gc.collect()
        # Before it is opened: what is committed between the two makes it look older.
        self._counter = database_counter(self._usual)
        self._snapshot(self._view)
        self._opened, self._state, self.pages = time.monotonic(), state, 0

    def _is_too_old(self) -> bool:
        if self.pages >= MOST_PAGES_OF_A_SNAPSHOT:
            return True
        if time.monotonic() - self._opened <= LONGEST_SNAPSHOT_SECONDS:
            return False
        # While nobody writes, a new view would show the same.
        return database_counter(self._usual) != self._counter
