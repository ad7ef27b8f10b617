"""Sheets of the academy as PDF, drawn by the press of ``printing``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gerai.printing.exceptions import PressBusy, PrintingError
from gerai.printing.press import Job, Sheet
from gerai.printing.services import desk_press
from gerai.printing.sheets.documents import style_sheet

_CSS = """
@page certificate { size: A4 landscape; margin: 18mm 26mm 14mm; background-position: -26mm -18mm; }
@page list { size: A4; margin: 14mm 16mm 15mm; background-position: -16mm -14mm; }
body.certificate { page: certificate; }
body.list { page: list; }
.certificate__sheet { position: relative; height: 174mm; }
body.certificate h1 { font-size: 40pt; line-height: 1.1; margin: 9mm 0 7mm; }
.certificate__name { border-bottom: 0.4mm solid #4b5754; font-size: 28pt; font-weight: 700; line-height: 1.2; margin: 0 0 4mm; padding-bottom: 2.5mm; }
.certificate__skills { columns: 2; column-gap: 12mm; margin: 5mm 0 0; }
.certificate__skills li { margin: 1mm 0; padding-left: 6mm; text-indent: -6mm; }
.certificate__skills li::before { content: "✓"; display: inline-block; width: 6mm; text-indent: 0; }
.certificate__foot { display: flex; justify-content: space-between; align-items: flex-end; position: absolute; bottom: 0; left: 0; right: 0; }
.certificate__foot p { margin: 1mm 0; }
.certificate__foot .qr { width: 34mm; height: 34mm; }
.certificate__code { font-family: "Liberation Mono", monospace; letter-spacing: 0.06em; }
.paper-table { width: 100%; border-collapse: collapse; margin: 5mm 0; }
.paper-table tr { break-inside: avoid; }
.paper-table .number { width: 12mm; }
.paper-table th, .paper-table td { border: 0.3mm solid #4b5754; padding: 1.9mm 2mm; text-align: left; vertical-align: top; }
.paper-table .sign { width: 45mm; }
.handout { break-before: page; }
.handout:first-child { break-before: auto; }
.handout ol { padding-left: 6mm; list-style: decimal; }
.handout ol li { margin: 1.5mm 0; }
.handout h2 { margin: 4mm 0 1mm; }
.handout p { margin: 1.5mm 0; }
.handout ul { padding-left: 6mm; list-style: disc; }
"""


class PaperUnavailable(Exception):
    """No PDF can be made just now; the text says what to do."""


def pdf_of(sheets: Sequence[Sheet]) -> bytes:
    """The file of some sheets; nothing of it is kept.

    Raises:
        PaperUnavailable: the machine lacks the libraries, or too many ask at once.
    """
    css = style_sheet() + _CSS
    content = json.dumps([css, [asdict(one) for one in sheets]])
    identifier = hashlib.sha256(content.encode()).hexdigest()
    try:
        return desk_press.draw(Job(css=css, sheets=sheets, identifier=identifier))
    except PressBusy as problem:
        raise PaperUnavailable(
            _("The printer is busy. Please try again in a moment.")
        ) from problem
    except PrintingError as problem:
        raise PaperUnavailable(
            _(
                "This server can't make PDF files at the moment. Tell an administrator: "
                "“gerai doctor” says what is missing."
            )
        ) from problem


def pdf_response(sheets: Sequence[Sheet], name: str) -> HttpResponse:
    """The same as an answer that opens in the browser.

    Raises:
        PaperUnavailable: see ``pdf_of``.
    """
    response = HttpResponse(pdf_of(sheets), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
