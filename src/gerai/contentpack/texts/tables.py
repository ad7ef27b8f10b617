"""Tables of plain text between Markdown and rows."""

from __future__ import annotations

import re
from typing import Literal

Heads = Literal["row", "column", "both", "neither"]
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_CELL = re.compile(r"(?<!\\)\|")
_BOLD = re.compile(r"\*\*(.+)\*\*")


def is_table_line(line: str) -> bool:
    text = line.strip()
    return len(text) > 1 and text.startswith("|") and text.endswith("|")


def read_table(lines: list[str]) -> tuple[Heads, list[list[str]]] | None:
    """Which cells are headings, and all rows; ``None`` if it isn't a table.

    An empty first row means that there are no column headings; a first column in
    ``**bold**`` means that its cells are headings.
    """
    if len(lines) < 3 or not _RULE.fullmatch(lines[1].strip()):
        return None
    rows = [_cells(line) for line in (lines[0], *lines[2:])]
    if len({len(row) for row in rows}) != 1:
        return None
    has_row = any(rows[0])
    body = rows if has_row else rows[1:]
    below = body[1:] if has_row else body
    has_column = all(_BOLD.fullmatch(row[0]) for row in below if row[0])
    has_column = has_column and any(row[0] for row in below)
    if has_column:
        for row in below:
            match = _BOLD.fullmatch(row[0])
            row[0] = match[1] if match else row[0]
    heads: Heads = "neither"
    if has_row:
        heads = "both" if has_column else "row"
    elif has_column:
        heads = "column"
    return heads, body


def _cells(line: str) -> list[str]:
    inner = line.strip()[1:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(inner)]


def write_table(heads: Heads, rows: list[list[str]]) -> list[str]:
    """The lines of a table; :func:`read_table` gives the same back."""
    width = max((len(row) for row in rows), default=0)
    full = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    has_row = heads in {"row", "both"}
    if not has_row:
        full.insert(0, [""] * width)
    if heads in {"column", "both"}:
        full = [full[0], *([f"**{r[0]}**" if r[0] else "", *r[1:]] for r in full[1:])]
    lines = [f"| {' | '.join(row)} |" for row in full]
    lines.insert(1, f"|{' --- |' * width}")
    return lines


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
