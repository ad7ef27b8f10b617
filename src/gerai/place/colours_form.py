"""The form of the mall's colours: one line per colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gerai.theme.tokens import TOKEN_NAMES

TOKEN_LABELS = {
    "structure": _("Main colour"),
    "accent": _("Accent"),
    "structure_dark": _("Main colour on dark ground"),
    "accent_dark": _("Accent on dark ground"),
    "thread_1": _("First thread of the woven edge"),
    "thread_2": _("Second thread of the woven edge"),
    "thread_3": _("Third thread of the woven edge"),
}


class ThemeWidget(forms.MultiWidget):
    """A text line per token; a colour that is left empty is the theme's own."""

    template_name = "place/widgets/theme.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        lines: dict[str, forms.Widget | type[forms.Widget]] = {
            token: forms.TextInput({"placeholder": "#0b5a5e", "maxlength": 7})
            for token in TOKEN_NAMES
        }
        super().__init__(lines, {"autocomplete": "off", **(attrs or {})})

    def decompress(self, value: Any) -> list[str]:
        tokens = value if isinstance(value, Mapping) else {}
        return [str(tokens.get(token, "")) for token in TOKEN_NAMES]

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        subwidgets = context["widget"]["subwidgets"]
        for token, subwidget in zip(TOKEN_NAMES, subwidgets, strict=True):
            subwidget["token_label"] = TOKEN_LABELS[token]
        return context


class ThemeFormField(forms.Field):
    """Reads :class:`ThemeWidget`; empty lines are left out."""

    widget = ThemeWidget

    def to_python(self, value: Any) -> dict[str, str]:
        if value is None:
            return {}
        if isinstance(value, Mapping):
            return dict(value)
        written = (str(line or "").strip().lower() for line in value)
        return {
            token: colour
            for token, colour in zip(TOKEN_NAMES, written, strict=True)
            if colour
        }

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != self.to_python(initial)
