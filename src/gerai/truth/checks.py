"""The register of checks. Rooms declare theirs from ``apps.ready``; public.

A check finds rows; what is said of a row, and the one act that cures it, are worked out
when it is shown, in the language of whoever reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import IntegerChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gerai.truth.looking import Look

Values = dict[str, Any]


class Harm(IntegerChoices):
    """How much it hurts visitors; the greatest number comes first."""

    MISLEADING = 6, _("Visitors are told something wrong")
    BROKEN = 5, _("Something doesn't work")
    WAITING = 4, _("Somebody waits for you")
    MISSING = 3, _("Something is missing")
    UNSURE = 2, _("Nobody has vouched for it")
    UNCLEAR = 1, _("Could be clearer")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that needs care.

    Attributes:
        page_id: the Indonesian page whose editors can cure it; None for the mall's.
        subject: what it is about, as staff call it.
        values: what the words need; plain JSON.
        weight: which of one kind comes first, the greatest.
    """

    page_id: int | None
    subject: str
    values: Values = field(default_factory=dict)
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """The one act that cures a finding."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One question that is asked of the content.

    Attributes:
        key: ``room.what``; kept in the database.
        find: reads, in a number of queries that doesn't depend on the content.
        say: what is wrong, one or two sentences.
        act: the cure, from page and values.
    """

    key: str
    title: str | Promise
    harm: Harm
    find: Callable[[Look], Iterable[Found]]
    say: Callable[[Values], str]
    act: Callable[[int | None, Values], Action]


def always(words: Promise) -> Callable[[Values], str]:
    """For checks that say the same of every row."""
    return lambda _values: str(words)


_checks: dict[str, Check] = {}


def register_check(check: Check) -> None:
    """Add a check (from ``apps.ready``); a second one of the same key replaces it."""
    _checks[check.key] = check


def checks() -> list[Check]:
    """All checks, the most harmful kind first."""
    return sorted(_checks.values(), key=lambda one: (-one.harm, one.key))


def check_named(key: str) -> Check | None:
    """The check of a key; None for one that this version doesn't have."""
    return _checks.get(key)
