"""What the measure of ``readability`` says to whoever wrote a text; public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.truth.checks import Values
from gerai.truth.readability import measured

MOST_WORDS = 3
_EXCERPT = 90


def hardness(texts: Iterable[str]) -> tuple[dict[str, Any], int] | None:
    """What is hard in texts that one reads together, and how hard; None if nothing is."""
    reading = measured(texts)
    if not (reading.long_sentences or reading.hard_words or reading.is_hard):
        return None
    values: dict[str, Any] = {
        "long": len(reading.long_sentences),
        "first": reading.long_sentences[0][:_EXCERPT] if reading.long_sentences else "",
        "words": list(reading.hard_words.items())[:MOST_WORDS],
        "grade": round(reading.grade) if reading.is_hard and reading.grade else 0,
    }
    weight = 3 * len(reading.long_sentences) + len(reading.hard_words)
    return values, weight + 2 * int(reading.is_hard)


def say_hard(values: Values) -> str:
    """Where to begin: the longest sentence, words and their plainer ones, the grade."""
    said = []
    if values["long"]:
        said.append(
            ngettext(
                "%(count)d sentence is very long; begin with “%(first)s …”.",
                "%(count)d sentences are very long; begin with “%(first)s …”.",
                values["long"],
            )
            % {"count": values["long"], "first": values["first"]}
        )
    if values["words"]:
        pairs = ", ".join(f"“{hard}” → {plain}" for hard, plain in values["words"])
        said.append(_("Simpler words: %(pairs)s.") % {"pairs": pairs})
    if values["grade"]:
        said.append(
            _("It reads like a text for school year %(grade)d; aim at 9.")
            % {"grade": values["grade"]}
        )
    return " ".join(said)
