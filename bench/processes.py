"""An installation's processes, as the benchmarks start and watch them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
SECONDS_TO_END = 60


def environment(data: Path, **more: str) -> dict[str, str]:
    """That of an installation in ``data``, whatever the shell has set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GERAI_", "DJANGO_")) and name != "DATABASE_URL"
    }
    return {
        **kept,
        "GERAI_DATA": str(data),
        "GERAI_BASE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "gerai.config.settings.base",
        **more,
    }


def gerai(data: Path, *arguments: str, seconds: float = 1800, **more: str) -> str:
    """Run a command of Gerai; what it printed.

    Args:
        more: of its environment.

    Raises:
        CalledProcessError: when it ends with an error.
    """
    done = subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", *arguments],
        env=environment(data, **more),
        cwd=REPOSITORY,
        text=True,
        stdout=subprocess.PIPE,
        timeout=seconds,
        check=True,
    )
    return done.stdout


@contextmanager
def running(
    data: Path, module: str, *arguments: str, **options: Any
) -> Iterator[subprocess.Popen[str]]:
    """A module of the benchmark as a process of its own, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=environment(data),
        cwd=REPOSITORY,
        text=True,
        **options,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


@dataclass(slots=True)
class Diary:
    """What the publisher wrote down of its runs so far.

    Attributes:
        runs: those that have ended, in the order in which they did.
        under_way: how many run now; a prompt run may run inside a sweep.
    """

    path: Path
    runs: list[dict[str, Any]] = field(default_factory=list)
    under_way: int = 0
    _read: int = 0

    def read(self) -> None:
        """Take note of what was written since the last time."""
        if not self.path.exists():
            return
        with self.path.open() as lines:
            lines.seek(self._read)
            text = lines.read()
        complete = text[: text.rfind("\n") + 1]
        self._read += len(complete)  # the diary is plain ASCII
        for line in complete.splitlines():
            entry = json.loads(line)
            self.under_way += 1 if "begins" in entry else -1
            if "begins" not in entry:
                self.runs.append(entry)

    def wait_for(self, run: str, *, since: float, seconds: float) -> dict[str, Any]:
        """The first run of this name that began after ``since`` and has ended.

        Raises:
            TimeoutError: when none did in time.
        """
        deadline = time.monotonic() + seconds
        while True:
            self.read()
            for entry in self.runs:
                if entry["run"] == run and entry["started"] >= since:
                    return entry
            if time.monotonic() > deadline:
                raise TimeoutError(f"no {run} within {seconds} s")
            time.sleep(0.05)


def megabytes(pid: int) -> float:
    """Proportional share of memory of one process and all below it."""
    total = 0
    for current in with_children(pid):
        try:
            rollup = Path(f"/proc/{current}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


def processor_seconds(pid: int) -> float:
    """What one process and all below it have used of the processors so far."""
    ticks = 0
    for current in with_children(pid):
        try:
            text = Path(f"/proc/{current}/stat").read_text()
        except OSError:
            continue
        fields = text.rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def with_children(pid: int) -> Iterator[int]:
    """A process and all below it."""
    pending = [pid]
    while pending:
        current = pending.pop()
        yield current
        for children in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                pending += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
