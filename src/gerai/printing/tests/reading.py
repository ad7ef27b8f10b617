"""Reads back what a PDF says, for people and for screen readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, IndirectObject


@dataclass
class Element:
    """One element of the structure tree."""

    tag: str
    alt: str = ""
    children: list[Element] = field(default_factory=list)
    has_content: bool = False

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.walk() if element.tag == tag]


def reader_of(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def structure_of(pdf: bytes) -> Element:
    root: Any = reader_of(pdf).trailer["/Root"]
    return _element(root["/StructTreeRoot"])


def text_of(pdf: bytes) -> str:
    """All text, with single spaces."""
    pages = reader_of(pdf).pages
    return squeezed(" ".join(page.extract_text() for page in pages))


def letters_of(text: str) -> str:
    """A text without spaces: where lines break says nothing about what is there."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def bookmarks_of(pdf: bytes) -> list[str]:
    return list(_titles(reader_of(pdf).outline))


def _titles(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield str(entry.title)


def _element(node: Any) -> Element:
    element = Element(str(node.get("/S", "/Root"))[1:], str(node.get("/Alt", "")))
    kids = node.get("/K", ArrayObject())
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(found, dict) and found.get("/Type") == "/StructElem":
            element.children.append(_element(found))
        else:
            element.has_content = True
    return element
