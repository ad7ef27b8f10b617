"""A reader's sentence without what points to a person, and without advertising."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from gerai.feedback.exceptions import TextRefused
from gerai.feedback.models import SENTENCE_LENGTH

CUT = "…"
_LINK = re.compile(
    r"https?:|www\.|\[url|<a\b|\b[\w-]+\.(?:com|net|org|info|biz|xyz|top|link|site|shop"
    r"|online|click|io|me|ly|ru|cn)\b(?!\S*@)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+(?:\s?@\s?[\w-]+(?:\.[\w-]+)+|@[\w-]+)")
_HANDLE = re.compile(r"(?<!\w)@\w[\w.]+")
# Hours and amounts are what readers write about; a number of a person is longer.
_DIGITS = re.compile(
    r"(?P<hours>\b\d{1,2}[.:]\d{2}\s?(?:-|–|s\.d\.|sampai)\s?\d{1,2}[.:]\d{2}\b)"
    r"|(?P<amount>(?<![\d.])[1-9]\d{0,2}(?:\.\d{3}){1,3}(?![\d.]*\d))"
    r"|(?P<person>\+?\d(?:[ .\-/()]{0,2}\d){6,})"
)
_REPEATED = re.compile(r"(.)\1{9,}")


def clean_sentence(text: str) -> str:
    """One line, at most ``SENTENCE_LENGTH`` long, without numbers of persons.

    Telephone numbers, NIK, e-mail addresses and account names become “…”.

    Raises:
        TextRefused: it is too long, holds a link, or holds no word.
    """
    line = " ".join(
        "".join(
            letter if unicodedata.category(letter)[0] != "C" else " " for letter in text
        ).split()
    )
    if len(line) > SENTENCE_LENGTH:
        raise TextRefused(
            _("This is too long: at most %(limit)d characters fit. Say it shorter.")
            % {"limit": SENTENCE_LENGTH}
        )
    if not any(letter.isalpha() for letter in line):
        raise TextRefused(_("Please write a few words."))
    without_email = _EMAIL.sub(CUT, line)
    if _LINK.search(without_email) or _REPEATED.search(line):
        raise TextRefused(
            _("Links and advertising can't be sent here. Please say it in words.")
        )
    return _DIGITS.sub(_kept_number, _HANDLE.sub(CUT, without_email))


def _kept_number(match: re.Match[str]) -> str:
    return CUT if match["person"] else match[0]
