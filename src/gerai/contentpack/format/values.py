"""Names, addresses and dates in a pack."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from gerai.contentpack.format.base import number_as_text, refuse

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
PARTIAL_DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"

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
    BeforeValidator(number_as_text),
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
    BeforeValidator(number_as_text),
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": PARTIAL_DATE_PATTERN}),
]


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise refuse(_('must be a moment such as "2026-01-31T09:30:00+08:00"'))
    # One form: the database knows no other zone either.
    return moment.astimezone(UTC)


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
