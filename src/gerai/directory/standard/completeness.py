"""How much of the law's 14 components is filled in."""

from __future__ import annotations

from dataclasses import dataclass

from gerai.directory.standard.values import ServiceStandard, StandardPart


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is filled in and what is missing, in the order of the law.

    An inherited component counts as filled in: the visitor can read it.
    """

    filled: tuple[StandardPart, ...]
    missing: tuple[StandardPart, ...]

    @property
    def score(self) -> int:
        """Percent of the 14 components, rounded down: 100 means all of them."""
        total = len(self.filled) + len(self.missing)
        return len(self.filled) * 100 // total

    @property
    def missing_delivery(self) -> tuple[StandardPart, ...]:
        """Missing components of those six that every visitor needs."""
        return tuple(part for part in self.missing if part.is_delivery)

    @property
    def missing_management(self) -> tuple[StandardPart, ...]:
        return tuple(part for part in self.missing if not part.is_delivery)

    @property
    def has_all_delivery(self) -> bool:
        """Whether the six components for visitors are all there."""
        return not self.missing_delivery


def completeness(standard: ServiceStandard) -> Completeness:
    """Which of the 14 components are filled in (PermenPANRB 15/2014)."""
    parts = standard.parts
    return Completeness(
        filled=tuple(part for part in parts if not part.component.is_unknown),
        missing=tuple(part for part in parts if part.component.is_unknown),
    )
