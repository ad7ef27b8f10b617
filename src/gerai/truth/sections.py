"""The parts of the mall by which findings are told apart: its agencies.

This room knows no agency; the room that does registers how to list them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A branch of the tree with the name that staff use."""

    page_id: int
    path: str
    name: str


Lister = Callable[[], list[Section]]
_listers: list[Lister] = []


def listed_by(lister: Lister) -> None:
    """Say who knows the sections (from ``apps.ready``)."""
    _listers[:] = [lister]


def sections() -> list[Section]:
    """All sections by name; one query."""
    found = [section for lister in _listers for section in lister()]
    return sorted(found, key=lambda one: one.name.casefold())
