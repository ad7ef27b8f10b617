"""Keeps what was held back until its transaction is gone, and who writes it down.

A change that is refused takes everything that was written beside it back with it. So
what was seen waits in memory: for the end of the request, or for the next chore.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from gerai.defacement.choices import Place
from gerai.defacement.scale import Verdict

_MOST_WAITING = 1000
_mode: ContextVar[str] = ContextVar("gerai_defacement_mode", default="guard")
_held: ContextVar[list[Held] | None] = ContextVar("gerai_held", default=None)
_waiting: deque[Held] = deque(maxlen=_MOST_WAITING)


@dataclass(frozen=True, slots=True)
class Held:
    """A change that looks like a defacement."""

    place: Place
    label: str
    verdict: Verdict
    model: str = ""
    key: str = ""
    by_id: int | None = None
    author_id: int | None = None
    revision_id: int | None = None
    path: str = ""
    is_public: bool = False
    evidence: str = ""
    words: tuple[str, ...] = field(default=())


def hold(held: Held) -> None:
    """Note a change; somebody writes it down when no transaction is in the way."""
    found = _held.get()
    (found if found is not None else _waiting).append(held)


def waiting() -> list[Held]:
    """What was held outside of requests; it isn't given out twice."""
    found = []
    while _waiting:
        found.append(_waiting.popleft())
    return found


@contextmanager
def collected() -> Iterator[list[Held]]:
    """Collect what is held within, instead of leaving it to the chore."""
    found: list[Held] = []
    token = _held.set(found)
    try:
        yield found
    finally:
        _held.reset(token)


def mode() -> str:
    """``guard``; ``trust`` while somebody at the terminal loads content; ``preview``."""
    return _mode.get()


@contextmanager
def only_a_preview() -> Iterator[None]:
    """Nothing that is saved within stays; let it pass."""
    with _in_mode("preview"):
        yield


@contextmanager
def _in_mode(name: str) -> Iterator[None]:
    token = _mode.set(name)
    try:
        yield
    finally:
        _mode.reset(token)
