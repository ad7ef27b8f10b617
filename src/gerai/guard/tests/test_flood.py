"""One address too fast: bounded, and everybody else goes on."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gerai.guard import flood
from gerai.guard.flood import Limiter, address_of


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_a_trickle() -> None:
    clock = Clock()
    limiter = Limiter(burst=5, per_second=2, clock=clock)
    assert [limiter.seconds_to_wait("a") for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert limiter.seconds_to_wait("b") == 0
    clock.now += 0.5
    assert limiter.seconds_to_wait("a") == 0
    assert limiter.seconds_to_wait("a") == 1
    clock.now += 3600
    assert [limiter.seconds_to_wait("a") for _ in range(6)][4:] == [0, 1]


@given(st.lists(st.tuples(st.floats(0, 2), st.sampled_from("abc")), max_size=200))
def test_no_sequence_lets_more_through(steps: list[tuple[float, str]]) -> None:
    clock = Clock()
    limiter = Limiter(burst=5, per_second=2, clock=clock)
    passed = dict.fromkeys("abc", 0)
    for wait, address in steps:
        clock.now += wait
        passed[address] += not limiter.seconds_to_wait(address)
    spent = clock.now - 100.0
    assert all(count <= 5 + 2 * spent + 1 for count in passed.values())


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MOST_ADDRESSES", 50)
    limiter = Limiter(burst=40, per_second=4)
    for number in range(500):
        limiter.seconds_to_wait(str(number))
    assert len(limiter) == 50


@pytest.mark.parametrize(
    ("connection", "forwarded", "address"),
    [
        ("8.8.4.4", "", "8.8.4.4"),
        ("8.8.4.4", "198.51.100.7", "8.8.4.4"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_only_a_near_proxy_is_believed(
    connection: str, forwarded: str, address: str
) -> None:
    request = RequestFactory().get("/cari/")
    request.META["REMOTE_ADDR"] = connection
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    assert address_of(request) == address
