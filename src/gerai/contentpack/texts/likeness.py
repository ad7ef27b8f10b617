"""A translation follows its original block by block and paragraph by paragraph.

wagtail-localize translates piece by piece, so both texts need the same pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gerai.contentpack.format.blocks import (
    Block,
    DocumentsBlock,
    FactsBlock,
    FaqBlock,
    TableBlock,
    TextBlock,
)
from gerai.contentpack.texts.nodes import Item, ListNode, Node
from gerai.contentpack.texts.rich_text import read_html


def differences(original: Sequence[Block], english: Sequence[Block]) -> list[str]:
    """What is different in the structure of two texts, in sentences."""
    if [block.type for block in original] != [block.type for block in english]:
        return [
            _("the English text must have the same parts in the same order as the "
              "Indonesian one: there %(original)s, here %(english)s")
            % {"original": _parts(original), "english": _parts(english)}
        ]  # fmt: skip
    found = []
    for number, (one, other) in enumerate(zip(original, english, strict=True), start=1):
        if _shape(one) != _shape(other):
            found.append(
                _("part %(number)d (“%(name)s”) must have the same paragraphs, lists, "
                  "rows and links as in the Indonesian text: there %(original)s, here "
                  "%(english)s")
                % {
                    "number": number,
                    "name": _name(other),
                    "original": _counted(one),
                    "english": _counted(other),
                }
            )  # fmt: skip
    return found


def _parts(blocks: Sequence[Block]) -> str:
    return ", ".join(block.type for block in blocks) or _("nothing")


def _name(block: Block) -> str:
    name = block.caption if isinstance(block, TableBlock) else block.heading
    return name or block.type


def _shape(block: Block) -> list[object]:
    """All that must be equal in both languages."""
    if isinstance(block, TableBlock):
        return [block.heads, [[bool(cell) for cell in row] for row in block.rows]]
    shape: list[object] = [bool(block.heading)]
    if isinstance(block, TextBlock):
        shape += _html_shape(block.html)
    elif isinstance(block, FactsBlock):
        shape.append(len(block.items))
    elif isinstance(block, DocumentsBlock):
        shape += [(item.file, item.label is None) for item in block.items]
    elif isinstance(block, FaqBlock):
        shape += [_html_shape(item.answer) for item in block.items]
    return shape


def _html_shape(html: str) -> list[object]:
    return [_node_shape(node) for node in read_html(html)]


def _node_shape(node: Node | Item) -> object:
    if isinstance(node, ListNode):
        return (node.tag, [_node_shape(item) for item in node.items])
    links = sorted({run.href for run in node.runs if run.href})
    if isinstance(node, Item):
        return ("li", links, [_node_shape(inner) for inner in node.lists])
    return (node.tag, links)


def _counted(block: Block) -> str:
    if isinstance(block, TableBlock):
        return _("%(count)d rows") % {"count": len(block.rows)}
    if isinstance(block, TextBlock):
        nodes = read_html(block.html)
        entries = sum(len(n.items) for n in nodes if isinstance(n, ListNode))
        links = sum(block.html.count(tag) for tag in ("<a ",))
        return _(
            "%(parts)d paragraphs or lists, %(entries)d list entries, %(links)d links"
        ) % {
            "parts": len(nodes),
            "entries": entries,
            "links": links,
        }
    return _("%(count)d entries") % {"count": len(block.items)}
