"""synonyms.yaml: words for the search that more than one service shares."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from gerai.contentpack.format.base import ItemLine, Line, PackModel, refuse
from gerai.contentpack.format.values import Slug

MOST_WORDS = 40
SearchText = Annotated[Line, StringConstraints(max_length=80)]
Phrases = Annotated[list[SearchText], Field(max_length=MOST_WORDS)]


def _some(words: list[str]) -> list[str]:
    if not words:
        raise refuse(_("is empty; write at least one word as people type it"))
    return words


class WordGroup(PackModel):
    """Words that mean the same; with ``means``, words that lead to others."""

    words: Annotated[Phrases, AfterValidator(_some)]
    means: Phrases = []

    @model_validator(mode="after")
    def _says_something(self) -> WordGroup:
        if len(self.words) < 2 and not self.means:
            raise refuse(
                _("says nothing: list a second word for the same, or what it means")
            )
        return self


class ElsewhereItem(PackModel):
    """Something that people look for and that this mall doesn't offer."""

    title: ItemLine
    words: Annotated[Phrases, AfterValidator(_some)]
    place: ItemLine | None = None
    agency: Slug | None = None


class SynonymsFile(PackModel):
    """synonyms.yaml"""

    groups: list[WordGroup] = []
    elsewhere: list[ElsewhereItem] = []


__all__ = ["ElsewhereItem", "SynonymsFile", "WordGroup"]
