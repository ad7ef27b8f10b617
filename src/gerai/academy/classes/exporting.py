"""Results as a spreadsheet that runs nothing, whatever somebody is called."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from gerai.academy.skills.selectors import Office

Value = str | int | None
# A spreadsheet takes a text that begins so for something to work out.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def office_table(office: Office, heads: Sequence[str]) -> list[list[Value]]:
    """A row for each person: name, role, lessons done and offered, percent by skill.

    Args:
        heads: titles of the first four columns.
    """
    table: list[list[Value]] = [[*heads, *(one.title for one in office.skills)]]
    table.extend(
        [
            str(row.member),
            str(row.member.get_role_display()),
            row.done,
            row.lessons,
            *(cell.percent for cell in row.cells),
        ]
        for row in office.rows
    )
    return table


def safe_text(value: Value) -> Value:
    """A text that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str):
        text = "".join(sign for sign in value if sign == " " or sign.isprintable())
        return f"'{text}" if value.startswith(_FORMULA) else text
    return value


def as_csv(table: Iterable[Sequence[Value]]) -> bytes:
    """With a byte order mark, so that spreadsheets read the letters right."""
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerows([safe_text(value) for value in row] for row in table)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(table: Sequence[Sequence[Value]]) -> bytes:
    """One sheet; every text is stored as a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number, row in enumerate(table):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, safe_text(value))
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
