"""From what was typed to plain words: one case, one alphabet, no decoration.

``suggest.js`` does the same; ``tests/test_suggestions.py`` compares the two.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_THREE_OR_MORE = re.compile(r"([a-z])\1{2,}")
_TWICE = re.compile(r"\b(\w{3,})[ -]\1(nya|an)?\b")
_DIGIT_TWO = re.compile(r"^([a-z]{3,})2(nya|an|in)?$")
_APOSTROPHES = re.compile(r"['’]")
MAX_WORD_LENGTH = 40


def plain(text: str) -> str:
    """Lower case without accents, in compatible characters (``ＫＴＰ`` is ``ktp``)."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        character for character in decomposed if not unicodedata.combining(character)
    )


def words_of(text: str) -> list[str]:
    """The words of a text in their order.

    A doubled word counts once (*surat-surat*, *anak2*), letters that are held down
    count once (*tolooong*); emoji and punctuation separate words.
    """
    text = _TWICE.sub(r"\1", plain(text))
    return [_tidy(word) for word in _WORD.findall(text)]


def _tidy(word: str) -> str:
    short = _APOSTROPHES.sub("", word)[:MAX_WORD_LENGTH]
    return _DIGIT_TWO.sub(r"\1", _THREE_OR_MORE.sub(r"\1", short))
