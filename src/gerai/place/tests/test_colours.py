"""The mall's colours: contrast decides, and the figure is said."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from gerai.place.colours import validate_theme
from gerai.place.colours_form import TOKEN_LABELS, ThemeFormField, ThemeWidget
from gerai.theme.tokens import TOKEN_NAMES


def test_readable_colours_pass() -> None:
    validate_theme({})
    validate_theme({"structure": "#0b5a5e", "accent": "#9b2335"})


@pytest.mark.parametrize(
    ("tokens", "code"),
    [
        ({"accent": "#777777"}, "low_contrast"),
        ({"structure_dark": "#0b5a5e"}, "low_contrast"),
        ({"accent": "red"}, "not_a_colour"),
        ({"accent": "#fff"}, "not_a_colour"),
        ({"accent": None}, "not_a_colour"),
        ({"accent": "#9b2335;} body{display:none"}, "not_a_colour"),
        ({"background": "#ffffff"}, "unknown_token"),
    ],
)
def test_other_colours_are_refused(tokens: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_theme(tokens)

    assert [problem.code for problem in refusal.value.error_list] == [code]


def test_the_refusal_tells_the_figure_rounded_down() -> None:
    # 3.98 to 1 on the darkest light ground of the theme.
    with pytest.raises(ValidationError, match=r"3\.9\d"):
        validate_theme({"accent": "#777777"})


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(ValidationError):
        validate_theme(["#000000"])


def test_the_form_has_a_line_per_colour_and_leaves_empty_ones_out() -> None:
    field = ThemeFormField(required=False)

    assert field.clean(["#0B5A5E", "", " ", *[""] * 4]) == {"structure": "#0b5a5e"}
    assert not field.has_changed({"structure": "#0b5a5e"}, ["#0b5a5e", *[""] * 6])
    html = ThemeWidget().render("theme", {"accent": "#9b2335"}, {"id": "id_theme"})
    assert html.count("<label") == len(TOKEN_NAMES)
    assert tuple(TOKEN_LABELS) == TOKEN_NAMES
    assert 'value="#9b2335"' in html
