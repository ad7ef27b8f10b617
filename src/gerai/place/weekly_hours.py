"""Weekly hours as people write them and as they are stored.

Stored: ``{"mon": [["08:00", "12:00"], ["13:00", "15:00"]], …}``; a day that is missing is
a day without service, ``None`` means that the hours are not known. An interval holds its
start and not its end; ``24:00`` may end a day, and nothing crosses midnight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.place.choices import Weekday

WeeklyJSON: TypeAlias = dict[str, list[list[str]]]

MINUTES_PER_DAY = 24 * 60
WEEKDAY_KEYS: tuple[str, ...] = tuple(Weekday.values)

CLOSED_WORDS = ("tutup", "libur", "closed", "-")

_STORED_TIME = re.compile(r"(\d{2}):(\d{2})", re.ASCII)
_WRITTEN_TIME = re.compile(r"(\d{1,2})[.:](\d{2})", re.ASCII)
_RANGE = re.compile(r"\s*(?:-|–|—|s\.d\.|s/d)\s*", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;\n]")


def clock_text(minute: int) -> str:
    """Minutes after midnight as stored: 510 is ``08:30``, 1440 is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def parse_stored_time(text: object) -> int:
    """Minutes after midnight of a stored time.

    Raises:
        ValidationError: if it is not ``HH:MM`` between 00:00 and 24:00.
    """
    match = _STORED_TIME.fullmatch(text) if isinstance(text, str) else None
    minute = _minute(match)
    if minute is None:
        raise _not_a_time(str(text))
    return minute


def parse_day(text: str) -> list[list[str]]:
    """Read one day as staff write it: ``08.00-12.00, 13.00-15.00``; empty is closed.

    Returns:
        the intervals in order of time, as they are stored.

    Raises:
        ValidationError: says in one sentence what is wrong and how to write it.
    """
    if is_closed_word(text):
        return []
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    return _ordered([_read_range(part) for part in parts])


def is_closed_word(text: str) -> bool:
    """Whether a line says in words that there is no service on the day."""
    return text.strip().lower() in CLOSED_WORDS


def format_day(intervals: Iterable[Sequence[str]]) -> str:
    """The inverse of :func:`parse_day`."""
    return ", ".join(
        f"{opens.replace(':', '.')}-{closes.replace(':', '.')}"
        for opens, closes in intervals
    )


def weekly_from_text(days: Mapping[str, str | Iterable[str]]) -> WeeklyJSON:
    """Weekly hours from written days, e.g. ``{"mon": ["08.00-12.00"], "fri": ""}``.

    Raises:
        ValidationError: with one message per faulty day, keyed by the day (``mon`` …).
    """
    errors: dict[str, list[ValidationError]] = {}
    weekly: WeeklyJSON = {}
    for key in days:
        if key not in WEEKDAY_KEYS:
            errors[key] = [_unknown_day(key)]
    for key in WEEKDAY_KEYS:
        written = days.get(key, "")
        text = written if isinstance(written, str) else ",".join(written)
        try:
            intervals = parse_day(text)
        except ValidationError as problem:
            errors[key] = [problem]
            continue
        if intervals:
            weekly[key] = intervals
    if errors:
        raise ValidationError(errors)
    return weekly


def validate_weekly(value: object) -> None:
    """Refuse stored weekly hours that the clock can't use; for the model field."""
    if value is None:
        return
    if not isinstance(value, Mapping):
        raise ValidationError(_("Weekly hours are a list of hours for each weekday."))
    for key, intervals in value.items():
        if key not in WEEKDAY_KEYS:
            raise _unknown_day(str(key))
        try:
            _validate_day(intervals)
        except ValidationError as problem:
            raise ValidationError(
                _("%(day)s: %(problem)s"),
                code=problem.code,
                params={
                    "day": Weekday(key).label,
                    "problem": " ".join(problem.messages),
                },
            ) from problem


def canonical_weekly(value: WeeklyJSON | None) -> WeeklyJSON | None:
    """The same hours with days in order and without empty days."""
    if value is None:
        return None
    return {key: value[key] for key in WEEKDAY_KEYS if value.get(key)}


def _validate_day(intervals: object) -> None:
    if not isinstance(intervals, list | tuple):
        raise ValidationError(_("The hours of a day are a list of openings."))
    ranges: list[tuple[int, int]] = []
    for pair in intervals:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise ValidationError(_("An opening has a beginning and an end."))
        opens, closes = (parse_stored_time(moment) for moment in pair)
        _check_range(opens, closes, f"{pair[0]}-{pair[1]}")
        ranges.append((opens, closes))
    if ranges != sorted(ranges):
        raise ValidationError(_("The openings of a day must be in order of time."))
    _ordered(ranges)


def _read_range(text: str) -> tuple[int, int]:
    moments = _RANGE.split(text)
    if len(moments) != 2:
        raise ValidationError(
            _("“%(text)s” is not an opening. Write it like 08.00-12.00."),
            code="not_a_range",
            params={"text": text},
        )
    opens_match, closes_match = (_WRITTEN_TIME.fullmatch(moment) for moment in moments)
    opens = _minute(opens_match)
    if opens is None or opens == MINUTES_PER_DAY:
        raise _not_a_time(moments[0])
    closes = _minute(closes_match)
    if closes is None:
        if closes_match is not None and _is_past_midnight(closes_match):
            raise _crosses_midnight(text)
        raise _not_a_time(moments[1])
    _check_range(opens, closes, text)
    return opens, closes


def _check_range(opens: int, closes: int, text: str) -> None:
    if closes > opens:
        return
    if closes == opens:
        message = _("%(text)s: it opens and closes at the same time.")
        raise ValidationError(message, code="empty_range", params={"text": text})
    if opens >= MINUTES_PER_DAY // 2 and closes <= MINUTES_PER_DAY // 2:
        raise _crosses_midnight(text)
    raise ValidationError(
        _("%(text)s: it closes before it opens."),
        code="backwards",
        params={"text": text},
    )


def _ordered(ranges: list[tuple[int, int]]) -> list[list[str]]:
    ranges = sorted(ranges)
    for (opens, closes), (opens_next, closes_next) in pairwise(ranges):
        if opens_next < closes:
            raise ValidationError(
                _("%(first)s and %(second)s overlap."),
                code="overlap",
                params={
                    "first": format_day([(clock_text(opens), clock_text(closes))]),
                    "second": format_day(
                        [(clock_text(opens_next), clock_text(closes_next))]
                    ),
                },
            )
    return [[clock_text(opens), clock_text(closes)] for opens, closes in ranges]


def _minute(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    total = hour * 60 + minute
    return total if minute < 60 and total <= MINUTES_PER_DAY else None


def _is_past_midnight(match: re.Match[str]) -> bool:
    return int(match[1]) < 36 and int(match[2]) < 60


def _not_a_time(text: str) -> ValidationError:
    return ValidationError(
        _("“%(text)s” is not a time. Write it like 08.00 or 15.30."),
        code="not_a_time",
        params={"text": text},
    )


def _crosses_midnight(text: str) -> ValidationError:
    return ValidationError(
        _(
            "%(text)s goes past midnight. Write it until 24.00, and the rest on the "
            "next day."
        ),
        code="crosses_midnight",
        params={"text": text},
    )


def _unknown_day(key: str) -> ValidationError:
    return ValidationError(
        _("“%(key)s” is not a weekday. Use %(days)s."),
        code="not_a_weekday",
        params={"key": key, "days": ", ".join(WEEKDAY_KEYS)},
    )


class WeeklyHoursField(models.JSONField):
    """Weekly hours in the form that this module describes, or None for unknown."""

    default_validators = [validate_weekly]

    def formfield(self, **kwargs: Any) -> Any:
        from gerai.place.weekly_hours_form import WeeklyHoursFormField  # noqa: PLC0415

        # Not JSONField's own: its form field takes arguments that ours has no use for.
        return models.Field.formfield(
            self, **{"form_class": WeeklyHoursFormField, **kwargs}
        )
