"""Which language some words of the desk are in, told by its own vocabulary."""

from __future__ import annotations

import re
from functools import cache

from gerai.workspace.tests.catalogues import (
    LANGUAGE,
    completed_catalogues,
    completed_components,
    installed_components,
    own_catalogues,
    translated_in,
    without_names,
)

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Not every one of them stands in a message, but every English sentence has some.
ENGLISH = (
    "the of your this with are is was were be been has have had and not for to or from "
    "by can cannot will would should must that these those when where which who you we "
    "it its an if as at on in do does don't doesn't isn't it's no yes any all more"
)
INDONESIAN = (
    "yang dan di ke dari untuk dengan ini itu tidak belum sudah akan dapat bisa atau "
    "pada adalah anda kami kita ada oleh juga hanya jika bila karena agar saat sebagai "
    "lebih masih semua setiap tanpa dalam harus jangan"
)
LABEL = 4  # words
# Names, and words that are written alike or are taken over as they are.
NEITHER = set(
    re.findall(
        r"\w+",
        "wagtail gerai javascript csv xlsx json html url api uuid qr pdf xml po id ok min "
        "max data menu status format label token port email www http https com domain "
        "no a i e g x y z",
    )
)


@cache
def _vocabularies() -> tuple[frozenset[str], frozenset[str]]:
    english, indonesian = set(ENGLISH.split()), set(INDONESIAN.split())
    alike = set(NEITHER)
    for source, translation in translations().items():
        here, there = words_of(source), words_of(translation)
        # What stands in both is a name, or something to be typed as it is; or, in a
        # label, a word that both languages have.
        english |= here - there
        indonesian |= there - here
        if len(here) <= LABEL:
            alike |= here & there
    alike |= english & indonesian
    alike -= set(f"{ENGLISH} {INDONESIAN}".split())
    # A word that every English sentence may have proves nothing Indonesian.
    return (
        frozenset(english - alike - set(INDONESIAN.split())),
        frozenset(indonesian - alike - set(ENGLISH.split())),
    )


@cache
def translations() -> dict[str, str]:
    """English message to Indonesian message, of everything that is installed."""
    components = [*installed_components(), *completed_components()]
    paths = [
        *(component.catalogue(LANGUAGE, "django") for component in components),
        *own_catalogues(),
        *completed_catalogues(),
    ]
    return {
        key[1]: words[0] for path in paths for key, words in translated_in(path).items()
    }


def words_of(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(without_names(text))}


def foreign_words(text: str, *, language: str) -> list[str]:
    """The words of a text that can't be of the interface's language."""
    english, indonesian = _vocabularies()
    foreign = english if language == "id" else indonesian
    if language == "en" and text in translations():
        return []  # examples in it are Indonesian on purpose
    words = words_of(text)
    if is_untranslated(text, language=language):
        return sorted(words)
    return sorted(words & foreign)


def is_untranslated(text: str, *, language: str) -> bool:
    """Whether it is, to the letter, a message in the other language."""
    known = translations()
    if language == "id":
        return known.get(text, text) != text
    return text in _indonesian_messages() and text not in known


@cache
def _indonesian_messages() -> frozenset[str]:
    return frozenset(
        words
        for source, words in translations().items()
        if words != source and "%" not in words
    )
