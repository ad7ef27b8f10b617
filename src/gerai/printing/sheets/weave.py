"""The woven edge of a sheet, in the city's threads."""

from __future__ import annotations

from gerai.theme.tokens import Tokens

# One repeat as (start, width, thread); the style sheet of the site has the same.
_WARP = ((8, 1, 1), (20, 4, 2), (28, 1, 3), (31, 1, 3), (36, 4, 2), (51, 1, 1))
WIDTH, HEIGHT = 72, 12


def weave_svg(tokens: Tokens) -> str:
    """One repeat of the weave as SVG, of ``WIDTH`` by ``HEIGHT``."""
    threads = {1: tokens.thread_1, 2: tokens.thread_2, 3: tokens.thread_3}
    warp = "".join(
        f'<path fill="{threads[thread]}" d="M{start} 0h{width}v{HEIGHT}h-{width}z"/>'
        for start, width, thread in _WARP
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="{tokens.deep}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{warp}'
        f'<path fill="{tokens.thread_1}" d="M0 2h{WIDTH}v1H0z"/>'
        f'<path fill="{tokens.thread_2}" d="M0 8h{WIDTH}v2H0z"/></svg>'
    )
