"""The mall's colours: tokens that a city brings, checked so that all can read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA) for text of normal size."""

LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#10201f"

TOKEN_GROUNDS: Mapping[str, str] = {
    "structure": LIGHT_GROUND,
    "accent": LIGHT_GROUND,
    "structure_dark": DARK_GROUND,
    "accent_dark": DARK_GROUND,
}
"""Known tokens, and the ground on which each is read as text."""

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE | re.ASCII)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def validate_theme(tokens: object) -> None:
    """Refuse unknown tokens, what is no colour, and colours that are hard to read."""
    if not isinstance(tokens, Mapping):
        raise ValidationError(_("The colours are a list of names and values."))
    problems: list[ValidationError] = []
    for name, value in tokens.items():
        ground = TOKEN_GROUNDS.get(name)
        if ground is None:
            known = ", ".join(TOKEN_GROUNDS)
            problems.append(
                ValidationError(
                    _("“%(name)s” is not a colour of the theme. Known: %(known)s."),
                    code="unknown_token",
                    params={"name": name, "known": known},
                )
            )
        elif not isinstance(value, str) or not _COLOUR.fullmatch(value):
            problems.append(
                ValidationError(
                    _("%(name)s: “%(value)s” is not a colour. Write it like #0b5a5e."),
                    code="not_a_colour",
                    params={"name": name, "value": value},
                )
            )
        elif (ratio := contrast(value, ground)) < LEAST_CONTRAST:
            problems.append(
                ValidationError(
                    _(
                        "%(name)s: %(value)s on %(ground)s has a contrast of only "
                        "%(ratio)s; at least %(least)s is needed."
                    ),
                    code="low_contrast",
                    params={
                        "name": name,
                        "value": value,
                        "ground": ground,
                        # Rounded down: 4.499 must not read as 4.50.
                        "ratio": f"{int(ratio * 100) / 100:.2f}",
                        "least": f"{LEAST_CONTRAST:.1f}",
                    },
                )
            )
    if problems:
        raise ValidationError(problems)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class ThemeField(models.JSONField):
    """Theme tokens by name."""

    def formfield(self, **kwargs: Any) -> Any:
        from gerai.place.colours_form import ThemeFormField  # noqa: PLC0415

        return models.Field.formfield(self, **{"form_class": ThemeFormField, **kwargs})
