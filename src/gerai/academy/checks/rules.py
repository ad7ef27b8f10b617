"""A rule, what it finds, and the register of kinds of rules.

A kind is a class: its fields are what may be declared beside a lesson, and
``problems`` looks at a copy. Nothing of a rule is code that an office would write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict

from gerai.academy.practice.state import Beginning
from gerai.contentpack.format.base import Line
from gerai.place.selectors import mall_timezone


class Words(BaseModel):
    """A sentence in both languages; the Indonesian one stands in for the other."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Line
    en: Line | None = None

    def __str__(self) -> str:
        return (self.en or self.id) if get_language() == "en" else self.id


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is missing or wrong, and what to do about it."""

    text: str
    hint: str = ""


class Absent(Exception):
    """What a rule speaks of isn't in the copy (any more); the text says so."""


@dataclass(frozen=True)
class Situation:
    """The copy at the moment of looking: whose it is, when it began, what day it is."""

    owner_id: int
    began: Beginning
    now: datetime

    @cached_property
    def todays(self) -> tuple[date, ...]:
        """What “today” may mean: now, and when the exercise began, if it was resumed."""
        zone = mall_timezone()
        days = (self.began.at.astimezone(zone).date(), self.now.astimezone(zone).date())
        return tuple(dict.fromkeys(days))


class Rule(BaseModel):
    """One rule of an exercise; see the kinds for what each looks at."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, populate_by_name=True
    )
    kind: ClassVar[str]

    def goal(self) -> str:
        """What has to be so, in a sentence."""
        raise NotImplementedError

    def problems(self, situation: Situation) -> Iterator[Problem]:
        """What is missing or wrong; called within the copy.

        Raises:
            Absent: what it speaks of isn't there.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DeclaredRule:
    """A rule with the lesson's own words, where it has any."""

    rule: Rule
    text: Words | None = None
    hint: Words | None = None

    @property
    def kind(self) -> str:
        return self.rule.kind

    @property
    def goal(self) -> str:
        return str(self.text) if self.text is not None else self.rule.goal()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at a copy says of one rule.

    Attributes:
        met: whether it is as it should be.
        text: what is right; or what is missing or wrong, all of it.
        hint: what to do next; "" where it is met.
    """

    rule: DeclaredRule
    met: bool
    text: str
    hint: str


_kinds: dict[str, type[Rule]] = {}
R = TypeVar("R", bound=type[Rule])


def register(kind: R) -> R:
    """Make a kind known by its name (a decorator)."""
    _kinds[kind.kind] = kind
    return kind


def kinds() -> dict[str, type[Rule]]:
    """All kinds by name."""
    return dict(sorted(_kinds.items()))


def days_of(word: str, todays: Iterable[date]) -> set[date]:
    """The days that a word of a rule may mean.

    >>> sorted(days_of("+2", [date(2026, 11, 26)]))
    [datetime.date(2026, 11, 28)]
    >>> sorted(days_of("friday", [date(2026, 11, 26)]))
    [datetime.date(2026, 11, 27)]
    """
    found: set[date] = set()
    for today in todays:
        if word in _SHIFTS:
            found.add(today + timedelta(days=_SHIFTS[word]))
        elif word.startswith("+"):
            found.add(today + timedelta(days=int(word[1:])))
        elif word in WEEKDAYS:
            ahead = (WEEKDAYS.index(word) - today.weekday() - 1) % 7 + 1
            found.add(today + timedelta(days=ahead))
        else:
            found.add(date.fromisoformat(word))
    return found


_SHIFTS = {"today": 0, "tomorrow": 1}
WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday"),
)


def is_day(word: Any) -> bool:
    """Whether a rule may name a day like this."""
    if not isinstance(word, str):
        return False
    if word in _SHIFTS or word in WEEKDAYS:
        return True
    if word.startswith("+"):
        return word[1:].isdecimal() and len(word) <= 4
    try:
        date.fromisoformat(word)
    except ValueError:
        return False
    return True


DeclaredRules = list[DeclaredRule]
