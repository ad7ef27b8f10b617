"""Statements in a table, each with where it comes from."""

from __future__ import annotations

from gerai.directory.presentation import trust_line
from gerai.place.provenance import ProvenanceValue
from gerai.theme.parts import FactRow, Text


def sourced_row(
    label: Text, value: Text, provenance: ProvenanceValue | None, *, url: str = ""
) -> FactRow:
    """A row of the component ``facts_table``; ``url`` is what the value leads to."""
    line = trust_line(provenance)
    if line is None:
        return FactRow(label=label, value=value, url=url)
    return FactRow(
        label=label,
        value=value,
        url=url,
        level=line.level,
        source=line.text,
        source_url=line.source_url,
    )
