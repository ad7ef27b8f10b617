"""QR codes that lead from paper back to a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET_ZONE = 4
"""White modules around the code that scanners ask for (ISO/IEC 18004)."""
MASK = 2
"""Every reader takes every mask. Trying all eight is most of the work; for addresses this
one was within 1 % of the best in sum (penalty points of the standard)."""


@dataclass(frozen=True, slots=True)
class QRCode:
    """A code as one SVG path.

    Attributes:
        size: width and height in modules, the quiet zone included.
        path: the dark modules, for the ``d`` of an SVG path.
    """

    size: int
    path: str


@lru_cache(maxsize=512)
def qr_code(text: str) -> QRCode:
    """The code for ``text``, with at least 15 % of it repairable.

    Raises:
        segno.DataOverflowError: for more than a code can hold (2,331 bytes).
    """
    matrix = segno.make_qr(text, error="m", mask=MASK).matrix
    runs: list[str] = []
    for y, row in enumerate(matrix, start=QUIET_ZONE):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            start = x
            while x < len(row) and row[x]:
                x += 1
            width = x - start
            runs.append(f"M{start + QUIET_ZONE} {y}h{width}v1h-{width}z")
    return QRCode(len(matrix) + 2 * QUIET_ZONE, "".join(runs))


def modules(text: str) -> list[list[bool]]:
    """The same code row by row, dark or not, the quiet zone included.

    Raises:
        segno.DataOverflowError: as ``qr_code``.
    """
    code = segno.make_qr(text, error="m", mask=MASK)
    return [
        [bool(is_dark) for is_dark in row]
        for row in code.matrix_iter(border=QUIET_ZONE)
    ]
