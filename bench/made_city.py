"""Cities that ``bench.city_content`` makes up, and measuring inside of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import REPOSITORY, environment, gerai

EXAMPLE = REPOSITORY / "content" / "contoh"
SECONDS = 1_800


@dataclass(frozen=True, slots=True)
class Size:
    """A city, and what looking for trouble, and one screen, may take there."""

    agencies: int
    services: int
    seconds: float
    milliseconds: float


SMALL = Size(43, 200, 1.0, 300.0)
LARGE = Size(500, 10_000, 10.0, 600.0)


def figures_in(size: Size, module: str) -> dict[str, Any]:
    """Make a city of this size, and what ``module`` prints there, one line of JSON.

    ``BENCH_DATA`` keeps the city for the next time.
    """
    name = f"city-{size.agencies}-{size.services}"
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / name
        data.mkdir(parents=True, exist_ok=True)
        gerai(data, "prepare", "--content", str(EXAMPLE))
        _run(data, "bench.city_content", str(size.agencies), str(size.services))
        printed = _run(data, module)
    figures: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return figures


def _run(data: Path, module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment(data),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return done.stdout
