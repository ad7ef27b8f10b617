from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gerai.guidance.questions.tree import (
    MAX_TAPS,
    Fault,
    Node,
    Problem,
    depths_of,
    problems_of,
    questions_left,
    way_to,
)


def faults(*nodes: Node) -> set[tuple[Fault, str]]:
    return {(one.fault, one.question) for one in problems_of(nodes, first="a")}


def test_a_tree_that_leads_somewhere_has_no_problem() -> None:
    assert faults(Node("a", (None, "b")), Node("b", (None,))) == set()
    assert problems_of([], first="a") == []


def test_four_taps_and_no_more() -> None:
    chain = [Node("a", ("b",)), Node("b", ("c",)), Node("c", ("d",))]
    assert faults(*chain, Node("d", (None,))) == set()
    deeper = [*chain, Node("d", (None, "e")), Node("e", (None,))]
    assert Problem(Fault.TOO_DEEP, "d", 1) in problems_of(deeper, first="a")


def test_what_is_wrong_is_named() -> None:
    assert (Fault.CYCLE, "b") in faults(
        Node("a", (None,)), Node("b", ("c",)), Node("c", ("b",))
    )
    assert (Fault.ASKS_FIRST, "b") in faults(Node("a", ("b",)), Node("b", ("a",)))
    assert (Fault.ASKED_TWICE, "a") in faults(Node("a", ("b", "b")), Node("b", (None,)))
    assert (Fault.NO_ANSWERS, "b") in faults(Node("a", ("b",)), Node("b"))
    assert (Fault.MISSING, "a") in faults(Node("a", ("x",)))
    assert (Fault.UNREACHED, "b") in faults(Node("a", (None,)), Node("b", (None,)))


def test_the_way_back_and_the_way_ahead() -> None:
    nodes = {
        node.name: node
        for node in (Node("a", ("b", None)), Node("b", ("c",)), Node("c", (None,)))
    }
    assert way_to("c", {"c": "b", "b": "a"}) == ["a", "b", "c"]
    assert questions_left("a", nodes) == 3
    assert questions_left("c", nodes) == 1
    assert way_to("x", {"x": "y", "y": "x"}) == ["y", "x"]


names = st.sampled_from("abcdefg")
trees = st.dictionaries(
    names, st.lists(st.one_of(st.none(), names), max_size=4), max_size=7
)


@given(trees)
def test_without_problems_every_way_ends_within_four_taps(
    leads: dict[str, list[str | None]],
) -> None:
    nodes = {name: Node(name, tuple(to)) for name, to in leads.items()}
    if not nodes or problems_of(nodes.values(), first="a"):
        return

    def walk(name: str, taps: int) -> set[str]:
        assert taps < MAX_TAPS
        seen = {name}
        for after in nodes[name].leads_to:
            if after is not None:
                below = walk(after, taps + 1)
                assert not below & seen
                seen |= below
        return seen

    assert walk("a", 0) == set(nodes)


@given(trees)
def test_any_shape_is_judged(leads: dict[str, list[str | None]]) -> None:
    nodes = {name: Node(name, tuple(to)) for name, to in leads.items()}
    problems = problems_of(nodes.values(), first="a")
    assert all(one.question in nodes for one in problems)
    reached = depths_of(nodes, first="a")
    lost = {p.question for p in problems if p.fault in {Fault.CYCLE, Fault.UNREACHED}}
    assert lost == set(nodes) - set(reached)
    for name in nodes:
        assert 1 <= questions_left(name, nodes) <= MAX_TAPS
