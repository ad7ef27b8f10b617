"""The form of a week: one text line per weekday, and clear words when it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gerai.place.choices import Weekday
from gerai.place.weekly_hours import (
    WEEKDAY_KEYS,
    WeeklyJSON,
    canonical_weekly,
    format_day,
    weekly_from_text,
)


class WeeklyHoursWidget(forms.MultiWidget):
    """Seven text lines, Monday first."""

    template_name = "place/widgets/weekly_hours.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        lines: dict[str, forms.Widget | type[forms.Widget]] = {
            key: forms.TextInput() for key in WEEKDAY_KEYS
        }
        super().__init__(
            lines, {"autocomplete": "off", "spellcheck": "false", **(attrs or {})}
        )

    def decompress(self, value: Any) -> list[str]:
        if not isinstance(value, Mapping):
            return [""] * len(WEEKDAY_KEYS)
        week = canonical_weekly(dict(value)) or {}
        # A week without any service must not look like one that nobody knows.
        closed = "" if week else gettext("closed")
        return [
            format_day(week[key]) if key in week else closed for key in WEEKDAY_KEYS
        ]

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        subwidgets = context["widget"]["subwidgets"]
        for key, subwidget in zip(WEEKDAY_KEYS, subwidgets, strict=True):
            subwidget["day_label"] = Weekday(key).label
        return context


class WeeklyHoursFormField(forms.Field):
    """Reads :class:`WeeklyHoursWidget`; seven empty lines mean "not known" (None)."""

    widget = WeeklyHoursWidget
    default_error_messages = {
        "required": _("Write the hours of at least one day."),
    }

    def to_python(self, value: Any) -> WeeklyJSON | None:
        if value is None or isinstance(value, Mapping):
            return canonical_weekly(dict(value)) if value is not None else None
        lines = dict(
            zip(WEEKDAY_KEYS, (str(line or "") for line in value), strict=True)
        )
        if not any(line.strip() for line in lines.values()):
            return None
        try:
            return weekly_from_text(lines)
        except ValidationError as problem:
            raise ValidationError(
                [
                    ValidationError(
                        _("%(day)s: %(problem)s"),
                        code="day",
                        params={
                            "day": Weekday(key).label,
                            "problem": " ".join(messages),
                        },
                    )
                    for key, messages in problem.message_dict.items()
                ]
            ) from problem

    def validate(self, value: Any) -> None:
        # {} is an answer (closed all week), so "empty" can't be decided by truth.
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            written = self.to_python(data)
        except ValidationError:
            return True
        return written != self.to_python(initial)
