"""How hard an Indonesian text is to read.

The grade comes from Khadijah Rohani Mohd. Yunus, "An Assessment of Structural Variables
in Malay: A Readability Formula" (dissertation, University of Miami, 1982), the one
published formula with weights of its own for this language: over 3,600 passages of
schoolbooks, the school year follows from the average length of a sentence and from the
syllables in 300 words (r² = 0.84 to 0.93):

    grade = 0.3793 × words per sentence + 0.0207 × syllables in 300 words − 13.988

It was derived from Malaysian Malay. Indonesian shares its syllables, affixes and sentence
patterns; what is used for Indonesian schoolbooks instead, Fry's graph with syllables
multiplied by 0.6, is a correction of an English one. Nobody has measured how far the
formula holds for the texts of offices, so it only ranks texts here: what lies above the
ninth year, the end of compulsory schooling (PP 47/2008), is worth another look.

Single sentences are judged by their length alone. The hard words are our own list
(``hard_words.toml``) of what offices write and people don't say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST_SENTENCE = 25
"""Words; a longer sentence is shown to its writer."""

HIGHEST_GRADE = 9
"""Years of school that everybody must have had."""

FEWEST_WORDS = 100
"""A shorter text says too little about itself for a grade."""

_SAMPLE = 300
_WORDS_FILE = Path(__file__).parent / "hard_words.toml"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_VOWEL = re.compile(r"[aiueoé]", re.IGNORECASE)
_DIPHTHONG_AT_END = re.compile(r"(?:ai|au|oi|ei)$", re.IGNORECASE)
# A full stop in an amount or an hour (Rp 350.000, 08.00) ends no sentence.
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+|;\s|:\s")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured.

    Attributes:
        grade: the year of school, None for a text of less than ``FEWEST_WORDS``.
        long_sentences: those above ``LONGEST_SENTENCE``, the longest first.
        hard_words: each with what one says instead, in the order of the text.
    """

    words: int
    sentences: int
    syllables: int
    grade: float | None
    long_sentences: tuple[str, ...]
    hard_words: Mapping[str, str]

    @property
    def is_hard(self) -> bool:
        return self.grade is not None and self.grade > HIGHEST_GRADE


def syllables_of(word: str) -> int:
    """Syllables of an Indonesian word: its vowels, a diphthong at the end counted once.

    Within a word two vowels belong to two syllables: ``ba-ik``, ``la-ut``.

    >>> [syllables_of(word) for word in ("baik", "pulau", "persyaratan", "NIK")]
    [2, 2, 4, 1]
    """
    count = len(_VOWEL.findall(word))
    if count > 1 and _DIPHTHONG_AT_END.search(word):
        count -= 1
    return max(count, 1)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a line or the end of an item ends one as well."""
    return [part for one in _SENTENCE_END.split(text) if (part := one.strip())]


def measured(texts: Iterable[str]) -> Reading:
    """Measure texts that one reads together; each ends a sentence."""
    given = [text for text in texts if text]
    sentences = [one for text in given for one in sentences_of(text)]
    by_sentence = [_WORD.findall(one) for one in sentences]
    words = [word for found in by_sentence for word in found]
    syllables = sum(map(syllables_of, words))
    grade = None
    if len(words) >= FEWEST_WORDS:
        grade = (
            0.3793 * len(words) / max(len(sentences), 1)
            + 0.0207 * syllables * _SAMPLE / len(words)
            - 13.988
        )
    long_ones = sorted(
        (
            (len(found), sentence)
            for found, sentence in zip(by_sentence, sentences, strict=True)
            if len(found) > LONGEST_SENTENCE
        ),
        reverse=True,
    )
    return Reading(
        words=len(words),
        sentences=len(sentences),
        syllables=syllables,
        grade=grade,
        long_sentences=tuple(sentence for _count, sentence in long_ones),
        hard_words=_hard_words(" ".join(given)),
    )


def _hard_words(text: str) -> dict[str, str]:
    plain, pattern = _known_words()
    return {found: plain[found] for found in map(str.lower, pattern.findall(text))}


@cache
def _known_words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    plain: dict[str, str] = tomllib.loads(_WORDS_FILE.read_text("utf-8"))["words"]
    ordered = sorted(plain, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in ordered)
    return plain, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
