"""``python -m bench desk``: every screen of the desk in a small and in a big city.

All addresses that need no record, and those of one agency and one service, with 200
services of 43 agencies and with 10,000 of 500. Printed are the slowest, and whatever is
over: 300 ms of the processor in the small city and 600 in the big one, and more queries
in the big one. ``BENCH_DATA`` keeps the cities between runs.
"""

from __future__ import annotations

import argparse
from typing import Any

from bench.made_city import LARGE, SMALL, Size, figures_in
from bench.table import Row

SHOWN = 12
MORE_QUERIES = 6
"""A list that is full has some more than one that isn't, such as its pager's."""


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench desk")
    parser.add_argument("--small", action="store_true", help="200 services only")
    options = parser.parse_args(arguments)
    small = figures_in(SMALL, "bench.desk_inside")
    rows = _seconds(SMALL, small)
    if options.small:
        return rows
    large = figures_in(LARGE, "bench.desk_inside")
    return rows + _seconds(LARGE, large) + _queries(small, large)


def _seconds(size: Size, found: dict[str, Any]) -> list[Row]:
    group = f"Desk screens, {size.services:,} services"
    rows = [
        Row(group, name, figures["ms"], "ms", size.milliseconds)
        for name, figures in found.items()
    ]
    rows.sort(key=lambda row: -row.figure)
    shown = [row for place, row in enumerate(rows) if place < SHOWN or row.is_over]
    return [Row(group, "screens looked at", len(rows)), *shown]


def _queries(small: dict[str, Any], large: dict[str, Any]) -> list[Row]:
    group = "Desk screens, queries in the big city"
    rows = [
        Row(
            group,
            name,
            large[name]["queries"],
            "",
            small[name]["queries"] + MORE_QUERIES,
        )
        for name in sorted(small.keys() & large.keys())
    ]
    rows.sort(key=lambda row: -row.figure)
    return [row for place, row in enumerate(rows) if place < SHOWN or row.is_over]
