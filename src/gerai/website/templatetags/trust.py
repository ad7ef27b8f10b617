"""Draws where something comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from gerai.place.provenance import ProvenanceValue
from gerai.theme.parts import FactRow
from gerai.website.trust import trust_line

register = template.Library()


@register.inclusion_tag("website/includes/trust.html")
def trust_of(value: ProvenanceValue | None) -> dict[str, Any]:
    """One line about the origin of a statement; nothing without one.

    Usage: ``{% trust_of fact.provenance_value %}``.
    """
    return {"line": trust_line(value)}


@register.simple_tag
def fact_rows(items: Iterable[Any]) -> list[FactRow]:
    """Rows for the component ``facts_table`` from the items of a facts block."""
    return [fact_row(item["label"], item["value"], item.provenance) for item in items]


def fact_row(label: str, value: str, provenance: ProvenanceValue | None) -> FactRow:
    """One row with its origin."""
    line = trust_line(provenance)
    if line is None:
        return FactRow(label=label, value=value)
    return FactRow(
        label=label,
        value=value,
        level=line.level,
        source=line.text,
        source_url=line.source_url,
    )
