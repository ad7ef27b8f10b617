"""The colours of a city: checked so that all can read them, then written as CSS.

A content pack brings a few tokens; everything else is mixed from them or fixed. The
neutral grounds are part of the theme, so that a contrast which is measured here is the
contrast that is seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA) for text of normal size."""

LIGHT_PAPER = "#fbfaf6"
LIGHT_SUNKEN = "#f0f2ec"
DARK_PAPER = "#0f1817"
DARK_SUNKEN = "#1d2b2a"

# The least favourable ground of each scheme on which a coloured word may stand.
GROUNDS: Mapping[str, str] = {
    "structure": LIGHT_SUNKEN,
    "accent": LIGHT_SUNKEN,
    "structure_dark": DARK_SUNKEN,
    "accent_dark": DARK_SUNKEN,
}
"""Tokens that colour text, and the ground each is measured on."""

THREADS = ("thread_1", "thread_2", "thread_3")
"""Tokens of the woven edge: an ornament, never text, so nothing is asked of them."""

TOKEN_NAMES = (*GROUNDS, *THREADS)

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE | re.ASCII)


class TokenError(ValueError):
    """A token that can't be used; the message is English, for programs and logs."""

    def __init__(self, name: str, value: object, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.value = value


class UnknownToken(TokenError):
    """A name that the theme doesn't have."""


class NotAColour(TokenError):
    """A value that isn't written like ``#0b5a5e``."""


class LowContrast(TokenError):
    """A colour that is hard to read on its ground; ``shown_ratio`` is rounded down."""

    def __init__(self, name: str, value: str, ground: str, ratio: float) -> None:
        # Rounded down: 4.499 must not read as 4.50.
        self.ground = ground
        self.ratio = ratio
        self.shown_ratio = f"{int(ratio * 100) / 100:.2f}"
        super().__init__(
            name,
            value,
            f"{value} on {ground} has a contrast of {self.shown_ratio}:1; "
            f"at least {LEAST_CONTRAST}:1 is needed",
        )


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a ``#rrggbb`` colour, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of ``#rrggbb``, each from 0 to 255."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with a ``share`` (0 to 1) of ``other`` in it."""
    mixed = (
        round(mine * (1 - share) + theirs * share)
        for mine, theirs in zip(channels(colour), channels(other), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def tint(colour: str, paper: str) -> str:
    """A ground with a touch of ``colour``, on which ``colour`` itself can be read."""
    for share in (0.92, 0.94, 0.96, 0.98):
        ground = mix(colour, paper, share)
        if contrast(colour, ground) >= LEAST_CONTRAST:
            return ground
    return paper


def problems(values: Mapping[str, object]) -> list[TokenError]:
    """What is wrong with a pack's tokens, in their order; empty if nothing is."""
    found: list[TokenError] = []
    for name, value in values.items():
        if name not in TOKEN_NAMES:
            known = ", ".join(TOKEN_NAMES)
            found.append(UnknownToken(name, value, f"unknown; known: {known}"))
        elif not isinstance(value, str) or not _COLOUR.fullmatch(value):
            found.append(
                NotAColour(name, value, f"{value!r} is not a colour like #0b5a5e")
            )
        elif ground := GROUNDS.get(name):
            ratio = contrast(value, ground)
            if ratio < LEAST_CONTRAST:
                found.append(LowContrast(name, value, ground, ratio))
    return found


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours that a city may choose; the defaults are Samarinda's."""

    structure: str = "#0b5a5e"
    accent: str = "#9b2335"
    structure_dark: str = "#7cc9c3"
    accent_dark: str = "#f0a08f"
    thread_1: str = "#e0a92e"
    thread_2: str = "#c8334a"
    thread_3: str = "#f4efe0"

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Self:
        """Tokens with a pack's values over the defaults.

        Raises:
            TokenError: the first problem of :func:`problems`.
        """
        for problem in problems(values):
            raise problem
        return cls(**{name: str(value).lower() for name, value in values.items()})

    @property
    def deep(self) -> str:
        """Ground of the hero and the footer; white text stands on it."""
        return mix(self.structure, "#000000", 0.32)

    def light(self) -> dict[str, str]:
        """Custom properties of the light scheme that depend on the tokens."""
        return {
            "structure": self.structure,
            "on-structure": "#ffffff",
            "deep": self.deep,
            "mist": tint(self.structure, LIGHT_PAPER),
            "accent": self.accent,
            "on-accent": "#ffffff",
            "blush": tint(self.accent, LIGHT_PAPER),
        }

    def dark(self) -> dict[str, str]:
        """The same properties in the dark scheme."""
        return {
            "structure": self.structure_dark,
            "on-structure": "#0b1413",
            "deep": mix(self.structure, "#000000", 0.5),
            "mist": tint(self.structure_dark, DARK_PAPER),
            "accent": self.accent_dark,
            "on-accent": "#0b1413",
            "blush": tint(self.accent_dark, DARK_PAPER),
        }

    def threads(self) -> dict[str, str]:
        """The three threads of the woven edge, the same in both schemes."""
        return {name.replace("_", "-"): getattr(self, name) for name in THREADS}

    def css(self) -> str:
        """A style sheet that puts these tokens over the theme's own.

        Browsers that know ``light-dark()`` follow ``color-scheme``, so that a sheet
        printed from a dark screen is light; older ones follow the device.
        """
        light, dark = self.light(), self.dark()
        both = {
            name: f"light-dark({value},{dark[name]})" for name, value in light.items()
        }
        return (
            f":root{{{declarations({**light, **self.threads()})}}}"
            f"@media screen and (prefers-color-scheme:dark)"
            f"{{:root{{{declarations(dark)}}}}}"
            f"@supports (color:light-dark(#000,#fff))"
            f"{{:root{{{declarations(both)}}}}}\n"
        )


def changed_css(tokens: Tokens) -> str:
    """The style sheet of a city's tokens; empty if they are the theme's own."""
    return "" if tokens == Tokens() else tokens.css()


def declarations(values: Mapping[str, str]) -> str:
    """The inside of a rule: custom properties without a semicolon at the end."""
    return ";".join(f"--{name}:{value}" for name, value in values.items())


assert tuple(field.name for field in fields(Tokens)) == TOKEN_NAMES  # noqa: S101
