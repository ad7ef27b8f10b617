"""``python -m bench health``: how long it takes to look for content that needs care.

The whole report, and the screens that show it, with 200 services of 43 agencies and with
10,000 of 500, in cities that ``bench.city_content`` makes up. ``--small`` measures the
first one only; ``BENCH_DATA`` keeps the cities between runs. Seconds are the processor's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.processes import REPOSITORY, environment, gerai
from bench.table import Row

EXAMPLE = REPOSITORY / "content" / "contoh"
SECONDS = 1_800


@dataclass(frozen=True, slots=True)
class Size:
    """A city, and what the report and its screens may take there."""

    agencies: int
    services: int
    seconds: float
    milliseconds: float


SMALL = Size(43, 200, 1.0, 300.0)
LARGE = Size(500, 10_000, 10.0, 600.0)


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench health")
    parser.add_argument("--small", action="store_true", help="200 services only")
    options = parser.parse_args(arguments)
    rows = measure(SMALL)
    return rows if options.small else rows + measure(LARGE)


def measure(size: Size = SMALL) -> list[Row]:
    """Make the city and ask for the report there."""
    name = f"city-{size.agencies}-{size.services}"
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / name
        data.mkdir(parents=True, exist_ok=True)
        gerai(data, "prepare", "--content", str(EXAMPLE))
        found = _inside(data, size)
    group = f"Content health, {size.services:,} services"
    budgets = {"the whole report": ("s", size.seconds), "queries": ("", None)}
    return [
        Row(group, what, figure, *budgets.get(what, ("ms", size.milliseconds)))
        for what, figure in found.items()
    ]


def _inside(data: Path, size: Size) -> dict[str, float]:
    numbers = (str(size.agencies), str(size.services))
    for module, arguments in (
        ("bench.city_content", numbers),
        ("bench.health_inside", ()),
    ):
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=environment(data),
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
