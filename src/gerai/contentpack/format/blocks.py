"""The blocks of a page's body, in one language."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from gerai.contentpack.format.base import Line, PackModel, Text, refuse
from gerai.contentpack.format.provenance import Sources, Trust
from gerai.contentpack.format.values import PackFile, PartialDate

Heading = Annotated[Line, Field(max_length=160)]


class TextBlock(PackModel):
    """A heading with text below it; ``html`` is canonical rich text."""

    type: Literal["text"] = "text"
    heading: str = ""
    html: str


class FactItem(PackModel):
    """One short statement with its source."""

    label: Annotated[Line, Field(max_length=120)]
    value: Text
    source: Sources = []
    as_of: PartialDate | None = None
    trust: Trust = "general"


class EnglishFactItem(PackModel):
    """The words of a statement; its source is shared."""

    label: Annotated[Line, Field(max_length=120)]
    value: Text


class FactsBlock(PackModel):
    """Short statements, each with its own source."""

    type: Literal["facts"] = "facts"
    heading: str = ""
    items: list[FactItem]


class TableBlock(PackModel):
    """A table of plain text; ``heads`` says which cells are headings."""

    type: Literal["table"] = "table"
    caption: str
    heads: Literal["row", "column", "both", "neither"] = "row"
    rows: list[list[str]]


class DocumentItem(PackModel):
    """A document to download; without ``label`` its title is shown."""

    file: PackFile
    label: Annotated[Line, Field(max_length=160)] | None = None


class DocumentsBlock(PackModel):
    """Documents to download."""

    type: Literal["documents"] = "documents"
    heading: str = ""
    items: list[DocumentItem]


class QuestionItem(PackModel):
    """A question; ``answer`` is Markdown in the pack, canonical HTML here."""

    question: Annotated[Line, Field(max_length=200)]
    answer: str


class FaqBlock(PackModel):
    """Questions that people ask, with answers."""

    type: Literal["faq"] = "faq"
    heading: str = ""
    items: list[QuestionItem]


Block: TypeAlias = TextBlock | FactsBlock | TableBlock | DocumentsBlock | FaqBlock


def _no_empty_answer(value: str) -> str:
    if not value.strip():
        raise refuse(_("is empty; fill it in"))
    return value


class QuestionSource(PackModel):
    """A question as it stands in the pack."""

    question: Annotated[Line, Field(max_length=200)]
    answer: Annotated[str, Field(max_length=5000), AfterValidator(_no_empty_answer)]


__all__ = [
    "Block",
    "DocumentItem",
    "DocumentsBlock",
    "EnglishFactItem",
    "FactItem",
    "FactsBlock",
    "FaqBlock",
    "Heading",
    "QuestionItem",
    "QuestionSource",
    "TableBlock",
    "TextBlock",
]
