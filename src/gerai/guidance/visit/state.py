"""A visit as its address tells it: ``?layanan=a/b&layanan=c/d&kasus=a/b:hilang``.

The address is the only place where a visit lives. Whatever stands in it, there is an
answer: what makes no sense is left out and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlencode

SERVICE = "layanan"
CASE = "kasus"
PATH = "/siap/"
MAX_SERVICES = 12
_MAX_READ = 60
_SLUG = r"[\w-]{1,255}"
_SERVICE_PATH = re.compile(rf"{_SLUG}/{_SLUG}")


class Parameters(Protocol):
    """What is needed of ``request.GET``."""

    def getlist(self, key: str) -> list[str]: ...


class Problem(StrEnum):
    """Why something of the address was left out."""

    UNKNOWN_SERVICE = "unknown_service"
    UNKNOWN_CASE = "unknown_case"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Wish:
    """One service of a visit (``agency/service``), and its case, "" if not chosen."""

    service: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Services in the order in which they were chosen, each once."""

    wishes: tuple[Wish, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wishes)

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(wish.service for wish in self.wishes)

    @property
    def is_full(self) -> bool:
        return len(self.wishes) >= MAX_SERVICES

    def query(self) -> str:
        """The visit as a query string; the same visit always gives the same."""
        pairs = [(SERVICE, wish.service) for wish in self.wishes]
        pairs += [
            (CASE, f"{one.service}:{one.case}") for one in self.wishes if one.case
        ]
        return urlencode(pairs, safe="/:")

    def url(self, base: str = PATH) -> str:
        """The address of the visit below ``base``; ``base`` itself for an empty one."""
        return f"{base}?{self.query()}" if self.wishes else base

    def without(self, service: str) -> Visit:
        return Visit(tuple(one for one in self.wishes if one.service != service))

    def with_case(self, service: str, case: str) -> Visit:
        """The same visit with another case of one of its services; "" for none."""
        return Visit(
            tuple(
                replace(one, case=case) if one.service == service else one
                for one in self.wishes
            )
        )

    def with_service(self, service: str) -> Visit:
        """The visit with one more service; the same if it is in it, or full."""
        if service in self.services or self.is_full:
            return Visit(self.wishes)
        return Visit((*self.wishes, Wish(service)))


def visit_of(services: Iterable[str]) -> Visit:
    """A visit for services, without cases; at most ``MAX_SERVICES`` of them."""
    return Visit(tuple(Wish(one) for one in dict.fromkeys(services))[:MAX_SERVICES])


def read_visit(parameters: Parameters) -> Visit:
    """What the address asks for, before anybody knows which services there are.

    At most ``MAX_SERVICES``; duplicates count once; what can't be a service is left out.
    """
    problems: list[Problem] = []
    written = parameters.getlist(SERVICE)
    found: list[str] = []
    for value in written[:_MAX_READ]:
        path = value.strip().strip("/")
        if not path:
            continue
        if not _SERVICE_PATH.fullmatch(path):
            problems.append(Problem.UNKNOWN_SERVICE)
        elif path not in found:
            found.append(path)
    if len(found) > MAX_SERVICES or len(written) > _MAX_READ:
        problems.append(Problem.TOO_MANY)
    cases: dict[str, str] = {}
    for value in parameters.getlist(CASE)[:_MAX_READ]:
        path, _, case = value.strip().rpartition(":")
        if path in found:
            cases[path] = case
    wishes = tuple(Wish(path, cases.get(path, "")) for path in found[:MAX_SERVICES])
    return Visit(wishes, tuple(dict.fromkeys(problems)))


def settled(visit: Visit, *, cases: Mapping[str, Sequence[str]]) -> Visit:
    """The visit with only what exists.

    Args:
        cases: the keys of the cases of each service that visitors may see.
    """
    problems = list(visit.problems)
    kept: list[Wish] = []
    for wish in visit.wishes:
        known = cases.get(wish.service)
        if known is None:
            problems.append(Problem.UNKNOWN_SERVICE)
        elif wish.case and wish.case not in known:
            problems.append(Problem.UNKNOWN_CASE)
            kept.append(Wish(wish.service))
        else:
            kept.append(wish)
    return Visit(tuple(kept), tuple(dict.fromkeys(problems)))
