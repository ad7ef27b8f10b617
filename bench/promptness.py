"""How soon an edit is right everywhere: random edits beside a running publisher.

``python -m bench promptness [--edits 40] [--together 1] [--seed 1] [--pack FOLDER]``

Three processes, as in an installation: an editor, the publisher, and this one, which
only looks at the files. After each edit the memory publishes what it knows to be affected, then
the sweep settles what is true. A file that it still had to write was missed by the
memory. Affected are the files that really changed, compressed ones left out; the time is
that at which the file took its place or was removed, minus that of the commit. With ``--together`` several edits
are made before a sweep; what was missed then counts from the first of them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.processes import Diary, gerai, megabytes, running
from bench.session import SECONDS_FOR_A_SWEEP, Findings, Goal, Session
from bench.table import Row

SAMARINDA = Path(__file__).parents[1] / "content" / "samarinda"


SAMARINDA_GOAL = Goal(soon=1.0, share=0.99, latest=10.0, everywhere=5.0)


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench promptness")
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--together", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", type=Path, default=SAMARINDA)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / "promptness"
        data.mkdir(parents=True, exist_ok=True)
        print("Loading the content …", flush=True)
        gerai(data, "prepare", "--content", str(options.pack))
        findings = measure(
            data,
            edits=options.edits,
            together=options.together,
            seed=options.seed,
        )
    return findings.rows("Promptness", SAMARINDA_GOAL)


def measure(
    data: Path,
    *,
    edits: int,
    together: int,
    seed: int,
    finally_do: Callable[[Session], None] | None = None,
) -> Findings:
    """Edit the site in ``data`` at random beside its publisher, then check the tree.

    ``finally_do`` gets the session when the random edits are done.

    Raises:
        CalledProcessError: when the tree isn't what a fresh render gives at the end.
    """
    findings = Findings()
    diary = Diary(data / f"diary-{os.getpid()}.jsonl")
    started = time.time()
    print("Publishing all of it …", flush=True)
    with (
        (data / "publisher.log").open("w") as log,
        running(
            data, "bench.follow", str(diary.path), stdout=log, stderr=log
        ) as publisher,
        running(
            data,
            "bench.editor",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=1,
        ) as editor,
    ):
        diary.wait_for("sweep", since=started, seconds=SECONDS_FOR_A_SWEEP)
        print("Editing …", flush=True)
        session = Session(data, diary, editor, findings, random.Random(seed))  # noqa: S311
        while findings.made < edits:
            session.edit_some(min(together, edits - findings.made))
            findings.megabytes = max(findings.megabytes, megabytes(publisher.pid))
            if publisher.poll() is not None:
                raise RuntimeError("the publisher ended; see publisher.log")
        if finally_do is not None:
            finally_do(session)
    diary.read()
    sweeps = [entry for entry in diary.runs if entry["run"] == "sweep"]
    findings.first_sweep_pages = sweeps[0]["rendered"]
    findings.first_sweep_rate = _pages_a_second(sweeps[0])
    findings.sweep_rate = max(_pages_a_second(entry) for entry in sweeps)
    for entry in diary.runs:
        if entry["run"] == "publish_changes":
            findings.rendered += entry["rendered"]
            findings.in_vain += entry["rendered"] - len(set(entry["written"]))
    print("Comparing with a fresh render …", flush=True)
    print(gerai(data, "publish", "--check"), flush=True)
    (data / "edits.json").write_text(
        json.dumps([(one.kind, one.missed, one.delays) for one in findings.edits])
    )
    _print_worst(findings)
    return findings


def _print_worst(findings: Findings) -> None:
    by_misses = sorted(findings.edits, key=lambda one: -one.missed)
    by_time = sorted(findings.edits, key=lambda one: -max(one.delays, default=0.0))
    for heading, edits in (("missed", by_misses[:8]), ("slowest", by_time[:40])):
        for one in edits:
            if one.delays:
                print(
                    f"    {heading}: {one.missed} of {len(one.delays)} addresses missed,"
                    f" {max(one.delays):.1f} s, {one.kind}",
                    flush=True,
                )


def _pages_a_second(run: dict[str, Any]) -> float:
    return float(run["rendered"] / max(0.001, run["ended"] - run["started"]))
