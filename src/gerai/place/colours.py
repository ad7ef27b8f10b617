"""The mall's colours: what the theme asks of them, said to people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.theme import tokens


def validate_theme(values: object) -> None:
    """Refuse unknown tokens, what is no colour, and colours that are hard to read."""
    if not isinstance(values, Mapping):
        raise ValidationError(_("The colours are a list of names and values."))
    problems = [_in_words(problem) for problem in tokens.problems(values)]
    if problems:
        raise ValidationError(problems)


def _in_words(problem: tokens.TokenError) -> ValidationError:
    if isinstance(problem, tokens.LowContrast):
        return ValidationError(
            _(
                "%(name)s: %(value)s on %(ground)s has a contrast of only %(ratio)s; "
                "at least %(least)s is needed."
            ),
            code="low_contrast",
            params={
                "name": problem.name,
                "value": problem.value,
                "ground": problem.ground,
                "ratio": problem.shown_ratio,
                "least": f"{tokens.LEAST_CONTRAST:.1f}",
            },
        )
    if isinstance(problem, tokens.NotAColour):
        return ValidationError(
            _("%(name)s: “%(value)s” is not a colour. Write it like #0b5a5e."),
            code="not_a_colour",
            params={"name": problem.name, "value": problem.value},
        )
    return ValidationError(
        _("“%(name)s” is not a colour of the theme. Known: %(known)s."),
        code="unknown_token",
        params={"name": problem.name, "known": ", ".join(tokens.TOKEN_NAMES)},
    )


class ThemeField(models.JSONField):
    """Theme tokens by name."""

    def formfield(self, **kwargs: Any) -> Any:
        from gerai.place.colours_form import ThemeFormField  # noqa: PLC0415

        return models.Field.formfield(self, **{"form_class": ThemeFormField, **kwargs})
