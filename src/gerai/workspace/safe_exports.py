"""Lists that leave the desk as CSV hold words, and nothing that a spreadsheet would run.

What somebody typed may begin with ``=``: opened in a spreadsheet, that is a formula,
which can fetch from elsewhere what stands in other cells. Wagtail guards its XLSX; here
its CSV is guarded too, as OWASP advises, with an apostrophe in front.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_preprocess = SpreadsheetExportMixin.preprocess_field_value


def settle_exports() -> None:
    """Guard every list of the desk; called once when Django starts."""
    SpreadsheetExportMixin.preprocess_field_value = _without_formulas


def plain_cell(value: Any) -> Any:
    """A value that a spreadsheet shows and doesn't run; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value


def _without_formulas(self: Any, field: str, value: Any, export_format: str) -> Any:
    found = _preprocess(self, field, value, export_format)
    return plain_cell(found) if export_format == "csv" else found
