"""Links of a text: which lead to pages of the site, which to files of the pack."""

from __future__ import annotations

from collections.abc import Iterable

from gerai.contentpack.format.blocks import (
    Block,
    DocumentsBlock,
    FaqBlock,
    TextBlock,
)
from gerai.contentpack.texts.nodes import Item, ListNode, Node
from gerai.contentpack.texts.rich_text import read_html


def site_target(target: str) -> str:
    """``/en/kontak/`` and ``/kontak`` as ``/kontak/``: a page, in no language yet."""
    if not target.startswith("/") or target.startswith("//"):
        return target
    path, mark, rest = target.partition("#")
    if path in {"/en", "/en/"}:
        path = "/"
    elif path.startswith("/en/"):
        path = path.removeprefix("/en")
    if (
        "?" not in path
        and "." not in path.rpartition("/")[2]
        and not path.endswith("/")
    ):
        path += "/"
    return path + mark + rest


def targets_of(blocks: Iterable[Block]) -> list[str]:
    """Every link target and document of a text, in order."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, TextBlock):
            found += _html_targets(block.html)
        elif isinstance(block, FaqBlock):
            for item in block.items:
                found += _html_targets(item.answer)
        elif isinstance(block, DocumentsBlock):
            found += [item.file for item in block.items]
    return found


def _html_targets(html: str) -> list[str]:
    return [target for node in read_html(html) for target in _node_targets(node)]


def _node_targets(node: Node | Item) -> list[str]:
    if isinstance(node, ListNode):
        return [target for item in node.items for target in _node_targets(item)]
    found = [run.href for run in node.runs if run.href]
    if isinstance(node, Item):
        found += [target for inner in node.lists for target in _node_targets(inner)]
    return found
