"""What practice copies cost: each by itself, and thirty at once beside the public site.

``python -m bench academy [--trainees 30] [--seconds 10] [--pause 5]``

A trainee opens one screen of the desk after another, with the pause of somebody who
reads and types. Meanwhile one visitor asks for a published page again and again; how
many they get, with the trainees and without, is the ratio. On a machine that does other
things besides, repeat it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.table import Row
from e2e.addresses import SERVICE
from e2e.site import Site, served_site

MOST_SECONDS = 3
MOST_BYTES = 5_000_000
LEAST_RATIO = 0.8
SCREENS = (
    "/latihan/admin/",
    "/latihan/admin/tugas/tutup/",
    "/latihan/admin/tugas/koreksi/",
    "/latihan/admin/persetujuan/",
    "/latihan/",
    "/latihan/instansi/",
)
GROUP = "Practice copies"


@dataclass
class Lesson:
    """What the trainees share: their pause, when to end, and what they met."""

    pause: float
    ending: threading.Event = field(default_factory=threading.Event)
    waits: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench academy")
    parser.add_argument("--trainees", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--pause", type=float, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / "academy"
        data.mkdir(parents=True, exist_ok=True)
        print("Loading and publishing Samarinda's content …", flush=True)
        with served_site(data, publish=True) as site:
            site.wait_until_published()
            made = _trainees(data, options.trainees)
            return _copies(made) + _beside(
                site, made["sessions"], seconds=options.seconds, pause=options.pause
            )


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


def _beside(
    site: Site, sessions: list[float], *, seconds: float, pause: float
) -> list[Row]:
    page = SERVICE.path
    _visits(site, page, 1.0)
    alone, _slowest = _visits(site, page, seconds)
    lesson = Lesson(pause)
    trainees = [
        threading.Thread(target=_practise, args=(site, str(one), lesson))
        for one in sessions
    ]
    for trainee in trainees:
        trainee.start()
    time.sleep(pause)
    lesson.waits.clear()
    beside, slowest = _visits(site, page, seconds)
    lesson.ending.set()
    for trainee in trainees:
        trainee.join()
    if lesson.refused:
        raise RuntimeError(f"Trainees were refused: {sorted(set(lesson.refused))}.")
    waits = lesson.waits
    group = f"The public site beside {len(sessions)} trainees"
    waits.sort()
    return [
        Row(group, "pages a second, alone", alone, "/s"),
        Row(group, "pages a second, beside", beside, "/s"),
        Row(group, "ratio", beside / max(alone, 0.001), "", LEAST_RATIO, "at least"),
        Row(group, "95 % of the pages within", slowest * 1000, "ms"),
        Row(group, "screens of trainees a second", len(waits) / seconds, "/s"),
        Row(
            group,
            "95 % of these within",
            waits[int(len(waits) * 0.95)] if waits else 0,
            "s",
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


def _practise(site: Site, session: str, lesson: Lesson) -> None:
    chance = random.Random(session)  # noqa: S311 - nobody guesses it
    lesson.ending.wait(chance.uniform(0, lesson.pause))
    while not lesson.ending.is_set():
        connection = http.client.HTTPConnection(
            urlsplit(site.base_url).netloc, timeout=60
        )
        started = time.perf_counter()
        cookie = {"Cookie": f"sessionid={session}"}
        connection.request("GET", chance.choice(SCREENS), headers=cookie)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            # Who isn't signed in properly is led away, which costs next to nothing.
            lesson.refused.append(answer.status)
            return
        lesson.waits.append(time.perf_counter() - started)
        lesson.ending.wait(chance.uniform(0.5, 1.5) * lesson.pause)
