"""Queries per page at two sizes, and what a question to the clock costs.

Runs ``bench.in_process`` on a copy of the data, in a process of its own, because it
needs Django's settings.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.table import Row

SECONDS = 540
MICROSECONDS = 50.0


def measure(data: Path) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data, copy, ignore=shutil.ignore_patterns("server-*.log"))
        done = subprocess.run(
            [sys.executable, "-m", "bench.in_process"],
            env={
                **os.environ,
                "GERAI_DATA": str(copy),
                "DJANGO_SETTINGS_MODULE": "gerai.config.settings.base",
            },
            stdout=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    small, large = found["queries"]["small"], found["queries"]["large"]
    rows = [
        Row(f"Queries, {found['services']['small']} services", name, count)
        for name, count in small.items()
    ]
    rows += [
        Row(
            f"Queries, {found['services']['large']:,} services",
            name,
            count,
            "",
            small[name],
        )
        for name, count in large.items()
    ]
    for size in ("small", "large"):
        rows += [
            Row(f"Server time, {found['services'][size]:,} services", name, time, "ms")
            for name, time in found["milliseconds"][size].items()
        ]
    return [
        *rows,
        *(
            Row("Is it open?", name, microseconds, "µs", MICROSECONDS)
            for name, microseconds in found["clock"].items()
        ),
    ]
