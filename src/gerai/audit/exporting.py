"""The trail as a table for a spreadsheet, in which no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from gerai.audit import wording
from gerai.audit.models import Entry

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 100_000
LONGEST_CELL = 30_000
IN_MEMORY = 5_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def export(entries: QuerySet[Entry], format_: str) -> tuple[IO[bytes], int]:
    """A file, at its beginning, and how many entries are in it."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - sent later
    write = {"csv": _write_csv, "xlsx": _write_xlsx}[format_]
    count = write(file, _rows(entries))
    file.seek(0)
    return file, count - 1


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(entries: QuerySet[Entry]) -> Iterator[list[str]]:
    yield [
        _("Entry number"),
        _("When"),
        _("Who"),
        _("From where"),
        _("Screen"),
        _("What was done"),
        _("On what"),
        _("Name"),
        _("Record"),
        _("Before → after"),
        "SHA-256",
    ]
    for entry in entries[:MOST_ROWS].iterator(chunk_size=500):
        content = json.loads(entry.content)
        cells = [
            str(entry.number),
            timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
            wording.who_words(content["who"]),
            wording.where_words(content["where"]),
            content["where"].get("screen", ""),
            wording.action_words(entry.action),
            wording.kind_words(entry.model) if entry.model else "",
            entry.name,
            f"{entry.model}:{entry.key}" if entry.key else "",
            _changes(content["changes"]),
            entry.hash,
        ]
        yield [harmless(cell) for cell in cells]


def _changes(changes: list[dict[str, Any]]) -> str:
    lines = []
    for change in changes:
        for name, (before, after) in change.get("fields", {}).items():
            lines.append(
                f"{change['model']}:{change['key']} {name}: "
                f"{_short(before)} → {_short(after)}"
            )
    return "\n".join(lines)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}…"


def _write_csv(file: IO[bytes], rows: Iterator[list[str]]) -> int:
    # The mark at the beginning tells Excel that it is UTF-8.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    text.flush()
    text.detach()
    return count


def _write_xlsx(file: IO[bytes], rows: Iterator[list[str]]) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Trail of changes")[:31])
    count = 0
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
        count += 1
    book.save(file)
    return count


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
