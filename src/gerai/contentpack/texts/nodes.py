"""Rich text as a value, in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same marks; ``"\\n"`` alone is a line break."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with the lists inside it."""

    runs: tuple[Run, ...]
    lists: tuple[ListNode, ...] = ()


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list; ``tag`` is ``ul`` or ``ol``."""

    tag: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a small heading; ``tag`` is ``p``, ``h3`` or ``h4``."""

    tag: str
    runs: tuple[Run, ...]


Node: TypeAlias = Paragraph | ListNode


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join equal neighbours, move spaces out of marks, trim the ends."""
    spread: list[Run] = []
    for run in runs:
        if run.text == "\n":
            # Markdown knows no empty line within a paragraph.
            if not spread or spread[-1].text != "\n":
                spread.append(Run("\n"))
            continue
        core = run.text.strip(" ")
        if not core:
            spread.append(Run(" "))
            continue
        if run.text.startswith(" "):
            spread.append(_space_of(run))
        spread.append(replace(run, text=core))
        if run.text.endswith(" "):
            spread.append(_space_of(run))
    return _joined(spread)


def _space_of(run: Run) -> Run:
    """A space beside marked words: it stays inside only between two marked words."""
    return replace(run, text=" ")


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last
            and last.text != "\n"
            and run.text != "\n"
            and _marks(last) == _marks(run)
        ):
            text = last.text + run.text
            joined[-1] = replace(last, text=re.sub(" +", " ", text))
        else:
            joined.append(run)
    return _without_loose_spaces(joined)


def _without_loose_spaces(runs: list[Run]) -> tuple[Run, ...]:
    """Spaces at the edge of marked words become plain; none at ends of lines."""
    plain: list[Run] = []
    for run in runs:
        if run.text == "\n" or _marks(run) == _marks(Run("")):
            plain.append(run)
            continue
        core = run.text.strip(" ")
        if run.text.startswith(" "):
            plain.append(Run(" "))
        if core:
            plain.append(replace(run, text=core))
        if core and run.text.endswith(" "):
            plain.append(Run(" "))
    merged: list[Run] = []
    for run in plain:
        last = merged[-1] if merged else None
        is_plain_pair = (
            last is not None
            and "\n" not in (last.text, run.text)
            and _marks(last) == _marks(run)
        )
        if is_plain_pair and last is not None:
            merged[-1] = replace(last, text=re.sub(" +", " ", last.text + run.text))
        else:
            merged.append(run)
    return _trimmed(merged)


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    kept: list[Run] = []
    for index, run in enumerate(runs):
        text = run.text
        if text != "\n":
            before = runs[index - 1].text if index else "\n"
            after = runs[index + 1].text if index + 1 < len(runs) else "\n"
            if before == "\n":
                text = text.lstrip(" ")
            if after == "\n":
                text = text.rstrip(" ")
        if text:
            kept.append(replace(run, text=text))
    while kept and kept[0].text == "\n":
        kept.pop(0)
    while kept and kept[-1].text == "\n":
        kept.pop()
    return tuple(kept)


def _marks(run: Run) -> tuple[bool, bool, str]:
    return run.is_bold, run.is_italic, run.href
