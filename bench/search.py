"""``python -m bench search``: how well and how fast search answers.

Quality on the judged questions beside Wagtail's own search on the same content, and time
and memory with 10,000 services; on SQLite, or on ``DATABASE_URL``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.table import Row
from e2e.site import CONTENT

SECONDS = 1_500
MILLISECONDS = 20.0
MEGABYTES = 40.0
QUALITY = {"first": 0.85, "first three": 0.97, "nDCG@10": 0.90}


def run(arguments: list[str]) -> list[Row]:
    """The rows of ``python -m bench search``; there is nothing to choose."""
    return measure()


def measure(data: Path | None = None) -> list[Row]:
    """Load the content into a folder of its own and measure there."""
    with tempfile.TemporaryDirectory(prefix="gerai-bench-search-") as folder:
        environment = {
            **os.environ,
            "GERAI_DATA": str(data or folder),
            "DJANGO_SETTINGS_MODULE": "gerai.config.settings.base",
        }
        command = (sys.executable, "-m", "gerai.config.cli")
        subprocess.run(
            [*command, "prepare", "--content", str(CONTENT)],
            env=environment,
            stdout=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
        done = subprocess.run(
            [sys.executable, "-m", "bench.search_inside"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    return _rows(json.loads(done.stdout.splitlines()[-1]))


def _rows(found: dict[str, dict[str, dict[str, float]]]) -> list[Row]:
    rows = [
        Row(f"Search: {name}", what, figure, "", QUALITY.get(what), "at least")
        if name.startswith("Gerai")
        else Row(f"Search: {name}", what, figure)
        for name, figures in found["quality"].items()
        for what, figure in figures.items()
    ]
    for name, figures in found["time"].items():
        for what, figure in figures.items():
            budget = (
                MILLISECONDS if what in {"p95 index and records", "p95 API"} else None
            )
            rows.append(Row(f"Search, {name}", what, figure, "ms", budget))
    for what, figure in found["size"]["10,000 services"].items():
        unit = "MB" if what == "memory of the index" else "s"
        rows.append(
            Row(
                "Search, 10,000 services",
                what,
                figure,
                unit,
                MEGABYTES if unit == "MB" else None,
            )
        )
    return rows
