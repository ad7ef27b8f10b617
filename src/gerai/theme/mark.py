"""The woven square in the city's colours: favicon and application icons.

``python -m gerai.theme.mark`` writes those of the theme's own colours.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from gerai.theme.tokens import Tokens

ICONS = Path(__file__).parent / "static" / "theme" / "icons"

_GRID = 32
# Threads in the order in which they are laid: token, line, width, on the grid of 32.
_ACROSS = (("thread_1", 9.0, 1.5), ("thread_2", 21.5, 4.0), ("thread_3", 26.0, 1.0))
_DOWN = (("thread_1", 23.0, 1.5), ("thread_2", 10.5, 4.0), ("thread_3", 6.0, 1.0))
# The part of a maskable icon that every launcher shows is a circle of 80 %.
_SAFE = 0.72


def favicon_svg(tokens: Tokens) -> str:
    """The mark as an SVG text."""
    lines = "".join(
        f'<path stroke="{getattr(tokens, name)}" stroke-width="{width:g}" '
        f'd="M0 {across:g}h32M{down:g} 0v32"/>'
        for (name, across, width), (_, down, _) in zip(_ACROSS, _DOWN, strict=True)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        '<clipPath id="a"><rect width="32" height="32" rx="4"/></clipPath>'
        f'<g clip-path="url(#a)"><path fill="{tokens.deep}" d="M0 0h32v32H0z"/>'
        f"{lines}</g></svg>\n"
    )


def icon_png(tokens: Tokens, *, size: int, is_maskable: bool = False) -> bytes:
    """The mark as a square PNG of ``size`` pixels.

    A maskable icon keeps its threads within the circle that a launcher may cut out.
    """
    buffer = BytesIO()
    icon = mark_image(tokens, size=size, is_maskable=is_maskable)
    icon.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def mark_image(tokens: Tokens, *, size: int, is_maskable: bool = False) -> Image.Image:
    """The mark as an image, drawn four times too large and made smaller."""
    full = 4 * size
    image = Image.new("RGB", (full, full), tokens.deep)
    draw = ImageDraw.Draw(image)
    share = _SAFE if is_maskable else 1.0
    unit = full * share / _GRID
    offset = full * (1 - share) / 2
    for (name, across, width), (_, down, _) in zip(_ACROSS, _DOWN, strict=True):
        colour = getattr(tokens, name)
        half = width / 2
        start, end = offset + (across - half) * unit, offset + (across + half) * unit
        draw.rectangle((0, round(start), full, round(end) - 1), fill=colour)
        start, end = offset + (down - half) * unit, offset + (down + half) * unit
        draw.rectangle((round(start), 0, round(end) - 1, full), fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _write() -> None:
    tokens = Tokens()
    ICONS.mkdir(parents=True, exist_ok=True)
    (ICONS / "favicon.svg").write_text(favicon_svg(tokens), "utf-8")
    (ICONS / "apple-touch.png").write_bytes(icon_png(tokens, size=180))
    for size in (192, 512):
        (ICONS / f"icon-{size}.png").write_bytes(icon_png(tokens, size=size))
        (ICONS / f"maskable-{size}.png").write_bytes(
            icon_png(tokens, size=size, is_maskable=True)
        )


if __name__ == "__main__":
    _write()
