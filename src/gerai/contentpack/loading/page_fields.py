"""Loads pages of text and the home page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from gerai.contentpack.components import BlockIds
from gerai.contentpack.format import PageText
from gerai.contentpack.format.blocks import (
    Block,
    DocumentsBlock,
    FactItem,
    FactsBlock,
    FaqBlock,
    TableBlock,
    TextBlock,
)
from gerai.contentpack.format.pages import EnglishPageHead, HomeFile, PageHead
from gerai.contentpack.loading.component_fields import page_words, set_words
from gerai.contentpack.loading.rows import provenance_fields
from gerai.contentpack.texts.rich_text import read_html, write_html
from gerai.website.models import HomePage

# From a link's target in the pack to the attributes of its tag in the database.
LinkAttributes = Callable[[str], dict[str, str]]
DocumentKey = Callable[[str], Any]


def set_home(page: HomePage, item: HomeFile) -> None:
    set_words(page, _home_words(item), "id")
    page.is_indexed, page.reviewed_on = item.indexed, item.reviewed_on
    for name, value in provenance_fields(item.popular_provenance).items():
        setattr(page, name, value)


def home_to_english(page: Any, item: HomeFile) -> None:
    set_words(page, _home_words(item), "en")


def _home_words(item: HomeFile) -> dict[str, Any]:
    return page_words(item, item.title, item.summary) | {"promise": item.promise}


class PageWriter:
    """Turns texts of the pack into the fields of pages."""

    def __init__(self, link: LinkAttributes, document: DocumentKey) -> None:
        self._link, self._document = link, document

    def set_page(self, page: Any, text: PageText) -> None:
        """Put a text into its page, in Indonesian."""
        head = text.head
        set_head(page, head)
        page.show_in_menus = head.in_menu
        page.is_indexed, page.reviewed_on = head.indexed, head.reviewed_on
        if hasattr(page, "body"):
            page.body = json.dumps(self._stream(text.path, text.blocks, None))
            page.sources = json.dumps(_sources(text.path, head))

    def to_english(self, page: Any, text: PageText) -> None:
        if text.english_head is None:
            return
        set_head(page, text.english_head)
        if hasattr(page, "body"):
            stream = self._stream(text.path, text.english_blocks, text.blocks)
            page.body = json.dumps(stream)

    def _stream(
        self, path: str, blocks: Iterable[Block], originals: Iterable[Block] | None
    ) -> list[dict[str, Any]]:
        """Stream data; ids follow from the Indonesian text."""
        ids = BlockIds(f"page/{path}")
        listed = list(blocks)
        named = listed if originals is None else list(originals)
        return [
            {
                "type": block.type,
                "value": self._value(block, original, ids),
                "id": ids.next("body", block.type, _name(original)),
            }
            for block, original in zip(listed, named, strict=True)
        ]

    def _value(self, block: Block, original: Block, ids: BlockIds) -> Any:
        if isinstance(block, TableBlock):
            return _table(block)
        if isinstance(block, TextBlock):
            return {"heading": block.heading, "text": self._html(block.html)}
        if isinstance(block, FactsBlock):
            assert isinstance(original, FactsBlock)  # noqa: S101 - narrows the type
            pairs = zip(block.items, original.items, strict=True)
            values = [(_fact(item, one), one.label) for item, one in pairs]
        elif isinstance(block, FaqBlock):
            assert isinstance(original, FaqBlock)  # noqa: S101 - narrows the type
            values = [
                (
                    {"question": item.question, "answer": self._html(item.answer)},
                    one.question,
                )
                for item, one in zip(block.items, original.items, strict=True)
            ]
        else:
            values = self._documents(block)
        return {
            "heading": block.heading,
            "items": [
                {
                    "type": "item",
                    "value": value,
                    "id": ids.next("item", block.type, _name(original), name),
                }
                for value, name in values
            ],
        }

    def _documents(self, block: DocumentsBlock) -> list[tuple[dict[str, Any], str]]:
        return [
            (
                {"document": self._document(item.file), "label": item.label or ""},
                item.file,
            )
            for item in block.items
        ]

    def _html(self, html: str) -> str:
        return write_html(read_html(html), self._link)


def set_head(page: Any, head: PageHead | EnglishPageHead) -> None:
    page.title = head.title
    page.summary = head.summary or ""
    page.seo_title = head.seo_title or ""
    page.search_description = head.seo_description or ""


def _name(block: Block) -> str:
    """What makes a block itself: its heading, or how it begins."""
    if isinstance(block, TableBlock):
        return block.caption
    if isinstance(block, TextBlock) and not block.heading:
        return block.html[:80]
    return block.heading


def _fact(item: FactItem, original: FactItem) -> dict[str, Any]:
    return {
        "label": item.label,
        "value": item.value,
        "source": "\n".join(original.source),
        "as_of": original.as_of or "",
        "trust": original.trust,
    }


def _table(block: TableBlock) -> dict[str, Any]:
    return {
        "data": block.rows,
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": block.heads in {"row", "both"},
        "first_col_is_header": block.heads in {"column", "both"},
        "table_header_choice": block.heads,
        "table_caption": block.caption,
    }


def _sources(path: str, head: PageHead) -> list[dict[str, Any]]:
    ids = BlockIds(f"page/{path}")
    return [
        {
            "type": "source",
            "value": {
                "source": "\n".join(item.source),
                "as_of": item.as_of or "",
                "trust": item.trust,
            },
            "id": ids.next("sources", *item.source),
        }
        for item in head.provenance
    ]
