"""One look at the content: when, at which part of it, and what was read on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db.models import Q, QuerySet

Result = TypeVar("Result")


@dataclass(slots=True)
class Look:
    """What the checks are given.

    Attributes:
        at: the moment, in the zone of the mall's staff.
        paths: branches of the page tree to look at; None for all of it and for what
            belongs to no page.
    """

    at: datetime
    paths: tuple[str, ...] | None = None
    _read: dict[Any, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def is_whole(self) -> bool:
        """Whether what belongs to no page is looked at too."""
        return self.paths is None

    def within(self, rows: QuerySet[Any], path: str = "path") -> QuerySet[Any]:
        """Those of ``rows`` that are in the looked-at branches.

        Args:
            path: the lookup from a row to the path of its page.
        """
        if self.paths is None:
            return rows
        branches = Q(pk__in=[])
        for branch in self.paths:
            branches |= Q(**{f"{path}__startswith": branch})
        return rows.filter(branches)

    def once(self, read: Callable[[Look], Result]) -> Result:
        """What ``read`` finds; several checks that need the same share it."""
        if read not in self._read:
            self._read[read] = read(self)
        return cast(Result, self._read[read])
