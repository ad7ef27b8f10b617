"""Small things to do again and again beside the server, such as scheduled publishing.

Rooms register them from ``apps.ready``. The publisher runs them between its own work;
where nothing is published, ``gerai chores --follow`` does. A chore must be cheap when
there is nothing to do, and harmless when two processes run it at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import structlog
from django.db import close_old_connections

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Chore:
    """A piece of work that is due every few seconds."""

    name: str
    work: Callable[[], object]
    every_seconds: float
    due_at: float = 0.0


@dataclass(slots=True)
class Chores:
    """The registered chores, and when each is due on the monotonic clock.

    ``within`` names the chore to whoever wants to know what is at work.
    """

    by_name: dict[str, Chore] = field(default_factory=dict)
    within: Callable[[str], AbstractContextManager[object]] = nullcontext

    def register(
        self, name: str, work: Callable[[], object], *, every_seconds: float
    ) -> None:
        """Add a chore; a second one of the same name replaces the first."""
        self.by_name[name] = Chore(name, work, every_seconds)

    def run_due(self) -> None:
        """Do what is due. A chore that fails is told of, and tried again next time."""
        for chore in self.by_name.values():
            now = time.monotonic()
            if now < chore.due_at:
                continue
            chore.due_at = now + chore.every_seconds
            try:
                with self.within(chore.name):
                    chore.work()
            except Exception as problem:  # noqa: BLE001 - the others must go on
                log.error("chore failed", chore=chore.name, problem=str(problem))
                close_old_connections()


chores = Chores()


def register_chore(
    name: str, work: Callable[[], object], *, every_seconds: float
) -> None:
    """Add a chore (from ``apps.ready``)."""
    chores.register(name, work, every_seconds=every_seconds)


def follow_chores(should_stop: Callable[[], bool], *, poll_seconds: float = 1) -> None:
    """Do the chores until told to stop."""
    while not should_stop():
        chores.run_due()
        time.sleep(poll_seconds)
