"""The shape of the question path: what makes it a tree that leads somewhere.

Pure: works on names, so that the desk, the content pack and the overview judge alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_TAPS = 4
"""Answers between the first question and the end."""


class Fault(StrEnum):
    """What is wrong with one question or one of its answers."""

    CYCLE = "cycle"
    TOO_DEEP = "too_deep"
    ASKED_TWICE = "asked_twice"
    NO_ANSWERS = "no_answers"
    MISSING = "missing"
    UNREACHED = "unreached"
    ASKS_FIRST = "asks_first"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a question; ``answer`` is the position of the answer, None for all."""

    fault: Fault
    question: str
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A question by its name. ``leads_to`` has an entry for each answer.

    An entry is the name of the question asked next, or None where the path ends.
    """

    name: str
    leads_to: Sequence[str | None] = ()


def problems_of(nodes: Iterable[Node], *, first: str) -> list[Problem]:
    """Everything that keeps the questions from being one tree of at most four taps.

    In the order of the questions; an empty tree has no problems.
    """
    by_name = {node.name: node for node in nodes}
    if not by_name:
        return []
    found: list[Problem] = []
    asked: dict[str, str] = {}
    for node in by_name.values():
        if not node.leads_to:
            found.append(Problem(Fault.NO_ANSWERS, node.name))
        for number, name in enumerate(node.leads_to):
            if name is None:
                continue
            if name not in by_name:
                found.append(Problem(Fault.MISSING, node.name, number))
            elif name == first:
                found.append(Problem(Fault.ASKS_FIRST, node.name, number))
            elif name in asked:
                found.append(Problem(Fault.ASKED_TWICE, node.name, number))
            else:
                asked[name] = node.name
    depths = depths_of(by_name, first=first)
    for node in by_name.values():
        depth = depths.get(node.name)
        if depth is None:
            fault = Fault.CYCLE if _is_in_cycle(by_name, node.name) else Fault.UNREACHED
            found.append(Problem(fault, node.name))
        elif depth == MAX_TAPS:
            found += [
                Problem(Fault.TOO_DEEP, node.name, number)
                for number, name in enumerate(node.leads_to)
                if name in by_name
            ]
    order = {name: number for number, name in enumerate(by_name)}
    return sorted(
        found, key=lambda one: (order[one.question], one.answer or -1, one.fault)
    )


def depths_of(nodes: Mapping[str, Node], *, first: str) -> dict[str, int]:
    """How many taps lead to the answers of each question that can be reached: 1, 2 …"""
    depths: dict[str, int] = {}
    coming = [first] if first in nodes else []
    depth = 0
    while coming:
        depth += 1
        following: list[str] = []
        for name in coming:
            if name not in depths:
                depths[name] = depth
                following += _known(nodes, name)
        coming = following
    return depths


def way_to(name: str, asked_by: Mapping[str, str]) -> list[str]:
    """The questions from the first one down to ``name``, itself included.

    ``asked_by`` names the question before each question; a circle is cut.
    """
    way = [name]
    while (before := asked_by.get(way[0])) is not None and before not in way:
        way.insert(0, before)
    return way


def questions_left(name: str, nodes: Mapping[str, Node], limit: int = MAX_TAPS) -> int:
    """How many questions may follow at most, ``name`` included; at most ``limit``."""
    if limit <= 1 or name not in nodes:
        return 1
    below = _known(nodes, name)
    return 1 + max((questions_left(one, nodes, limit - 1) for one in below), default=0)


def _is_in_cycle(nodes: Mapping[str, Node], name: str) -> bool:
    seen: set[str] = set()
    coming = _known(nodes, name)
    while coming:
        one = coming.pop()
        if one == name:
            return True
        if one not in seen:
            seen.add(one)
            coming += _known(nodes, one)
    return False


def _known(nodes: Mapping[str, Node], name: str) -> list[str]:
    """The questions that the answers of ``name`` lead to, as far as they are there."""
    return [one for one in nodes[name].leads_to if one is not None and one in nodes]
