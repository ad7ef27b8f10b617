"""Opening hours: ``"08.00-15.30"`` strings by weekday, seasons, closures, holidays."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_serializer,
)

from gerai.contentpack.format.base import (
    Line,
    LongText,
    PackModel,
    ShortText,
    at_most,
    refuse,
)
from gerai.contentpack.format.provenance import Provenance
from gerai.contentpack.format.values import Day

TIME_PATTERN = r"([01]?\d|2[0-4])[.:]([0-5]\d)"
RANGE_PATTERN = rf"{TIME_PATTERN}\s*[-–]\s*{TIME_PATTERN}"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class TimeRange(NamedTuple):
    """From ``opens`` up to, not including, ``closes``; ``HH:MM``."""

    opens: str
    closes: str

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}".replace(":", ".")


def _time(hour: str, minute: str) -> str:
    clock = f"{int(hour):02d}:{minute}"
    if clock > "24:00":
        raise refuse(_("%(time)s is not a time of day") % {"time": clock})
    return clock


def _parse_time(value: Any) -> Any:
    match = re.fullmatch(TIME_PATTERN, value) if isinstance(value, str) else None
    if not match:
        raise refuse(_('must be a time such as "13.00"'))
    return _time(match[1], match[2])


def _parse_range(value: Any) -> Any:
    if isinstance(value, TimeRange):
        return value
    match = re.fullmatch(RANGE_PATTERN, value) if isinstance(value, str) else None
    if not match:
        raise refuse(_('must be a time span such as "08.00-15.30"'))
    span = TimeRange(_time(match[1], match[2]), _time(match[3], match[4]))
    if span.opens >= span.closes:
        raise refuse(
            _("%(span)s closes before it opens; hours can't cross midnight, so write "
              "the part after midnight under the next day")
            % {"span": str(span)}
        )  # fmt: skip
    return span


Time = Annotated[
    str,
    BeforeValidator(_parse_time),
    PlainSerializer(lambda clock: clock.replace(":", ".")),
    WithJsonSchema({"type": "string", "pattern": f"^{TIME_PATTERN}$"}),
]
Span = Annotated[
    TimeRange,
    BeforeValidator(_parse_range),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": f"^{RANGE_PATTERN}$"}),
]


def _in_order(spans: list[TimeRange]) -> list[TimeRange]:
    for before, after in pairwise(spans):
        if after.opens < before.closes:
            raise refuse(
                _("%(first)s and %(second)s overlap or stand in the wrong order")
                % {"first": str(before), "second": str(after)}
            )
    return spans


Spans = Annotated[list[Span], AfterValidator(_in_order)]


class Week(PackModel):
    """The hours of each weekday; a day that isn't named is closed."""

    mon: Spans = []
    tue: Spans = []
    wed: Spans = []
    thu: Spans = []
    fri: Spans = []
    sat: Spans = []
    sun: Spans = []

    @model_serializer(mode="wrap")
    def _as_written(self, serialize: SerializerFunctionWrapHandler) -> Any:
        if isinstance(self, UnknownWeek):
            return "unknown"
        if isinstance(self, SameWeek):
            return "same"
        days = {day: hours for day, hours in serialize(self).items() if hours}
        # Never open: an empty mapping would look like something forgotten.
        return days or {"mon": []}


class UnknownWeek(Week):
    """``weekly: unknown``: nobody knows the hours."""


class SameWeek(Week):
    """``weekly: same``: whenever the mall (for a counter: its agency) is open."""


def _week_or_word(value: Any) -> Any:
    if value == "unknown":
        return UnknownWeek()
    if value == "same":
        return SameWeek()
    if value is None or value == {}:
        raise refuse(_("names no hours; write `weekly: unknown` if they aren't known"))
    if not isinstance(value, dict | Week):
        raise refuse(_('must list days (mon: ["08.00-15.00"]) or be the word unknown'))
    return value


def _week_or_unknown(value: Any) -> Any:
    if value == "same":
        raise refuse(_("`same` is for agencies and counters; list the hours here"))
    return _week_or_word(value)


class _WordOr:
    def __init__(self, *words: str) -> None:
        self._words = words

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> Any:
        week = handler(Week.__pydantic_core_schema__)
        return {"anyOf": [*({"const": word} for word in self._words), week]}


Weekly = Annotated[Week, BeforeValidator(_week_or_unknown), _WordOr("unknown")]
OwnWeekly = Annotated[Week, BeforeValidator(_week_or_word), _WordOr("unknown", "same")]


class _DaysInOrder(PackModel):
    first_day: Day
    last_day: Day

    @field_validator("last_day")
    @classmethod
    def _not_before_first(cls, value: Any, info: ValidationInfo) -> Any:
        first = info.data.get("first_day")
        if first and value < first:
            raise refuse(
                _("%(last)s lies before first_day (%(first)s)")
                % {"last": value.isoformat(), "first": first.isoformat()}
            )
        return value


class Season(_DaysInOrder):
    """Other weekly hours for a range of days, such as Ramadan."""

    name: Annotated[ShortText, at_most(80)]
    weekly: Weekly
    provenance: Provenance | None = None


class Closure(_DaysInOrder):
    """Closed out of the ordinary: whole days, or a part of each day.

    Without ``from`` it is closed from the start of the day, without ``until`` to its
    end.
    """

    from_time: Time | None = Field(default=None, alias="from")
    until_time: Time | None = Field(default=None, alias="until", validate_default=True)
    reason: Annotated[ShortText, at_most(160)]

    @field_validator("until_time")
    @classmethod
    def _after_from(cls, value: str | None, info: ValidationInfo) -> str | None:
        if "from_time" not in info.data:
            return value
        start = info.data["from_time"]
        if start and value and value <= start:
            raise refuse(_("until must be later than from"))
        return value


class Schedule(PackModel):
    """When the mall, an agency or a counter is open."""

    label: Annotated[Line, Field(max_length=120)] | None = None
    weekly: OwnWeekly
    note: LongText | None = None
    provenance: Provenance | None = None
    seasons: list[Season] = []
    closures: list[Closure] = []

    @field_validator("seasons")
    @classmethod
    def _apart(cls, value: list[Season]) -> list[Season]:
        return seasons_apart(value)


def seasons_apart(seasons: list[Season]) -> list[Season]:
    """Two seasons must not claim the same day."""
    ordered = sorted(seasons, key=lambda season: season.first_day)
    for before, after in pairwise(ordered):
        if after.first_day <= before.last_day:
            raise refuse(
                _("the seasons “%(first)s” and “%(second)s” overlap")
                % {"first": before.name.id, "second": after.name.id}
            )
    return seasons


class MallSchedule(PackModel):
    """``schedule:`` of hours.yaml; its seasons and closures stand beside it."""

    label: Annotated[Line, Field(max_length=120)] | None = None
    weekly: Weekly
    note: LongText | None = None
    provenance: Provenance


class HolidayChange(PackModel):
    """Add, move or cancel a public holiday of the national calendar."""

    action: Literal["add", "move", "cancel"]
    day: Day
    moved_to: Day | None = Field(default=None, validate_default=True)
    name: Annotated[ShortText, at_most(120)] | None = Field(
        default=None, validate_default=True
    )
    kind: Literal["national", "collective_leave", "local"] = "local"

    @field_validator("moved_to")
    @classmethod
    def _only_when_moved(cls, value: Any, info: ValidationInfo) -> Any:
        action = info.data.get("action")
        if action == "move" and value is None:
            raise refuse(_("is needed when a holiday is moved: the new day"))
        if action in {"add", "cancel"} and value is not None:
            raise refuse(_("belongs only to `action: move`"))
        if value is not None and value == info.data.get("day"):
            raise refuse(_("is the same day as day"))
        return value

    @field_validator("name")
    @classmethod
    def _named_when_added(cls, value: Any, info: ValidationInfo) -> Any:
        if info.data.get("action") == "add" and value is None:
            raise refuse(_("is needed when a holiday is added"))
        return value


class HoursFile(PackModel):
    """hours.yaml"""

    schedule: MallSchedule
    seasons: list[Season] = []
    closures: list[Closure] = []
    holidays: list[HolidayChange] = []

    @field_validator("seasons")
    @classmethod
    def _apart(cls, value: list[Season]) -> list[Season]:
        return seasons_apart(value)
