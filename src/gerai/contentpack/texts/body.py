"""Reads the body of a page: Markdown, tables, and fenced blocks with YAML inside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, RootModel

from gerai.contentpack.format.blocks import (
    Block,
    DocumentItem,
    DocumentsBlock,
    EnglishFactItem,
    FactItem,
    FactsBlock,
    FaqBlock,
    QuestionItem,
    QuestionSource,
    TableBlock,
    TextBlock,
)
from gerai.contentpack.reading.faults import check
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.yaml_files import YamlRefused, read_yaml
from gerai.contentpack.texts.links import site_target
from gerai.contentpack.texts.markdown_check import check_line
from gerai.contentpack.texts.markdown_text import read_markdown
from gerai.contentpack.texts.rich_text import read_html, write_html
from gerai.contentpack.texts.tables import is_table_line, read_table

_FENCE = re.compile(r"```\s*([a-z]*)\s*")
_HEADING = re.compile(r"##\s+(.+?)\s*#*")
_CAPTION = re.compile(r"(?:Tabel|Table):\s*(.+)")
FENCED = ("facts", "documents", "faq")
MAX_HEADING = 160
M = TypeVar("M", bound=BaseModel)


class _Facts(RootModel[list[FactItem]]):
    pass


class _EnglishFacts(RootModel[list[EnglishFactItem]]):
    pass


class _Documents(RootModel[list[DocumentItem]]):
    pass


class _Questions(RootModel[list[QuestionSource]]):
    pass


@dataclass(slots=True)
class _Lines:
    """Lines that wait to become a text block."""

    heading: str = ""
    heading_line: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        return any(line.strip() for _number, line in self.lines)


class BodyReader:
    """Turns the lines of one file into blocks and notes what it can't use."""

    def __init__(self, file: str, problems: Problems, *, is_english: bool) -> None:
        self._file, self._problems, self._is_english = file, problems, is_english
        self._blocks: list[Block] = []
        self._waiting = _Lines()

    def read(self, body: str, first_line: int) -> list[Block]:
        lines = list(enumerate(body.split("\n"), start=first_line))
        while lines:
            number, line = lines.pop(0)
            fence, heading = _FENCE.fullmatch(line), _HEADING.fullmatch(line)
            if fence:
                self._fenced(fence[1], number, _until_fence(lines))
            elif heading:
                self._flush()
                self._start(heading[1], number)
            elif _CAPTION.fullmatch(line) and _next_is_table(lines):
                self._table(line, number, _table_lines(lines))
            elif is_table_line(line):
                self._note(
                    number,
                    _("a table needs a line “Tabel: what it shows” right above it"),
                )
                _table_lines(lines)
            else:
                self._waiting.lines.append((number, line))
        self._flush()
        return self._blocks

    def _start(self, heading: str, number: int) -> None:
        if len(heading) > MAX_HEADING:
            self._note(
                number,
                _("the heading is %(length)d characters long; at most %(limit)d fit")
                % {"length": len(heading), "limit": MAX_HEADING},
            )
        for fault in check_line(heading):
            self._note(number, fault)
        plain = read_markdown(heading)
        text = "".join(run.text for node in plain for run in getattr(node, "runs", ()))
        self._waiting = _Lines(heading=text, heading_line=number)

    def _flush(self) -> None:
        """Make a text block of the lines that wait."""
        waiting, self._waiting = self._waiting, _Lines()
        if self._has_faults(waiting.lines):
            return
        if waiting.has_text:
            html = _html("\n".join(line for _number, line in waiting.lines))
            self._blocks.append(TextBlock(heading=waiting.heading, html=html))
        elif waiting.heading:
            self._note(
                waiting.heading_line,
                _("there is no text under this heading; write a sentence"),
            )

    def _take_heading(self) -> str:
        """The heading right above a fenced block belongs to that block."""
        if self._waiting.has_text or not self._waiting.heading:
            self._flush()
            return ""
        heading, self._waiting = self._waiting.heading, _Lines()
        return heading

    def _fenced(self, kind: str, number: int, lines: list[str] | None) -> None:
        heading = self._take_heading()
        if lines is None:
            self._note(number, _("the block is not closed; add a line ``` below it"))
            return
        if kind not in FENCED:
            self._note(
                number,
                _("a block ``` needs one of these names behind it: %(names)s")
                % {"names": ", ".join(FENCED)},
            )
            return
        text = "\n".join(lines)
        if kind == "facts":
            facts = self._facts(text, number + 1)
            if facts:
                self._blocks.append(FactsBlock(heading=heading, items=facts))
        elif kind == "documents":
            documents = self._yaml(text, number + 1, _Documents)
            if documents:
                self._blocks.append(
                    DocumentsBlock(heading=heading, items=documents.root)
                )
        else:
            questions = self._yaml(text, number + 1, _Questions)
            if questions:
                answers = [self._answer(item, number) for item in questions.root]
                self._blocks.append(FaqBlock(heading=heading, items=answers))

    def _facts(self, text: str, first_line: int) -> list[FactItem] | None:
        if self._is_english:
            words = self._yaml(text, first_line, _EnglishFacts)
            if words is None:
                return None
            return [FactItem(label=w.label, value=w.value) for w in words.root]
        found = self._yaml(text, first_line, _Facts)
        return found.root if found else None

    def _answer(self, item: QuestionSource, number: int) -> QuestionItem:
        lines = [(number, line) for line in item.answer.split("\n")]
        html = "" if self._has_faults(lines) else _html(item.answer)
        return QuestionItem(question=item.question, answer=html)

    def _has_faults(self, lines: list[tuple[int, str]]) -> bool:
        """Note what is wrong with lines; a page with a fault is never converted."""
        found = [
            (number, fault) for number, line in lines for fault in check_line(line)
        ]
        for number, fault in found:
            self._note(number, fault)
        return bool(found)

    def _yaml(self, text: str, first_line: int, model: type[M]) -> M | None:
        try:
            document = read_yaml(text, first_line=first_line)
        except YamlRefused as refused:
            self._note(refused.line, refused.text)
            return None
        return check(model, document, self._file, self._problems)

    def _table(self, caption: str, number: int, lines: list[tuple[int, str]]) -> None:
        self._flush()
        match = _CAPTION.fullmatch(caption)
        if self._has_faults([(number, caption), *lines]):
            return
        table = read_table([line for _number, line in lines])
        if table is None or match is None:
            self._note(
                number,
                _("this table is broken: it needs a second line such as | --- | --- |, "
                  "and as many cells in every row as in the first"),
            )  # fmt: skip
            return
        heads, rows = table
        self._blocks.append(TableBlock(caption=match[1], heads=heads, rows=rows))

    def _note(self, line: int, text: str) -> None:
        self._problems.add(self._file, line, "body", text)


def _html(text: str) -> str:
    """Canonical rich text; links within the site lose their language."""
    html = write_html(read_markdown(text))
    return write_html(read_html(html, lambda tag: site_target(tag.get("href", ""))))


def _until_fence(lines: list[tuple[int, str]]) -> list[str] | None:
    inside: list[str] = []
    while lines:
        _number, line = lines.pop(0)
        if line.strip() == "```":
            return inside
        inside.append(line)
    return None


def _next_is_table(lines: list[tuple[int, str]]) -> bool:
    following = [line for _number, line in lines[:2]]
    return any(is_table_line(line) for line in following if line.strip())


def _table_lines(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    while lines and not lines[0][1].strip():
        lines.pop(0)
    table = []
    while lines and is_table_line(lines[0][1]):
        table.append(lines.pop(0))
    return table
