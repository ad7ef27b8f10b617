"""What somebody typed into a search box, made safe and small."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from gerai.finder.language.normalising import words_of

MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Query:
    """A cleaned search text.

    Attributes:
        text: what is shown back to the visitor: one line, no control characters.
        words: its words, lower case, in their order; what they mean: ``understanding``.
        was_cut: the text was longer than ``MAX_LENGTH`` characters.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    was_cut: bool = False

    @property
    def is_too_short(self) -> bool:
        """A single letter or digit finds everything and therefore nothing."""
        return bool(self.text) and sum(map(len, self.words)) < 2

    def __bool__(self) -> bool:
        return bool(self.words) and not self.is_too_short


NO_QUERY = Query()


def read_query(raw: str) -> Query:
    """Clean what came in: any text is accepted, none raises."""
    text, was_cut = clean_line(raw)
    return Query(text=text, words=tuple(words_of(text)), was_cut=was_cut)


def clean_line(raw: str, *, length: int = MAX_LENGTH) -> tuple[str, bool]:
    """One line of at most ``length`` characters, and whether something was cut.

    Control, format and unassigned characters become spaces; they would only confuse
    the database and whoever reads the page.
    """
    # Far more than is kept, so that 10,000 characters cost what 800 cost.
    head = unicodedata.normalize("NFC", raw[: length * 4])
    visible = "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in head
    )
    text = " ".join(visible.split())
    was_cut = len(raw) > length * 4 or len(text) > length
    # Not in the middle of a word, unless there is only one.
    if len(text) > length and " " in text[:length]:
        text = text[: length + 1].rpartition(" ")[0]
    return text[:length], was_cut
