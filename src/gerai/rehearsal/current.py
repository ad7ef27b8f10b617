"""The practice copy that the present work belongs to; public."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A copy of the site in which somebody practises.

    Attributes:
        key: tells copies apart, also one from what it was before it was begun anew.
        folder: everything of the copy lies in it.
    """

    key: str
    folder: Path


_current: ContextVar[Rehearsal | None] = ContextVar("gerai_rehearsal", default=None)


def current_rehearsal() -> Rehearsal | None:
    """The copy in which the present work is done; None for the real site."""
    return _current.get()


@contextmanager
def rehearsing(rehearsal: Rehearsal) -> Iterator[None]:
    """Do the work of the block in a copy."""
    token = _current.set(rehearsal)
    try:
        yield
    finally:
        _current.reset(token)
