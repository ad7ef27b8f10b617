"""From the contexts of sheets to a job for the press."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from gerai.directory.models import ServicePage
from gerai.directory.selectors import hours_book
from gerai.place.selectors import current_mall, mall_facts
from gerai.printing.choices import SheetKind
from gerai.printing.libraries import PYTHON_PACKAGE
from gerai.printing.press import Job, Sheet
from gerai.printing.sheets.service_sheet import Around, service_contexts

TEMPLATES: dict[SheetKind, str] = {
    SheetKind.LEAFLET: "printing/leaflet.html",
    SheetKind.HANDOUT: "printing/handout.html",
    SheetKind.POSTER: "printing/poster.html",
}
# Letters in points, and how far they may shrink: never below what can be read.
_LETTERS: dict[SheetKind, tuple[float, tuple[float, ...]]] = {
    SheetKind.LEAFLET: (10.0, (1.0, 0.95, 0.9, 0.86)),
    SheetKind.HANDOUT: (9.5, (1.0, 0.94, 0.89)),
    SheetKind.POSTER: (28.0, (1.4, 1.25, 1.1, 1.0, 0.9, 0.8, 0.72)),
}
# What is left of a poster's page stands above the foot, not below it.
_ONE_PAGE_CSS: dict[SheetKind, str] = {
    SheetKind.POSTER: ".closing{position:absolute;bottom:6mm;left:0;right:0}",
}
_STYLES = Path(__file__).parent.parent / "styles"


def service_sheets(
    services: Sequence[ServicePage],
    kind: SheetKind,
    language: str,
    *,
    is_draft: bool = False,
    is_numbered: bool = False,
) -> list[Sheet]:
    """One sheet for each service, in ``language``; a fixed number of queries.

    Numbered sheets bear 1, 2, … in their foot and are reached as ``#lembar-1``.
    """
    mall = current_mall()
    agencies = {service.agency.pk: service.agency for service in services}
    counters = [one.counter for one in services if one.counter is not None]
    around = Around(
        mall=mall,
        facts=mall_facts(mall),
        book=hours_book(agencies.values(), counters, mall=mall),
        language=language,
    )
    with translation.override(language):
        contexts = service_contexts(services, around, is_draft=is_draft)
        return [
            sheet(kind, {**context, "number": number if is_numbered else None})
            for number, context in enumerate(contexts, start=1)
        ]


def sheet(kind: SheetKind, context: dict[str, Any]) -> Sheet:
    """The sheet for a context, in the active language."""
    size, scales = _LETTERS[kind]
    html = render_to_string(TEMPLATES[kind], context)
    return Sheet(html, size, scales, _ONE_PAGE_CSS.get(kind, ""))


def job_of(sheets: Sequence[Sheet]) -> Job:
    """A job whose identifier is the digest of all that goes into the file."""
    css = style_sheet()
    content = json.dumps([css, [asdict(one) for one in sheets], drawer_version()])
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Job(css=css, sheets=sheets, identifier=digest)


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """The style of all sheets, with the font of headings in it."""
    lora = files("gerai.theme") / "fonts" / "lora-latin-700.woff"
    font = base64.b64encode(lora.read_bytes()).decode()
    face = (
        "@font-face{font-family:Gerai;font-weight:700;"
        f"src:url(data:font/woff;base64,{font})}}\n"
    )
    parts = sorted(_STYLES.glob("*.css"))
    return face + "\n".join(part.read_text("utf-8") for part in parts)


@lru_cache(maxsize=1)
def drawer_version() -> str:
    """The version of WeasyPrint: another one may draw the same text otherwise."""
    try:
        return version(PYTHON_PACKAGE)
    except PackageNotFoundError:
        return ""
