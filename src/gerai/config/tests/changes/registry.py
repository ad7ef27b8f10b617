"""The list of changes, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError, QuerySet
from wagtail.models import Page

Maker = Callable[[Random], object]
M = TypeVar("M", bound=Model)

_WORDS = (
    "sungai", "jembatan", "pasar", "kebun", "perahu", "lentera", "tenun", "rotan",
    "kopi", "cendana", "pelita", "gunung", "kantor", "warga", "surat", "kartu",
)  # fmt: skip


class NotNow(Exception):
    """The site has nothing to which this change could be done."""


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change.

    Attributes:
        name: what is done, in a few words.
        is_invisible: no published file may differ afterwards.
    """

    name: str
    maker: Maker
    is_invisible: bool = False


CHANGES: dict[str, Change] = {}


def change(name: str, *, is_invisible: bool = False) -> Callable[[Maker], Maker]:
    """Register a function as a kind of change."""

    def register(maker: Maker) -> Maker:
        if name in CHANGES:
            raise ValueError(f"two changes are called {name!r}")
        CHANGES[name] = Change(name, maker, is_invisible)
        return maker

    return register


def make(name: str, seed: int) -> bool:
    """Do a change. Says whether it could be done; a refused one has changed nothing."""
    try:
        CHANGES[name].maker(Random(seed))  # noqa: S311
    except (NotNow, ValidationError, ProtectedError):
        return False
    return True


def pick(random: Random, rows: QuerySet[M]) -> M:
    """One of the rows, read afresh.

    Raises:
        NotNow: if there is none.
    """
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NotNow
    found: M = rows.model._default_manager.get(pk=random.choice(keys))
    return found


def pick_page(random: Random, rows: QuerySet[Any]) -> Any:
    """The specific page of one of the rows."""
    return Page.objects.get(pk=pick(random, rows).pk).specific


def words(random: Random) -> str:
    """Two words and a number: rarely the same twice."""
    first, second = random.sample(_WORDS, 2)
    return f"{first.capitalize()} {second} {random.randrange(10_000)}"


def slug(random: Random) -> str:
    """A new last part of an address."""
    return f"{random.choice(_WORDS)}-{random.randrange(10**6)}"


def publish(page: Any) -> None:
    """Save the page as the desk does: a revision, published at once."""
    page.save_revision().publish()
