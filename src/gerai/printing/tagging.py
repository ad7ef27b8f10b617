"""What WeasyPrint leaves open of the tags that PDF/UA-1 asks for (ISO 14289-1).

Text in the margins of a page (page numbers, the running line) is content that the
structure tree doesn't reach. It repeats what the sheet says itself, so it is marked as
an artifact, as 7.8 asks for running headers and footers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def complete_tags(document: Any, pdf: Any) -> None:
    """A finisher for ``weasyprint.Document.write_pdf``."""
    objects = {one.reference: one for one in pdf.objects if one.number is not None}
    root = objects[pdf.catalog["StructTreeRoot"]]
    reached = set(_reached(root, objects))
    numbers = objects[root["ParentTree"]]["Nums"]
    for index, reference in enumerate(pdf.page_references):
        by_mark = numbers[2 * index + 1]
        astray = [
            mark for mark, element in enumerate(by_mark) if element not in reached
        ]
        if not astray:
            continue
        page = objects[reference]
        _make_artifacts(objects[page["Contents"]].stream, set(astray))
        for mark in astray:
            by_mark[mark] = "null"


def _reached(element: Any, objects: dict[bytes, Any]) -> Iterator[bytes]:
    """References of all elements below ``element``."""
    waiting = list(element.get("K", ()))
    while waiting:
        reference = waiting.pop()
        child = objects.get(reference) if isinstance(reference, bytes) else None
        if child is not None and child.get("Type") == "/StructElem":
            yield reference
            waiting.extend(child.get("K", ()))


def _make_artifacts(stream: list[Any], marks: set[int]) -> None:
    for position, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in marks:
            stream[position - 1 : position + 2] = [b"/Artifact", b"", b"BMC"]
