"""Weighs sentences: by what they sell, less where they report or warn. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gerai.defacement.finding import (
    Found,
    find,
    find_pulled_apart,
    find_reversed,
)
from gerai.defacement.letters import beyond_ascii, has_turned_text
from gerai.defacement.scale import Scale
from gerai.defacement.vocabulary import Grade, Topic, foreign_terms

_WITHIN_A_LINE = re.compile(r"[.!?](?=\s)|[|•;»★☆✓✅🔥⭐➤▶]")
_SINGLE_LETTERS = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,6}[^\W_](?![^\W_])){3,}")
STRONG, KNOWN, JARGON, SLIGHT = 2.0, 1.0, 0.7, 0.4
_MOST_SLIGHT = 1.6
_MOST_JARGON, _JARGON_AT_LEAST = 4, 2
_AGAIN = 0.3
_MOST_OF_A_KIND = 6.0
_NAME = 1.5
_DISGUISED, _MOST_DISGUISED = 2.0, 3
_HIDDEN_WORDS = 2.0
_REPORTING = (1.0, 0.3, 0.1)
_CROWDED, _CROWDED_AT_LEAST = 5, 0.35
_REPORTS = 3
_REPORTED_ELSEWHERE_KNOWN, _REPORTED_ELSEWHERE = 0.3, 0.6
_FOREIGN, _MOST_FOREIGN = 2.0, 3
_FOREIGN_SCRIPT, _MANY_FOREIGN_LETTERS = 1.0, 40
_TURNED = 1.5
_LONGEST_REMEMBERED, _MOST_REMEMBERED = 300, 16384
_FOREIGN_LETTER = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or what stands on a line of its own."""

    text: str
    found: Found
    is_name: bool = False
    is_hidden: bool = False

    @property
    def jargon(self) -> float:
        """The weight of gamblers' talk; one word of it says nothing."""
        count = self.found.count(Grade.JARGON) + self.found.brands
        if count < _JARGON_AT_LEAST and not self.found.spam:
            return 0.0
        return min(count, _MOST_JARGON) * JARGON

    @property
    def is_about_spam(self) -> bool:
        return bool(self.found.spam) or self.jargon > 0


def units_of(
    texts: Iterable[str], *, is_name: bool = False, is_hidden: bool = False
) -> Iterator[Unit]:
    """Sentences and lines in which there is a term of any grade."""
    for text in texts:
        if has_turned_text(text):
            yield Unit(text, find_reversed(text), is_hidden=True)
        for run in _SINGLE_LETTERS.finditer(text):
            for written, found in find_pulled_apart(run[0]):
                yield Unit(written, found)
        for line in text.splitlines():
            if not line or line.isspace():
                continue
            for tidy, found in _found_in_line(line):
                yield Unit(tidy, found, is_name, is_hidden)


def _found_in_line(line: str) -> tuple[tuple[str, Found], ...]:
    # Menus, footers and labels stand on every page; a long line seldom comes again.
    if len(line) <= _LONGEST_REMEMBERED:
        return _remembered(line)
    return _look_into(line)


def _look_into(line: str) -> tuple[tuple[str, Found], ...]:
    parts = (part.strip() for part in _WITHIN_A_LINE.split(line))
    looked = ((part, find(part)) for part in parts if part)
    return tuple((part, found) for part, found in looked if found.hits or found.brands)


_remembered = lru_cache(maxsize=_MOST_REMEMBERED)(_look_into)


def weigh_words(scale: Scale, units: list[Unit]) -> None:
    """What is sold, said or hidden."""
    about = [unit for unit in units if unit.is_about_spam]
    if not about:
        return
    reported = {
        hit.term
        for unit in units
        if not unit.is_hidden
        for hit in unit.found.hits
        if hit.term.grade is Grade.CONTEXT
    }
    for unit in about:
        _weigh_unit(scale, unit, reports=len(reported) >= _REPORTS)


def _weigh_unit(scale: Scale, unit: Unit, *, reports: bool) -> None:
    strong = unit.found.count(Grade.STRONG)
    known = unit.found.count(Grade.KNOWN)
    weight = 0.0
    for hit in unit.found.spam:
        base = STRONG if hit.term.grade is Grade.STRONG else KNOWN
        again = scale.seen[hit.term.text]
        scale.seen[hit.term.text] += 1
        if (
            hit.is_disguised
            and hit.written not in scale.disguised
            and len(scale.disguised) < _MOST_DISGUISED
        ):
            scale.disguised.add(hit.written)
            scale.add(_DISGUISED, "disguised", hit.written, unit.text)
        weight += base * (1 if not again else _AGAIN if again < _MOST_OF_A_KIND else 0)
    slight = min(unit.found.count(Grade.SLIGHT) * SLIGHT, _MOST_SLIGHT)
    weight += slight + unit.jargon
    if unit.is_hidden:
        scale.add(
            weight + _HIDDEN_WORDS * bool(strong or known > 1),
            "hidden_words",
            worst_of(unit),
            unit.text,
        )
        return
    if unit.is_name:
        weight *= _NAME
    weight *= _reporting(unit, strong, slight, reports=reports)
    scale.add(weight, _topic(unit), worst_of(unit), unit.text)


def worst_of(unit: Unit) -> str:
    """What a person should see of it first."""
    if not unit.found.spam:
        talk = [
            hit.written for hit in unit.found.hits if hit.term.grade is Grade.JARGON
        ]
        return talk[0] if talk else unit.text
    return min(
        unit.found.spam,
        key=lambda hit: (hit.term.grade is not Grade.STRONG, -len(hit.written)),
    ).written


def _topic(unit: Unit) -> str:
    topics = Counter(str(hit.term.topic) for hit in unit.found.spam)
    return topics.most_common(1)[0][0] if topics else str(Topic.GAMBLING)


def weigh_writing(scale: Scale, text: str) -> None:
    """Other alphabets, and text that runs the other way."""
    if not (foreign := beyond_ascii(text)):
        return
    for found in list(dict.fromkeys(foreign_terms(text)))[:_MOST_FOREIGN]:
        scale.add(_FOREIGN, "foreign", found, text)
    if len(_FOREIGN_LETTER.findall(foreign)) >= _MANY_FOREIGN_LETTERS:
        scale.add(_FOREIGN_SCRIPT, "foreign_script", "", text)
    if has_turned_text(foreign):
        scale.add(_TURNED, "turned")


def _reporting(unit: Unit, strong: int, slight: float, *, reports: bool) -> float:
    """What part of its weight is left to a sentence that reports or warns."""
    inside = unit.found.count(Grade.CONTEXT)
    if inside:
        left = _REPORTING[min(inside, len(_REPORTING) - 1)]
        return max(left, _CROWDED_AT_LEAST) if strong >= _CROWDED else left
    if not reports:
        return 1.0
    if strong == 0:
        return _REPORTED_ELSEWHERE_KNOWN
    return _REPORTED_ELSEWHERE if strong == 1 and slight < 2 * SLIGHT else 1.0
