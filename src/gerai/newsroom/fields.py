"""Moments that staff type and read on the clock of the mall."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from gerai.place.selectors import mall_timezone


class MallDateTimeFormField(forms.DateTimeField):
    """A moment in the mall's zone, whatever zone the desk is set to.

    The desk's own zone is that of the server or of the person's account; "until 15.00"
    means the clock on the wall of the mall.
    """

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(mall_timezone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        with timezone.override(mall_timezone()):
            return super().to_python(value)


class MallDateTimeField(models.DateTimeField[Any, Any]):
    """A point in time; only its form field differs."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MallDateTimeFormField, **kwargs})
