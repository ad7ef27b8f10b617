"""Lets a memory remember what a block asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from gerai.publishing.basis import collecting
from gerai.publishing.memory import Memory


@contextmanager
def recording(memory: Memory, address: str) -> Iterator[None]:
    """Remember the queries that run inside as those of ``address``, if it succeeds."""
    as_of = timezone.now()
    with collecting() as basis:
        yield
    memory.remember(address, basis, as_of)
