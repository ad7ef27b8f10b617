"""Calls at any depth cost the same."""

from __future__ import annotations

import resource
from collections.abc import Callable

from gerai.publishing.roomy import with_room

CALLS = 300
DEPTHS = 400


def _nothing(one: int, two: int, three: int) -> int:
    return one


def _loop() -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for number in range(CALLS):
        _nothing(number, number, number)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _below(depth: int, act: Callable[[], int]) -> int:
    return act() if depth == 0 else _below(depth - 1, act)


def _most_faults_below() -> int:
    _below(DEPTHS, _loop)  # what is written for the first time is new to the system
    most = 0
    for depth in range(DEPTHS):
        most = max(most, _below(depth, _loop))
    return most


def test_no_loop_below_asks_the_system_for_memory() -> None:
    assert with_room(_most_faults_below)() < CALLS / 10


def test_functions_stay_what_they_are() -> None:
    @with_room
    def told(
        first: int, *rest: int, last: str = ""
    ) -> tuple[int, tuple[int, ...], str]:
        """Say it again."""
        return first, rest, last

    assert told(1, 2, 3, last="z") == (1, (2, 3), "z")
    assert told.__doc__ == "Say it again."
