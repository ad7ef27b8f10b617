"""Publishing at the size of a big city, which the benchmark makes up.

``python -m bench city [--services 1000] [--agencies 50] [--edits 10] [--together 5]``

The goals are those for 10,000 services and 500 agencies: random edits as in
``bench.promptness``, and then a new telephone number, which stands on every page: how
many pages a second, how far it is after how long, and whether somebody who edits a service
meanwhile has to wait. ``BENCH_DATA`` keeps the city between runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.processes import REPOSITORY, environment, gerai
from bench.promptness import measure
from bench.session import Findings, Goal, Session
from bench.table import Row

CITY_GOAL = Goal(soon=1.5, share=0.99, latest=60.0)
EXAMPLE = REPOSITORY / "content" / "contoh"
PHONE, EDIT = "the telephone number changes", "requirements and steps change"
SECONDS_BETWEEN_EDITS = 3.0


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench city")
    parser.add_argument("--services", type=int, default=1000)
    parser.add_argument("--agencies", type=int, default=50)
    parser.add_argument("--edits", type=int, default=10)
    parser.add_argument("--together", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    shell: list[Row] = []
    name = f"city-{options.agencies}-{options.services}"
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / name
        data.mkdir(parents=True, exist_ok=True)
        print("Making the city …", flush=True)
        gerai(data, "prepare", "--content", str(EXAMPLE))
        subprocess.run(
            [
                *(sys.executable, "-m", "bench.city_content"),
                *(str(options.agencies), str(options.services)),
            ],
            env=environment(data),
            cwd=REPOSITORY,
            check=True,
        )
        findings = measure(
            data,
            edits=options.edits,
            together=options.together,
            seed=options.seed,
            finally_do=lambda session: shell.extend(_change_shell(session)),
        )
    group = f"{options.services:,} services, {options.agencies} agencies"
    return [
        *findings.rows(group, CITY_GOAL),
        *_sweeps(findings),
        *shell,
    ]


def _sweeps(findings: Findings) -> list[Row]:
    return [
        Row("Sweeps", "pages from nothing", findings.first_sweep_pages),
        Row("Sweeps", "pages a second", findings.first_sweep_rate, "/s"),
        Row("Sweeps", "pages a second, nothing changed", findings.sweep_rate, "/s"),
    ]


def _change_shell(session: Session) -> list[Row]:
    """What stands on every page changes, while somebody goes on editing services."""
    group = "A new telephone number on every page"
    change = session.follow_one(PHONE, meanwhile=EDIT, every=SECONDS_BETWEEN_EDITS)
    seconds = sorted(change.delays)
    if not seconds:
        return []
    rows = [
        Row(group, f"{share:.0%} of the pages right after", _at(seconds, share), "s")
        for share in (0.1, 0.5, 0.9, 1.0)
    ]
    rate = len(seconds) / max(seconds[-1], 0.001)
    rows += [
        Row(group, "pages", len(seconds)),
        Row(group, "pages a second", rate, "/s"),
    ]
    if change.meanwhile_delays:
        rows += [
            Row(
                group,
                "a service edited meanwhile is right after",
                max(change.meanwhile_delays),
                "s",
            ),
            Row(
                group,
                "and saving it takes, at most",
                max(change.meanwhile_saving),
                "s",
            ),
        ]
    return rows


def _at(ordered: list[float], share: float) -> float:
    return ordered[max(0, int(len(ordered) * share) - 1)]
