"""Labelled examples, and how well something tells them apart. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from gerai.defacement.judging import Document

EXAMPLES = Path(__file__).parent / "labelled_set" / "examples.jsonl"


@dataclass(frozen=True, slots=True)
class Example:
    """One text, and whether it is spam."""

    id: str
    is_spam: bool
    kind: str
    stands_as: str
    half: str
    text: str

    @property
    def document(self) -> Document:
        """The example where it would stand."""
        text = (self.text,)
        match self.stands_as:
            case "text" | "html":
                return Document(texts=text)
            case "file":
                return Document(files=text)
            case "link":
                return Document(links=text)
            case "redirect":
                return Document(redirects=text)
            case _:
                return Document(names=text)


@dataclass(frozen=True, slots=True)
class Quality:
    """How many were told apart rightly."""

    caught: int
    missed: int
    false_alarms: int
    passed: int

    @property
    def recall(self) -> float:
        """Part of the spam that was caught."""
        return self.caught / max(1, self.caught + self.missed)

    @property
    def precision(self) -> float:
        """Part of the alarms that were right."""
        return self.caught / max(1, self.caught + self.false_alarms)


def read_examples() -> list[Example]:
    """The labelled set."""
    lines = EXAMPLES.read_text(encoding="utf-8").split("\n")
    rows = (json.loads(line) for line in lines if line)
    return [
        Example(
            id=row["id"],
            is_spam=row["label"] == "spam",
            kind=row["kind"],
            stands_as=row["as"],
            half=row["half"],
            text=row["text"],
        )
        for row in rows
    ]


def quality(examples: Iterable[Example], judge: Callable[[Document], bool]) -> Quality:
    """How well ``judge`` finds the spam among examples."""
    counts = {(spam, found): 0 for spam in (True, False) for found in (True, False)}
    for example in examples:
        counts[example.is_spam, judge(example.document)] += 1
    return Quality(
        caught=counts[True, True],
        missed=counts[True, False],
        false_alarms=counts[False, True],
        passed=counts[False, False],
    )
