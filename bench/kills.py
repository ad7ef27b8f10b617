"""kill -9 of the server's processes at random instants, while readers write.

``python -m bench kills --kills 200``: what was acknowledged must be there, no published
file may be torn, and the site must answer again by itself. The supervisor, too, is
killed; it is started again, as systemd does.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from pathlib import Path

from bench.processes import environment, gerai
from bench.table import Row
from gerai.operations.tests.server_killing import (
    Server,
    is_sound,
    kill_at_random,
    pages_that_ask,
)

PACK = Path(__file__).resolve().parents[1] / "content" / "contoh"
SECONDS_TO_ANSWER = 10.0
LONGEST_PAUSE_SECONDS = 0.6
GROUP = "kill -9 under write load"


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench kills")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", type=Path, default=PACK)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / "kills"
        data.mkdir(parents=True, exist_ok=True)
        print("Loading the content …", flush=True)
        gerai(data, "prepare", "--content", str(options.pack))
        gerai(data, "publish")
        return measure(data, options.kills, random.Random(options.seed))  # noqa: S311


def measure(data: Path, kills: int, chance: random.Random) -> list[Row]:
    """Kill, look, and go on; then ask for everything that was acknowledged."""
    server = Server(data, environment(data), ("--prepare",))
    with server.kept_running():
        found = kill_at_random(
            server,
            pages_that_ask(data / "published"),
            [""] * kills,
            chance,
            longest_pause=LONGEST_PAUSE_SECONDS,
        )
    sound = is_sound(data / "db.sqlite3")
    # Pages name the address that the server had.
    address = server.environment["GERAI_BASE_URL"]
    for command in (("verify",), ("publish", "--check"), ("backup",), ("drill",)):
        gerai(data, *command, GERAI_BASE_URL=address)
    return [
        Row(GROUP, "kills", float(found.died.total())),
        *(Row(GROUP, f"of which {kind}", float(n)) for kind, n in found.died.items()),
        Row(GROUP, "starts of the server", float(server.restarts + 1)),
        Row(GROUP, "acknowledged writes", float(found.acknowledged), "", 1, "at least"),
        Row(GROUP, "of which lost", float(found.lost), "", 0),
        Row(GROUP, "torn files", float(found.torn), "", 0),
        Row(GROUP, "damage of the database", float(not sound), "", 0),
        *(
            Row(GROUP, f"longest without an answer, {kind}", s, "s", SECONDS_TO_ANSWER)
            for kind, s in found.slowest.items()
        ),
    ]
