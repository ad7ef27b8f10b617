"""What a visit costs: sums of what is certain, and never a sum of anything else.

Pure arithmetic on whole rupiah. Fees of one service may be alternatives or parts of one
price, and nobody says which; so a service counts towards the sum only if exactly one
fixed fee, or nothing, is due.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gerai.directory.standard.values import Fee


class CostKind(StrEnum):
    """How far the cost of a service is known."""

    FREE = "free"
    FIXED = "fixed"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one service costs in one case.

    Attributes:
        amount: rupiah; None unless it is free or fixed.
        fees: the fees that may be due.
    """

    service: str
    kind: CostKind
    amount: int | None
    fees: tuple[Fee, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """The cost of all services.

    Attributes:
        amount: the sum of what is fixed, in rupiah; zero if nothing is.
        open: services whose price depends on a choice or is worked out; not in the sum.
        unknown: services of which nobody stated a price; not in the sum.
    """

    amount: int
    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """The sum is all there is to pay."""
        return not self.open and not self.unknown


def cost_of(service: str, fees: Iterable[Fee], *, case: str = "") -> Cost:
    """The cost of one service.

    Args:
        fees: all its fees.
        case: the chosen case; "" if none was chosen, or there are none.
    """
    due = tuple(fee for fee in fees if not case or not fee.cases or case in fee.cases)
    if not due:
        return Cost(service, CostKind.UNKNOWN, None)
    if all(fee.is_free for fee in due):
        return Cost(service, CostKind.FREE, 0, due)
    fee = due[0]
    is_certain = len(due) == 1 and not fee.per and (bool(case) or not fee.cases)
    bounds = fee.bounds
    if is_certain and bounds is not None and bounds[0] == bounds[1]:
        return Cost(service, CostKind.FIXED, bounds[0], due)
    return Cost(service, CostKind.OPEN, None, due)


def total_of(costs: Iterable[Cost]) -> Total:
    """The sum of what is certain, with the services that are not in it."""
    known = list(costs)
    return Total(
        amount=sum(cost.amount or 0 for cost in known),
        open=tuple(one.service for one in known if one.kind == CostKind.OPEN),
        unknown=tuple(one.service for one in known if one.kind == CostKind.UNKNOWN),
    )
