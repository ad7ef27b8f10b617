"""Rich text between HTML (the site) and a canonical value.

Whatever wrote it, the same words with the same marks give the same value, the same HTML
and the same Markdown (``markdown_text``), and each converts to the other without loss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

from gerai.contentpack.texts.nodes import (
    Item,
    ListNode,
    Node,
    Paragraph,
    Run,
    tidy,
)

HEADINGS = ("h3", "h4")
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
# Name of a link's target in the pack, from the attributes of its tag.
Target = Callable[[dict[str, str]], str]
# Attributes of a link's tag, from its target in the pack.
Attributes = Callable[[str], dict[str, str]]


def _plain_target(attributes: dict[str, str]) -> str:
    return attributes.get("href", "")


def read_html(html: str, target: Target = _plain_target) -> tuple[Node, ...]:
    """The canonical value of some HTML. Marks that have no form here are dropped."""
    reader = _Reader(target)
    reader.feed(html)
    reader.close()
    return reader.nodes()


class _Reader(HTMLParser):
    """Collects nodes; unknown tags leave their text behind."""

    def __init__(self, target: Target) -> None:
        super().__init__(convert_charrefs=True)
        self._target = target
        self._done: list[Node] = []
        self._tag = "p"
        self._runs: list[Run] = []
        self._bold = self._italic = 0
        self._href = ""
        self._lists: list[_OpenList] = []

    def nodes(self) -> tuple[Node, ...]:
        self._end_paragraph()
        while self._lists:
            self._end_list()
        return _merged(self._done)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BOLD:
            self._bold += 1
        elif tag in _ITALIC:
            self._italic += 1
        elif tag == "a":
            self._href = self._target({name: value or "" for name, value in attrs})
        elif tag == "br":
            self._add("\n")
        elif tag in {"ul", "ol"}:
            self._start_list(tag)
        elif tag == "li" and self._lists:
            self._end_item()
            self._lists[-1].is_in_item = True
        elif tag in {"p", "h2", *HEADINGS} and not self._lists:
            self._end_paragraph()
            self._tag = "h3" if tag == "h2" else tag
        elif tag == "p" and self._lists and self._lists[-1].runs:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag in _ITALIC:
            self._italic = max(0, self._italic - 1)
        elif tag == "a":
            self._href = ""
        elif tag in {"ul", "ol"} and self._lists:
            self._end_list()
        elif tag == "li" and self._lists:
            self._end_item()
        elif tag in {"p", "h2", *HEADINGS} and not self._lists:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        text = _SPACES.sub(" ", data)
        if text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._lists and not self._lists[-1].is_in_item:
            return
        runs = self._lists[-1].runs if self._lists else self._runs
        runs.append(Run(text, self._bold > 0, self._italic > 0, self._href))

    def _end_paragraph(self) -> None:
        if self._tag in HEADINGS:
            self._runs = [Run(" ") if r.text == "\n" else r for r in self._runs]
        runs = tidy(self._runs)
        if runs:
            self._done.append(Paragraph(self._tag, runs))
        self._tag, self._runs = "p", []

    def _start_list(self, tag: str) -> None:
        if not self._lists:
            self._end_paragraph()
        self._lists.append(_OpenList(tag))

    def _end_item(self) -> None:
        top = self._lists[-1]
        runs = tidy(top.runs)
        if top.is_in_item and runs:
            top.items.append(Item(runs, _one_list(top.inner)))
        elif top.is_in_item:
            # Nothing but a list inside: its entries move up.
            top.items += [item for inner in top.inner for item in inner.items]
        top.is_in_item, top.runs, top.inner = False, [], []

    def _end_list(self) -> None:
        self._end_item()
        closed = self._lists.pop()
        if not closed.items:
            return
        node = ListNode(closed.tag, tuple(closed.items))
        if self._lists:
            self._lists[-1].inner.append(node)
        else:
            self._done.append(node)


def _one_list(lists: list[ListNode]) -> tuple[ListNode, ...]:
    """All entries below an entry as one list: Markdown has no way to part them."""
    items = tuple(item for node in lists for item in node.items)
    return (ListNode(lists[0].tag, items),) if lists else ()


def _merged(nodes: list[Node]) -> tuple[Node, ...]:
    """Neighbouring lists of one kind are one list."""
    merged: list[Node] = []
    for node in nodes:
        last = merged[-1] if merged else None
        if (
            isinstance(node, ListNode)
            and isinstance(last, ListNode)
            and node.tag == last.tag
        ):
            merged[-1] = replace(last, items=last.items + node.items)
        else:
            merged.append(node)
    return tuple(merged)


class _OpenList:
    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.items: list[Item] = []
        self.is_in_item = False
        self.runs: list[Run] = []
        self.inner: list[ListNode] = []


# Writing HTML


def _plain_attributes(target: str) -> dict[str, str]:
    return {"href": target}


def write_html(
    nodes: Iterable[Node], attributes: Attributes = _plain_attributes
) -> str:
    """Rich text as Wagtail keeps it."""
    return "".join(_node_html(node, attributes) for node in nodes)


def _node_html(node: Node, attributes: Attributes) -> str:
    if isinstance(node, Paragraph):
        return f"<{node.tag}>{_runs_html(node.runs, attributes)}</{node.tag}>"
    items = "".join(
        f"<li>{_runs_html(item.runs, attributes)}"
        f"{''.join(_node_html(inner, attributes) for inner in item.lists)}</li>"
        for item in node.items
    )
    return f"<{node.tag}>{items}</{node.tag}>"


def _runs_html(runs: Iterable[Run], attributes: Attributes) -> str:
    html = []
    for run in runs:
        text = "<br/>" if run.text == "\n" else escape(run.text, quote=False)
        if run.is_italic:
            text = f"<i>{text}</i>"
        if run.is_bold:
            text = f"<b>{text}</b>"
        if run.href:
            listed = "".join(
                f' {name}="{escape(value)}"'
                for name, value in sorted(attributes(run.href).items())
            )
            text = f"<a{listed}>{text}</a>"
        html.append(text)
    return "".join(html)
