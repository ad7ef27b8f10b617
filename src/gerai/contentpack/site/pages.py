"""Pages of text and the home page as the pack says them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gerai.contentpack.format.blocks import (
    Block,
    DocumentItem,
    DocumentsBlock,
    FactItem,
    FactsBlock,
    FaqBlock,
    QuestionItem,
    TableBlock,
    TextBlock,
)
from gerai.contentpack.site.common import (
    Data,
    one_line,
    provenance,
    raw_blocks,
    sources,
    tidy,
    without_nothing,
    words,
)
from gerai.contentpack.site.directory import page_data
from gerai.contentpack.texts.rich_text import read_html, write_html
from gerai.contentpack.texts.tables import Heads
from gerai.theme.pages import SitePage
from gerai.website.models import HomePage

# From the attributes of a link in the database to its target in the pack.
LinkTarget = Callable[[dict[str, str]], str]
DocumentName = Callable[[Any], str | None]
_HEADS: dict[str, Heads] = {
    "row": "row",
    "column": "column",
    "both": "both",
    "neither": "neither",
}


def home_data(page: HomePage, english: HomePage | None, popular: Iterable[str]) -> Data:
    data = page_data(page, english)
    for name in ("slug", "status"):
        data.pop(name)
    promise = words(
        page.promise,
        english.promise if english else None,
        has_english=english is not None,
    )
    return data | without_nothing(
        {
            "promise": promise,
            "popular": list(popular),
            "popular_provenance": provenance(page),
        }
    )


def page_head_data(page: SitePage, *, is_section: bool) -> Data:
    """Front matter of pages/<path>.md"""
    shown = {} if page.live else {"status": "draft"}
    return (
        _word_data(page)
        | shown
        | without_nothing(
            {
                "in_menu": page.show_in_menus or None,
                "section": is_section or None,
                "reviewed_on": page.reviewed_on,
                "provenance": [
                    _source_data(block["value"])
                    for block in raw_blocks(getattr(page, "sources", None))
                ]
                if hasattr(page, "sources")
                else [],
            }
        )
        | ({} if page.is_indexed else {"indexed": False})
    )


def english_head_data(page: SitePage) -> Data:
    """Front matter of pages/<path>.en.md"""
    return _word_data(page)


def _word_data(page: SitePage) -> Data:
    return without_nothing(
        {
            "title": one_line(page.title),
            "summary": one_line(page.summary),
            "seo_title": one_line(page.seo_title),
            "seo_description": tidy(page.search_description),
        }
    )


def _source_data(value: Mapping[str, Any]) -> Data:
    return without_nothing(
        {
            "source": sources(value.get("source") or ""),
            "as_of": value.get("as_of"),
            "trust": value.get("trust") or "general",
        }
    )


def body_blocks(
    stream: Any, target: LinkTarget, document_name: DocumentName
) -> list[Block]:
    """The blocks of a page's body, in the form of the pack."""
    blocks = []
    for raw in raw_blocks(stream):
        block = _block(str(raw["type"]), raw["value"], target, document_name)
        if block is not None:
            blocks.append(block)
    return blocks


def _block(
    kind: str, value: Any, target: LinkTarget, document_name: DocumentName
) -> Block | None:
    if kind == "table":
        return _table(value)
    heading = one_line(value.get("heading"))
    if kind == "text":
        html = _html(value.get("text"), target)
        return TextBlock(heading=heading, html=html) if html else None
    items = [item["value"] for item in value.get("items") or []]
    if kind == "facts":
        return FactsBlock(heading=heading, items=[_fact(item) for item in items])
    if kind == "faq":
        return FaqBlock(
            heading=heading,
            items=[
                QuestionItem(
                    question=one_line(item["question"]),
                    answer=_html(item["answer"], target),
                )
                for item in items
            ],
        )
    if kind == "documents":
        named = [(document_name(item.get("document")), item) for item in items]
        return DocumentsBlock(
            heading=heading,
            items=[
                DocumentItem(file=name, label=one_line(item.get("label")) or None)
                for name, item in named
                if name
            ],
        )
    return None


def _html(html: Any, target: LinkTarget) -> str:
    return write_html(read_html(str(html or ""), target))


def _fact(value: Mapping[str, Any]) -> FactItem:
    return FactItem.model_validate(
        without_nothing(
            {
                "label": one_line(value.get("label")),
                "value": tidy(value.get("value")),
                "source": sources(value.get("source") or ""),
                "as_of": value.get("as_of"),
                "trust": value.get("trust") or "general",
            }
        )
    )


def _table(value: Mapping[str, Any] | None) -> TableBlock | None:
    rows = [[one_line(cell) for cell in row] for row in (value or {}).get("data") or []]
    if value is None or not rows:
        return None
    has_row = bool(value.get("first_row_is_table_header"))
    has_column = bool(value.get("first_col_is_header"))
    choice = value.get("table_header_choice") or (
        ("both" if has_column else "row")
        if has_row
        else ("column" if has_column else "neither")
    )
    return TableBlock(
        caption=one_line(value.get("table_caption")) or "–",
        heads=_HEADS.get(choice, "neither"),
        rows=rows,
    )
