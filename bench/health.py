"""``python -m bench health``: how long it takes to look for content that needs care.

The whole report, and the screens that show it, with 200 services of 43 agencies and with
10,000 of 500, in cities that ``bench.city_content`` makes up. ``--small`` measures the
first one only; ``BENCH_DATA`` keeps the cities between runs. Seconds are the processor's.
"""

from __future__ import annotations

import argparse

from bench.made_city import LARGE, SMALL, Size, figures_in
from bench.table import Row


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench health")
    parser.add_argument("--small", action="store_true", help="200 services only")
    options = parser.parse_args(arguments)
    rows = measure(SMALL)
    return rows if options.small else rows + measure(LARGE)


def measure(size: Size = SMALL) -> list[Row]:
    """Make the city and ask for the report there."""
    found = figures_in(size, "bench.health_inside")
    group = f"Content health, {size.services:,} services"
    budgets = {"the whole report": ("s", size.seconds), "queries": ("", None)}
    return [
        Row(group, what, figure, *budgets.get(what, ("ms", size.milliseconds)))
        for what, figure in found.items()
    ]
