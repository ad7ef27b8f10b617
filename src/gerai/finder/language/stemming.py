"""Roots of Indonesian words, from PySastrawi's dictionary."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from gerai.finder.language.wordlists import word_lists


@cache
def _stemmer() -> Any:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory  # noqa: PLC0415

    return StemmerFactory().create_stemmer(isDev=True)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The root of a word as ``words_of`` gives it.

    Short words, numbers and the words of ``indonesian.toml`` that only look as if they
    had an affix (*meninggal*) stay as they are.
    """
    lists = word_lists()
    if len(word) <= 3 or not word.isalpha() or word in lists.whole:
        return word
    if word in lists.roots:
        return lists.roots[word]
    # Words that are not in its dictionary come back unchanged.
    return str(_stemmer().stem(word)) or word
