"""Icons and illustrations, drawn for this site.

The one place of the theme that makes markup out of text: everything comes from the
tables below, and the only words from outside are escaped.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from gerai.theme.icon_paths import ICON_PATHS
from gerai.theme.qr import qr_code

ILLUSTRATIONS = {
    # The woven square: two threads across two, the check of a sarung.
    "mark": (
        '<svg class="mark-drawing" viewBox="0 0 32 32" aria-hidden="true" '
        'focusable="false"><rect class="mark-ground" width="32" height="32" rx="4"/>'
        '<path class="mark-1" d="M0 9h32M23 0v32"/>'
        '<path class="mark-2" d="M0 21.5h32M10.5 0v32"/>'
        '<path class="mark-3" d="M0 26h32M6 0v32"/></svg>'
    ),
    # The Mahakam with its bridge of arches, houses on stilts and two boats.
    "riverside": (
        '<svg class="riverside" viewBox="0 0 1200 124" preserveAspectRatio="xMidYMax slice" '
        'aria-hidden="true" focusable="false">'
        '<path class="faint" d="M0 76c40-16 90-22 130-10s60 2 96-6'
        "M610 76c50-24 120-28 190-16s150-20 220-8 110 14 180 2M162 78v-15"
        "M175 78v-20M187 78v-22M199 78v-22M211 78v-20M224 78v-15M248 78v-17"
        "M261 78v-22M273 78v-24M285 78v-24M297 78v-22M310 78v-17M337 78v-25"
        "M353 78v-33M368 78v-36M384 78v-36M399 78v-33M415 78v-25M442 78v-17"
        "M455 78v-22M467 78v-24M479 78v-24M491 78v-22M504 78v-17M528 78v-15"
        "M541 78v-20M553 78v-22M565 78v-22M577 78v-20M590 78v-15M40 113h120"
        "M190 113h240M452 113h90M600 113h300M930 113h60M1110 113h90M0 120h260"
        'M300 120h150M500 120h330M860 120h340"/>'
        '<path d="M150 78v26M236 78v26M322 78v26M430 78v26M516 78v26M602 78v26'
        "M96 82l54-4h452l44 6M150 78a43 22 0 0 1 86 0M236 78a43 24 0 0 1 86 0"
        "M322 78a54 36 0 0 1 108 0M430 78a43 24 0 0 1 86 0M516 78a43 22 0 0 1 86 0"
        "M0 106h52M120 106h180M318 106h130M470 106h150M640 106h190M850 106h190"
        "M1142 106h58M1006 84c2-10 0-18-4-26M1002 58c-6-6-14-6-18 0"
        "M1002 58c2-8 10-10 16-6M1002 58c-2-8-8-12-14-10M1002 58c6-2 12 0 14 6"
        "M668 84v20M683.3 84v20M698.7 84v20M714 84v20M728 82v22M748 82v22M768 82v22"
        "M786 85v19M801 85v19M816 85v19M868 84v20M884.7 84v20M901.3 84v20M918 84v20"
        'M936 82v22M955 82v22M974 82v22M652 92h172M854 92h134"/>'
        '<path class="solid" d="M668 66V84h46v-18M662 66l29 -18 29 18z'
        "M728 58V82h40v-24M722 58l26 -22 26 22zM786 69V85h30v-16"
        "M780 69l21 -14 21 14zM868 66V84h50v-18M862 66l31 -19 31 19z"
        "M936 59V82h38v-23M930 59l25 -21 25 21zM1048 100h86l-14 10h-58z"
        'M1072 100V88h34l12 12M1092 88v-6h-12M60 106h52l-10 8H70zM78 106v-8h18l8 8"/>'
        '<path d="M687.3 84v-10h8v10M744.8 82v-10h8v10M798.6 85v-10h8v10'
        'M889 84v-10h8v10M952 82v-10h8v10"/>'
        "</svg>"
    ),
}


@lru_cache(maxsize=512)
def icon(name: str, *, label: str = "") -> SafeString:
    """An inline icon, hidden from screen readers unless it carries a ``label``."""
    path = ICON_PATHS.get(name, ICON_PATHS["dot"])
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">'
            '<path d="{}"/></svg>',
            label,
            path,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        path,
    )


def qr_code_svg(text: str) -> SafeString:
    """A code to scan as an inline drawing; what it leads to is written beside it."""
    code = qr_code(text)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false">'
        '<path d="{1}"/></svg>',
        code.size,
        code.path,
    )


def illustration(name: str) -> SafeString:
    """A decorative drawing; nothing if there is none of that name."""
    return SafeString(ILLUSTRATIONS.get(name, ""))
