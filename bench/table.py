from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; ``budget`` is what the architecture promises, if it promises."""

    group: str
    what: str
    figure: float
    unit: str = ""
    budget: float | None = None
    bound: Literal["at most", "at least"] = "at most"

    @property
    def is_over(self) -> bool:
        if self.budget is None:
            return False
        if self.bound == "at most":
            return self.figure > self.budget
        return self.figure < self.budget


def print_table(rows: list[Row]) -> None:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            print(f"\n{group}")
        budget = ""
        if row.budget is not None:
            sign = "≤" if row.bound == "at most" else "≥"
            budget = f"{sign} {_shown(row.budget)}"
        verdict = "OVER" if row.is_over else ""
        figure = f"{_shown(row.figure)} {row.unit}"
        print(f"  {row.what:<44} {figure:>16}  {budget:<10} {verdict}".rstrip())


def _shown(figure: float) -> str:
    if figure == int(figure):
        return f"{int(figure):,}"
    return f"{figure:,.2f}" if figure < 100 else f"{figure:,.0f}"
