"""Whether an answer to a short question is right; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gerai.academy.lessons.format import Option, Question

LONGEST_KEPT = 200
"""So much of a written answer is shown again; longer ones are judged all the same."""

_MARKS = re.compile(r"[^\w]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Marked:
    """One question and what was answered.

    Attributes:
        chosen: positions of the chosen options.
        written: what was written, shortened.
    """

    question: Question
    chosen: frozenset[int] = frozenset()
    written: str = ""
    is_right: bool = False
    is_answered: bool = False

    @property
    def options(self) -> list[tuple[int, Option, bool]]:
        """Position, option, and whether it was chosen."""
        return [
            (number, option, number in self.chosen)
            for number, option in enumerate(self.question.options)
        ]


def plain_answer(text: str) -> str:
    """A written answer without what doesn't matter: case, accents, marks, spaces."""
    normal = unicodedata.normalize("NFKD", text[:2000].casefold())
    bare = "".join(sign for sign in normal if not unicodedata.combining(sign))
    return _MARKS.sub(" ", bare).strip()


def mark(question: Question, given: Sequence[str]) -> Marked:
    """Judge what was sent for one question; nonsense is a wrong answer, never an error."""
    if question.options:
        chosen = frozenset(
            int(value)
            for value in given[:20]
            if value.isascii()
            and value.isdecimal()
            and len(value) < 3
            and int(value) < len(question.options)
        )
        right = frozenset(
            number for number, option in enumerate(question.options) if option.right
        )
        return Marked(question, chosen, "", chosen == right, bool(chosen))
    text = given[0] if given else ""
    answer = plain_answer(text)
    accepted = {plain_answer(one) for one in question.accept}
    shown = text.replace("\0", "").strip()[:LONGEST_KEPT]
    return Marked(question, frozenset(), shown, answer in accepted, bool(answer))


def mark_all(
    questions: Sequence[Question], given: Mapping[str, Sequence[str]]
) -> list[Marked]:
    """Judge all answers; ``given`` is by the keys of the questions."""
    return [mark(one, given.get(one.key, ())) for one in questions]
