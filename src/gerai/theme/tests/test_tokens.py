from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.theme.tokens import (
    GROUNDS,
    LEAST_CONTRAST,
    LowContrast,
    NotAColour,
    TokenError,
    Tokens,
    UnknownToken,
    changed_css,
    contrast,
    mix,
    problems,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#FF0000", "#ffffff", 4.0),
    ],
)
def test_contrast_as_published(first: str, second: str, expected: float) -> None:
    assert contrast(first, second) == pytest.approx(expected, abs=0.005)


@given(colours, colours)
def test_contrast_is_symmetric_and_bounded(first: str, second: str) -> None:
    ratio = contrast(first, second)
    assert ratio == contrast(second, first)
    assert 1 <= ratio <= 21


@given(colours, colours, st.floats(0, 1))
def test_a_mix_lies_between(first: str, second: str, share: float) -> None:
    assert len(mix(first, second, share)) == 7
    assert mix(first, second, 0) == first
    assert mix(first, second, 1) == second


def test_the_defaults_pass() -> None:
    defaults = {name: getattr(Tokens(), name) for name in GROUNDS}
    assert problems(defaults) == []


def test_a_pale_accent_is_refused_with_the_figure() -> None:
    (problem,) = problems({"accent": "#e0a92e"})
    assert isinstance(problem, LowContrast)
    assert problem.shown_ratio == "1.88"
    assert "1.88:1" in str(problem)
    assert f"{LEAST_CONTRAST}:1" in str(problem)


def test_a_figure_is_never_rounded_up() -> None:
    assert LowContrast("accent", "#000000", "#ffffff", 4.4999).shown_ratio == "4.49"


def test_the_dark_tokens_are_measured_on_dark() -> None:
    assert problems({"structure_dark": "#0b5a5e"})
    assert problems({"structure_dark": "#7cc9c3"}) == []


def test_threads_are_an_ornament() -> None:
    assert problems({"thread_1": "#fefefe"}) == []


@pytest.mark.parametrize("value", ["red", "#fff", "#12345g", "#1234567", 7, None, ""])
def test_what_is_no_colour(value: object) -> None:
    (problem,) = problems({"structure": value})
    assert isinstance(problem, NotAColour)


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    (problem,) = problems({"background": "#000000"})
    assert isinstance(problem, UnknownToken)
    assert "structure" in str(problem)


def test_all_problems_are_told_at_once() -> None:
    assert len(problems({"nonsense": "x", "accent": "x", "structure": "#ffffff"})) == 3


def test_tokens_from_a_pack() -> None:
    tokens = Tokens.from_mapping({"structure": "#7A1F2B"})
    assert tokens.structure == "#7a1f2b"
    assert tokens.accent == Tokens().accent
    with pytest.raises(TokenError, match="accent"):
        Tokens.from_mapping({"accent": "#ffff00"})


@given(colours)
def test_what_stands_on_the_tokens_can_be_read(colour: str) -> None:
    if problems({"structure": colour, "accent": colour}):
        return
    light = Tokens(structure=colour, accent=colour).light()
    assert contrast(light["structure"], light["on-structure"]) >= LEAST_CONTRAST
    assert contrast(light["accent"], light["on-accent"]) >= LEAST_CONTRAST
    assert contrast("#ffffff", light["deep"]) >= LEAST_CONTRAST
    assert contrast(light["accent"], light["blush"]) >= LEAST_CONTRAST
    assert contrast(light["structure"], light["mist"]) >= LEAST_CONTRAST


@given(colours)
def test_what_stands_on_the_dark_tokens_can_be_read(colour: str) -> None:
    if problems({"structure_dark": colour, "accent_dark": colour}):
        return
    dark = Tokens(structure_dark=colour, accent_dark=colour).dark()
    assert contrast(dark["structure"], dark["on-structure"]) >= LEAST_CONTRAST
    assert contrast(dark["accent"], dark["on-accent"]) >= LEAST_CONTRAST
    assert contrast(dark["accent"], dark["blush"]) >= LEAST_CONTRAST
    assert contrast(dark["structure"], dark["mist"]) >= LEAST_CONTRAST


def test_css_has_both_schemes_and_a_fallback() -> None:
    css = Tokens(structure="#7a1f2b", structure_dark="#ffb0b8").css()
    assert css.startswith(":root{--structure:#7a1f2b;")
    assert (
        "@media screen and (prefers-color-scheme:dark){:root{--structure:#ffb0b8;"
        in css
    )
    assert "--structure:light-dark(#7a1f2b,#ffb0b8)" in css
    assert "--thread-1:#e0a92e" in css
    assert css.count("{") == css.count("}")


def test_the_theme_needs_no_sheet_for_its_own_colours() -> None:
    assert changed_css(Tokens()) == ""
    assert changed_css(Tokens(accent="#7a1f2b"))
