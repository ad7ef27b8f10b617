"""The small values that every file of a pack is made of."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_serializer,
)
from pydantic_core import PydanticCustomError

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
PARTIAL_DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"

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


def _number_as_text(value: Any) -> Any:
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
    BeforeValidator(_number_as_text),
    StringConstraints(max_length=5000),
    AfterValidator(_plain),
]
Line = Annotated[
    str,
    BeforeValidator(_number_as_text),
    StringConstraints(max_length=255),
    AfterValidator(_plain),
    AfterValidator(_one_line),
]
Summary = Annotated[
    str,
    BeforeValidator(_number_as_text),
    StringConstraints(max_length=300),
    AfterValidator(_plain),
    AfterValidator(_one_line),
]


def _words_from_string(value: Any) -> Any:
    value = _number_as_text(value)
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
AnyWords: TypeAlias = Words | LineWords | SummaryWords

# Names and addresses


def _slug(value: str) -> str:
    if not re.fullmatch(SLUG_PATTERN, value) or len(value) > 80:
        raise refuse(
            _("“%(value)s” must be small letters and digits with single hyphens, "
              "such as paspor-baru (at most 80)")
            % {"value": value[:80]}
        )  # fmt: skip
    return value


Slug = Annotated[
    str,
    BeforeValidator(_number_as_text),
    AfterValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": SLUG_PATTERN, "maxLength": 80}),
]


def _service_path(value: str) -> str:
    agency, slash, service = value.partition("/")
    if not slash:
        raise refuse(
            _("“%(value)s” must name agency and service, such as imigrasi/paspor-baru")
            % {"value": value[:80]}
        )
    _slug(agency)
    _slug(service)
    return value


ServicePath = Annotated[
    str,
    AfterValidator(_service_path),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$",
        }
    ),
]


def check_web_address(value: str) -> str:
    """Refuse what isn't a plain ``http(s)`` address."""
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or "@" in parts.netloc
        or re.search(r"[\s<>\"'\\^`{|}]", value)
        or len(value) > 500
    ):
        raise refuse(
            _("“%(value)s” is not a web address; it must begin with https://")
            % {"value": value[:120]}
        )
    return value


WebAddress = Annotated[
    str,
    AfterValidator(check_web_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]


def _email(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
        raise refuse(_("“%(value)s” is not an e-mail address") % {"value": value[:120]})
    return value


Email = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email"}),
]


def _pack_file(value: str) -> str:
    is_relative = not value.startswith("/") and "\\" not in value
    if (
        not is_relative
        or any(
            part in {"", ".", ".."} or part.startswith(".") for part in value.split("/")
        )
        or value.partition("/")[0] != "files"
    ):
        raise refuse(
            _("“%(value)s” must name a file in files/ of this pack")
            % {"value": value[:120]}
        )
    return value


PackFile = Annotated[
    str,
    StringConstraints(max_length=200),
    AfterValidator(_pack_file),
    WithJsonSchema({"type": "string", "pattern": "^files/"}),
]

# Dates


def parse_day(value: Any) -> Any:
    """``2026-01-03`` to a date that exists."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(DAY_PATTERN, value):
        raise refuse(_("must be a date such as 2026-01-31 (year-month-day)"))
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse(
            _("%(value)s is not a day that exists") % {"value": value}
        ) from None


Day = Annotated[
    date,
    BeforeValidator(parse_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]


def _partial_date(value: str) -> str:
    if not re.fullmatch(PARTIAL_DATE_PATTERN, value):
        raise refuse(
            _('must be a year "2024", a month "2024-11" or a day "2024-11-30"')
        )
    try:
        date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        raise refuse(
            _("%(value)s is not a date that exists") % {"value": value}
        ) from None
    return value


PartialDate = Annotated[
    str,
    BeforeValidator(_number_as_text),
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": PARTIAL_DATE_PATTERN}),
]

# Provenance


def _as_list(value: Any) -> Any:
    value = _number_as_text(value)
    return [value] if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise refuse(_('must be a moment such as "2026-01-31T09:30:00+08:00"'))
    return moment


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


def _one_or_list(sources: list[str]) -> Any:
    return sources[0] if len(sources) == 1 else sources


Sources = Annotated[
    list[Line],
    BeforeValidator(_as_list),
    PlainSerializer(_one_or_list),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]
Trust = Literal["confirmed", "local", "uniform", "general"]


class Provenance(PackModel):
    """Where a record comes from, as of when, and how far it can be trusted.

    ``note`` is for staff; visitors don't see it.
    """

    source: Sources = []
    as_of: PartialDate | None = None
    trust: Trust
    note: Text | None = None
    confirmed_by: Line | None = Field(default=None, validate_default=True)
    confirmed_at: Moment | None = Field(default=None, validate_default=True)

    @field_validator("confirmed_by", "confirmed_at")
    @classmethod
    def _only_if_confirmed(cls, value: Any, info: ValidationInfo) -> Any:
        trust = info.data.get("trust")
        if trust == "confirmed" and value is None:
            raise refuse(
                _("is needed with `trust: confirmed`: only the agency itself confirms, "
                  "by name and date; otherwise write local, uniform or general")
            )  # fmt: skip
        if trust not in {"confirmed", None} and value is not None:
            raise refuse(_("belongs only to `trust: confirmed`"))
        return value
