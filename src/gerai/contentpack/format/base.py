"""Text in a pack: plain, tidy, and in one or both languages."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, TypeAlias

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    model_serializer,
)
from pydantic_core import PydanticCustomError

_TAG = re.compile(r"<\s*[/!?a-zA-Z]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


def refuse(text: str) -> PydanticCustomError:
    """A fault with a sentence of ours; pydantic adds the place."""
    return PydanticCustomError("pack", "{text}", {"text": text})


class PackModel(BaseModel):
    """A mapping of the pack: unknown fields are refused, values never guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


# Text


def number_as_text(value: Any) -> Any:
    """``value: 44`` means the text "44": a clerk needn't know about quotation marks."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value


def _plain(value: str) -> str:
    """Tidy up; refuse markup and characters that a reader can't see."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if not text:
        raise refuse(
            _("is empty; fill it in, or leave the field out if it isn't known")
        )
    if _TAG.search(text):
        raise refuse(_("contains HTML; write plain text without < and >"))
    if _CONTROL.search(text):
        raise refuse(_("contains invisible control characters; type the text again"))
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _one_line(value: str) -> str:
    if "\n" in value:
        raise refuse(_("must be one line"))
    return value


Text = Annotated[
    str,
    BeforeValidator(number_as_text),
    StringConstraints(max_length=5000),
    AfterValidator(_plain),
]
Line = Annotated[
    str,
    BeforeValidator(number_as_text),
    StringConstraints(max_length=255),
    AfterValidator(_plain),
    AfterValidator(_one_line),
]
Summary = Annotated[
    str,
    BeforeValidator(number_as_text),
    StringConstraints(max_length=300),
    AfterValidator(_plain),
    AfterValidator(_one_line),
]


def _words_from_string(value: Any) -> Any:
    value = number_as_text(value)
    return {"id": value} if isinstance(value, str) else value


class _WordsModel(PackModel):
    @model_serializer(mode="plain")
    def _as_written(self) -> Any:
        """A plain string where there is no English."""
        indonesian, english = getattr(self, "id"), getattr(self, "en")  # noqa: B009
        return indonesian if english is None else {"id": indonesian, "en": english}


class Words(_WordsModel):
    """A text for readers: Indonesian, and English where there is one."""

    id: Text
    en: Text | None = None


class LineWords(_WordsModel):
    """One line for readers, at most 255 characters."""

    id: Line
    en: Line | None = None


class SummaryWords(_WordsModel):
    """One or two sentences, at most 300 characters."""

    id: Summary
    en: Summary | None = None


def at_most(limit: int) -> AfterValidator:
    """Refuse texts for readers that don't fit into the database."""

    def check(words: AnyWords) -> AnyWords:
        for text in (words.id, words.en or ""):
            if len(text) > limit:
                raise refuse(
                    _("is %(length)d characters long; at most %(limit)d fit")
                    % {"length": len(text), "limit": limit}
                )
        return words

    return AfterValidator(check)


Article = Annotated[
    str,
    StringConstraints(max_length=60_000),
    AfterValidator(_plain),
]


class ArticleWords(_WordsModel):
    """A long text in Markdown."""

    id: Article
    en: Article | None = None


class _StringOr:
    """In the schema: a string, or the mapping that the model describes."""

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> Any:
        return {"anyOf": [{"type": "string"}, handler(core_schema)]}


LongText = Annotated[Words, BeforeValidator(_words_from_string), _StringOr()]
ShortText = Annotated[LineWords, BeforeValidator(_words_from_string), _StringOr()]
# What fits into the blocks of a standard.
ItemText = Annotated[
    Words, BeforeValidator(_words_from_string), at_most(2000), _StringOr()
]
ItemLine = Annotated[
    LineWords, BeforeValidator(_words_from_string), at_most(160), _StringOr()
]
SummaryText = Annotated[SummaryWords, BeforeValidator(_words_from_string), _StringOr()]
ArticleText = Annotated[ArticleWords, BeforeValidator(_words_from_string), _StringOr()]
AnyWords: TypeAlias = Words | LineWords | SummaryWords | ArticleWords
