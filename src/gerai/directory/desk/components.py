"""The 14 components of a record as the desk shows them: number, state, value, example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from gerai.directory.choices import ComponentName, ManagementPart
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.standard.examples import EXAMPLES, Example
from gerai.directory.standard.lines import component_lines
from gerai.directory.standard.merging import (
    agency_standard_of,
    said_by_the_mall,
    standard_of,
)
from gerai.directory.standard.values import Origin, ServiceStandard, StandardPart


class State(StrEnum):
    """How things stand with one component of a record."""

    OWN = "own"
    INHERITED = "inherited"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class ComponentState:
    """One component of one record.

    Attributes:
        number: its place in the law, 1 to 14.
        key: in the address and in ``STANDARD_PARTS``.
        lines: what visitors read, one line an item; own or inherited.
        inherited_lines: what counts, or would count if the record itself said nothing.
        inherited_from: whose statement that is, in words; "" if there is none.
    """

    number: int
    key: str
    label: str
    state: State
    lines: Sequence[str]
    inherited_lines: Sequence[str]
    inherited_from: str

    @property
    def heading(self) -> str:
        """Number and name; cases have no number in the law."""
        return f"{self.number}. {self.label}" if self.number else self.label

    @property
    def state_label(self) -> str:
        if self.state == State.INHERITED:
            return _("Taken over from %(whom)s") % {"whom": self.inherited_from}
        return _("Filled in") if self.state == State.OWN else _("Not filled in yet")

    @property
    def act_label(self) -> str:
        """What the button beside it does."""
        return {
            State.OWN: _("Change"),
            State.INHERITED: _("Write its own"),
            State.EMPTY: _("Fill in"),
        }[self.state]

    @property
    def example(self) -> Example:
        return EXAMPLES[self.key]


def component_states(record: AgencyPage | ServicePage) -> list[ComponentState]:
    """All 14 components in the order of the law; a fixed number of queries."""
    standard, above = _standards(record)
    return [_state(record, part, standard, above) for part in standard.parts]


def component_state(record: AgencyPage | ServicePage, key: str) -> ComponentState:
    """One of them; ``cases`` is among them, though the law doesn't number it."""
    standard, above = _standards(record)
    if key == ComponentName.CASES:
        lines = [case.label for case in standard.cases]
        own = bool(record.cases)
        state = State.OWN if own else State.EMPTY
        return ComponentState(
            0, key, str(ComponentName.CASES.label), state, lines if own else [], [], ""
        )
    part = next(part for part in standard.parts if part.key == key)
    return _state(record, part, standard, above)


def split_key(key: str) -> tuple[ComponentName, ManagementPart | None]:
    """The component, and the part of the management, behind a key of an address.

    Raises:
        ValueError: there is no such component.
    """
    if key in ManagementPart.values:
        return ComponentName.MANAGEMENT, ManagementPart(key)
    if key == ComponentName.MANAGEMENT:
        raise ValueError(key)
    return ComponentName(key), None


def _standards(
    record: AgencyPage | ServicePage,
) -> tuple[ServiceStandard, ServiceStandard]:
    """The record's standard, and that of what is above it."""
    if isinstance(record, ServicePage):
        return standard_of(record), agency_standard_of(record.agency)
    said = said_by_the_mall(record.locale_id, record.locale.language_code)
    return agency_standard_of(record), said


def _state(
    record: Any, part: StandardPart, standard: ServiceStandard, above: ServiceStandard
) -> ComponentState:
    own = Origin.SERVICE if isinstance(record, ServicePage) else Origin.AGENCY
    component = part.component
    state = State.EMPTY
    if not component.is_unknown:
        state = State.OWN if component.origin == own else State.INHERITED
    inherited = above.component(part.key)
    return ComponentState(
        number=part.number,
        key=part.key,
        label=part.label,
        state=state,
        lines=component_lines(standard, part.key),
        inherited_lines=component_lines(above, part.key),
        inherited_from=_whom(record, inherited.origin),
    )


def _whom(record: Any, origin: Origin | None) -> str:
    if origin is None:
        return ""
    if origin == Origin.MALL:
        return _("the mall")
    return str(record.agency.short_name)
