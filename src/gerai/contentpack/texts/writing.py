"""Writes blocks as the body of a page; the reader gives the same blocks again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gerai.contentpack.format.blocks import (
    Block,
    DocumentsBlock,
    FactsBlock,
    FaqBlock,
    TableBlock,
)
from gerai.contentpack.texts.markdown_text import write_markdown
from gerai.contentpack.texts.nodes import Paragraph, Run
from gerai.contentpack.texts.rich_text import read_html
from gerai.contentpack.texts.tables import write_table
from gerai.contentpack.writing.yaml_text import yaml_text


def write_body(blocks: Iterable[Block], *, is_english: bool = False) -> str:
    """Markdown of a page in one language."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, TableBlock):
            label = "Table" if is_english else "Tabel"
            lines = [
                f"{label}: {block.caption}",
                "",
                *write_table(block.heads, block.rows),
            ]
            parts.append("\n".join(lines))
            continue
        if block.heading:
            parts.append(f"## {_heading(block.heading)}")
        parts.append(_content(block, is_english))
    return "\n\n".join(parts)


def _heading(text: str) -> str:
    return write_markdown([Paragraph("p", (Run(text),))])


def _content(block: Block, is_english: bool) -> str:
    if isinstance(block, FactsBlock):
        keys = {"label", "value"} if is_english else None
        items = [
            item.model_dump(exclude_defaults=True, include=keys) for item in block.items
        ]
        return _fenced("facts", items)
    if isinstance(block, DocumentsBlock):
        return _fenced(
            "documents", [item.model_dump(exclude_none=True) for item in block.items]
        )
    if isinstance(block, FaqBlock):
        answers = [
            {
                "question": item.question,
                "answer": write_markdown(read_html(item.answer)),
            }
            for item in block.items
        ]
        return _fenced("faq", answers)
    assert not isinstance(block, TableBlock)  # noqa: S101 - narrows the type
    return write_markdown(read_html(block.html))


def _fenced(name: str, items: list[dict[str, Any]]) -> str:
    return f"```{name}\n{yaml_text(items)}```"
