"""What practice copies cost: each by itself, and thirty at once beside the public site.

``python -m bench academy [--trainees 30] [--rounds 5] [--seconds 5] [--pause 5]``

A trainee opens one screen of the desk after another, with the pause of somebody who
reads and types. One visitor asks for a published page again and again, in turn without
the trainees and with them; how many pages they get beside, for each page alone, is the
ratio of a round, and the median of the rounds is what counts. Visitor, trainees and
server share the processors here.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench.table import Row
from e2e.addresses import SERVICE
from e2e.site import Site, served_site

MOST_SECONDS = 3
MOST_BYTES = 5_000_000
LEAST_RATIO = 0.8
MOST_SECONDS_OF_A_SCREEN = 2
GROUP = "Practice copies"


@dataclass(frozen=True)
class Round:
    """Pages a second without the trainees and beside them, and what these waited."""

    alone: float
    beside: float
    slowest: float
    waits: list[float]


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench academy")
    parser.add_argument("--trainees", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--pause", type=float, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / "academy"
        data.mkdir(parents=True, exist_ok=True)
        print("Loading and publishing Samarinda's content …", flush=True)
        with served_site(data, publish=True) as site:
            site.wait_until_published()
            made = _trainees(data, options.trainees)
            rounds = [
                _round(site, made["sessions"], options.seconds, options.pause)
                for _ in range(options.rounds)
            ]
            return _copies(made) + _beside(rounds, options)


def _trainees(data: Path, number: int) -> dict[str, list[float]]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.academy_inside", str(data), str(number)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _copies(made: dict[str, list[float]]) -> list[Row]:
    return [
        Row(
            GROUP, "the template, once a day", float(str(made["template_seconds"])), "s"
        ),
        Row(
            GROUP,
            "a copy is ready after, at most",
            max(made["seconds"]),
            "s",
            MOST_SECONDS,
        ),
        Row(GROUP, "a copy takes, at most", max(made["bytes"]), "bytes", MOST_BYTES),
    ]


def _round(site: Site, sessions: list[float], seconds: float, pause: float) -> Round:
    _visits(site, SERVICE.path, 1.0)
    alone, _slowest = _visits(site, SERVICE.path, seconds)
    trainees = subprocess.Popen(
        [sys.executable, "-m", "bench.academy_class", site.base_url, str(pause)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with trainees as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(sessions) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        beside, slowest = _visits(site, SERVICE.path, seconds)
        process.stdin.close()
        met = json.loads(process.stdout.read())
    if met["refused"]:
        raise RuntimeError(f"Trainees were refused: {sorted(set(met['refused']))}.")
    return Round(alone, beside, slowest, met["waits"])


def _beside(rounds: list[Round], options: argparse.Namespace) -> list[Row]:
    group = f"The public site beside {options.trainees} trainees"
    waits = sorted(wait for one in rounds for wait in one.waits)
    seconds = options.seconds * len(rounds)
    ratios = [one.beside / max(one.alone, 0.001) for one in rounds]
    return [
        Row(group, "pages a second, alone", median(one.alone for one in rounds), "/s"),
        Row(
            group, "pages a second, beside", median(one.beside for one in rounds), "/s"
        ),
        Row(group, "ratio", median(ratios), "", LEAST_RATIO, "at least"),
        Row(group, "the worst round's ratio", min(ratios)),
        Row(
            group,
            "95 % of the pages within",
            median(one.slowest for one in rounds) * 1000,
            "ms",
        ),
        Row(group, "screens of trainees a second", len(waits) / seconds, "/s"),
        Row(
            group,
            "95 % of these within",
            waits[int(len(waits) * 0.95)],
            "s",
            MOST_SECONDS_OF_A_SCREEN,
        ),
    ]


def _visits(site: Site, path: str, seconds: float) -> tuple[float, float]:
    """Pages a second, and how long 95 of 100 took at most."""
    connection = http.client.HTTPConnection(urlsplit(site.base_url).netloc, timeout=30)
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while (started := time.perf_counter()) < end:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        taken.append(time.perf_counter() - started)
    connection.close()
    taken.sort()
    return len(taken) / seconds, taken[int(len(taken) * 0.95)]
