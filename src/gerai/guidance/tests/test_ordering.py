from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gerai.guidance.visit.ordering import in_order

NAMES = list("abcdef")
pairs = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8)


def test_without_pairs_one_walks() -> None:
    assert in_order(["c", "a", "b"], []) == ["c", "a", "b"]


def test_what_gives_comes_first() -> None:
    assert in_order(["a", "b", "c"], [("c", "a")]) == ["b", "c", "a"]


def test_a_circle_holds_nobody_up() -> None:
    assert in_order(["a", "b"], [("a", "b"), ("b", "a")]) == ["a", "b"]


@given(st.permutations(NAMES), pairs)
def test_nobody_is_lost(walking: list[str], given_: list[tuple[str, str]]) -> None:
    assert sorted(in_order(walking, given_)) == sorted(walking)


@given(st.permutations(NAMES), pairs)
def test_every_giver_comes_before_whoever_asks(
    walking: list[str], given_: list[tuple[str, str]]
) -> None:
    # Pairs along the alphabet can't go round in a circle.
    forward = [(min(pair), max(pair)) for pair in given_ if pair[0] != pair[1]]
    place = {name: at for at, name in enumerate(in_order(walking, forward))}
    assert all(place[giver] < place[receiver] for giver, receiver in forward)
