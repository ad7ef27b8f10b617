"""Rules on fees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import Field

from gerai.academy.checks.looking import mentions
from gerai.academy.checks.pages import OnPage
from gerai.academy.checks.rules import Problem, Situation, register
from gerai.contentpack.format.base import Line
from gerai.directory.choices import FeeKind
from gerai.directory.standard.parsing import raw_items


@register
class FeeEquals(OnPage):
    """A fee of a service; ``amount: 0`` is free of charge. ``name`` picks one of many."""

    kind: ClassVar[str] = "fee_equals"
    amount: int = Field(ge=0)
    name: Line | None = None

    def goal(self) -> str:
        return _("The fee is right.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        fees = [item["value"] for item in raw_items(self.look(situation), "fees")]
        if self.name is not None:
            fees = [one for one in fees if mentions(one.get("label") or "", self.name)]
        if not fees:
            yield Problem(
                _("No fee is entered."),
                _("Begin on the home screen with “Correct a fee”."),
            )
            return
        amounts = [_amount(one) for one in fees]
        if self.amount not in amounts:
            yield Problem(
                _("The fee is %(present)s, but it should be %(wanted)s.")
                % {
                    "present": ", ".join(_rupiah(one) for one in amounts),
                    "wanted": _rupiah(self.amount),
                },
                _("Compare each digit, and whether a zero is missing."),
            )
        elif self.name is None and len(set(amounts)) > 1:
            yield Problem(
                _("The right fee is there, and a wrong one as well."),
                _("Take the old fee away; don't add a second one."),
            )


def _amount(fee: Any) -> int | None:
    if fee.get("kind") == FeeKind.FREE:
        return 0
    amount = fee.get("amount")
    return int(amount) if amount is not None else None


def _rupiah(amount: int | None) -> str:
    if amount is None:
        return _("not known")
    if amount == 0:
        return _("free of charge")
    return f"Rp {amount:,}".replace(",", ".")
