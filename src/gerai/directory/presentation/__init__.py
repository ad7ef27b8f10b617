"""What pages of the directory show, ready for the theme's components.

All words are in the active language; texts of a page are in the page's own.
"""

from gerai.directory.presentation.parts import (
    channel_lines,
    day_rows,
    fee_rows,
    product_lines,
    requirement_groups,
    service_badges,
    step_items,
)
from gerai.directory.presentation.trust import TrustLine, review_text, trust_line

__all__ = [
    "TrustLine",
    "channel_lines",
    "day_rows",
    "fee_rows",
    "product_lines",
    "requirement_groups",
    "review_text",
    "service_badges",
    "step_items",
    "trust_line",
]
