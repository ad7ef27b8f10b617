"""The Markdown of rich text: reading it safely, and writing it canonically."""

from __future__ import annotations

import re
from collections.abc import Iterable

import markdown
import nh3

from gerai.contentpack.texts.nodes import ListNode, Node, Paragraph, Run
from gerai.contentpack.texts.rich_text import read_html

_LIST_LINE = re.compile(r" *(?:[-*+]|\d+\.)\s")
_ALLOWED_TAGS = {"p", "h3", "h4", "strong", "em", "ul", "ol", "li", "a", "br"}
_SPECIAL = re.compile(r"([\\`*_\[\]#])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"(\d+)\.(?=\s|$)|([-+])(?=\s|$)")


def read_markdown(text: str) -> tuple[Node, ...]:
    """Rich text from Markdown whose lines were checked by ``markdown_check``.

    HTML that slips through all checks is dropped by nh3 here, once more.
    """
    html = _converter().convert(_with_room_before_lists(text))
    clean = nh3.clean(
        html,
        tags=_ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return read_html(clean)


def _converter() -> markdown.Markdown:
    """Markdown without the parts that pages have no use for; raw HTML is plain text."""
    converter = markdown.Markdown(extensions=["sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    for name in ("code", "quote", "hr", "setextheader", "reference"):
        converter.parser.blockprocessors.deregister(name)
    for name in ("html", "backtick", "reference", "short_reference"):
        converter.inlinePatterns.deregister(name)
    for name in ("image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(name)
    return converter


def _with_room_before_lists(text: str) -> str:
    """Put the empty line before a list that Markdown wants and people forget."""
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        starts_list = re.match(r"(?:[-*+]|\d+\.)\s", line)
        if starts_list and before.strip() and not _belongs_to_list(lines):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _belongs_to_list(lines: list[str]) -> bool:
    for line in reversed(lines):
        if not line.strip():
            return False
        if _LIST_LINE.match(line):
            return True
    return False


def write_markdown(nodes: Iterable[Node]) -> str:
    """Canonical Markdown; :func:`read_markdown` gives the same nodes again."""
    return "\n\n".join(_node(node) for node in nodes)


def _node(node: Node) -> str:
    if isinstance(node, ListNode):
        return "\n".join(_list_lines(node, ""))
    hashes = {"p": "", "h3": "### ", "h4": "#### "}[node.tag]
    text = _runs(node.runs)
    return hashes + (text.replace("  \n", " ") if hashes else text)


def _list_lines(node: ListNode, indent: str) -> list[str]:
    lines = []
    for number, item in enumerate(node.items, start=1):
        mark = "- " if node.tag == "ul" else f"{number}. "
        text = _runs(item.runs).replace("\n", f"\n{indent}    ")
        lines.append(f"{indent}{mark}{text}".rstrip())
        for inner in item.lists:
            lines += _list_lines(inner, f"{indent}    ")
    return lines


def _runs(runs: Iterable[Run]) -> str:
    written: list[str] = []
    for run in runs:
        if run.text == "\n":
            written.append("  \n")
            continue
        is_line_start = not written or written[-1].endswith("\n")
        text = _escaped(run.text, is_line_start and not (run.is_bold or run.is_italic))
        marks = "*" * (2 * run.is_bold + run.is_italic)
        text = f"{marks}{text}{marks}"
        if run.href and written and written[-1].endswith("!"):
            written[-1] = written[-1][:-1] + "\\!"
        written.append(f"[{text}]({run.href})" if run.href else text)
    return "".join(written)


def _escaped(text: str, is_line_start: bool) -> str:
    text = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text))
    text = text.replace("<", "&lt;")
    match = _LINE_START.match(text) if is_line_start else None
    if match is None:
        return text
    if match[1]:
        return f"{match[1]}\\{text[len(match[1]) :]}"
    return f"\\{text}"


__all__ = ["Paragraph", "read_markdown", "write_markdown"]
