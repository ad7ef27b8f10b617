"""kill -9 of the server's processes at random instants, while readers write.

``python -m bench kills --kills 200``: what was acknowledged must be there, no published
file may be torn, and the site must answer again by itself. The supervisor, too, is
killed; it is started again after a second, as systemd does.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import brotli

from bench.table import Row

PACK = Path(__file__).resolve().parents[1] / "content" / "contoh"
WRITERS = 4
SECONDS_TO_ANSWER = 10.0
LONGEST_SECONDS = 120.0
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
        site = Site(data)
        print("Loading the content …", flush=True)
        site.gerai("prepare", "--content", str(options.pack))
        site.gerai("publish")
        chance = random.Random(options.seed)  # noqa: S311
        return measure(site, options.kills, chance)


@dataclass(slots=True)
class Site:
    """An installation whose server is started, killed and asked."""

    data: Path
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GERAI_")}
        return kept | {
            "GERAI_DATA": str(self.data),
            "GERAI_BASE_URL": f"http://127.0.0.1:{self.port}",
        }

    def gerai(self, *order: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "gerai.config.cli", *order],
            env=self.environment,
            check=True,
        )

    def start(self) -> None:
        self.server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gerai.config.cli", "serve"),
                f"--port={self.port}",
            ],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def processes(self) -> dict[int, str]:
        """The server's processes by number: what each is."""
        assert self.server is not None
        pid = self.server.pid
        found = {pid: "supervisor"}
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                name = Path(f"/proc/{child}/comm").read_text().strip()
                is_beside = name.startswith("gerai ")
                found[int(child)] = name if is_beside else "worker"
        return found

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {
                "Origin": f"http://127.0.0.1:{self.port}",
                "Content-Type": "application/x-www-form-urlencoded",
                # Each is another phone: nobody is held back for asking too often.
                "X-Forwarded-For": f"2001:db8::{random.randrange(1 << 16):x}:"  # noqa: S311
                f"{random.randrange(1 << 16):x}",  # noqa: S311
            }
            connection.request(
                "POST" if form else "GET", path, urlencode(form or {}), headers
            )
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location", "")
        finally:
            connection.close()

    def wait(self) -> float:
        """Seconds until pages and writes are answered again."""
        started = time.monotonic()
        while time.monotonic() - started < LONGEST_SECONDS:
            try:
                if self.ask("/readyz")[0] == 200:
                    return time.monotonic() - started
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise SystemExit("The site doesn't answer any more.")


@dataclass(slots=True)
class Writers:
    """Readers who say whether a page was helpful; remembers what was acknowledged."""

    site: Site
    acknowledged: list[str] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Writers:
        for _ in range(WRITERS):
            thread = threading.Thread(target=self._write)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        while not self._ending.is_set():
            try:
                status, thanks = self.site.ask(
                    "/survei/halaman/", {"halaman": "/jam-buka/", "jawaban": "ya"}
                )
            except (OSError, HTTPException):
                time.sleep(0.02)
                continue
            if status == 303:
                self.acknowledged.append(thanks)


def measure(site: Site, kills: int, chance: random.Random) -> list[Row]:
    """Kill, look, and go on; then ask for everything that was acknowledged."""
    died: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    torn = 0
    site.start()
    site.wait()
    with Writers(site) as writers:
        for _ in range(kills):
            time.sleep(chance.uniform(0.05, 1.5))
            pid, kind = chance.choice(sorted(site.processes().items()))
            os.kill(pid, signal.SIGKILL)
            died[kind] += 1
            if kind == "supervisor":
                assert site.server is not None
                site.server.wait()
                time.sleep(1)  # RestartSec
                while not _port_is_free(site.port):
                    time.sleep(0.1)
                site.start()
            slowest[kind] = max(slowest.get(kind, 0.0), site.wait())
            torn += torn_files(site.data / "published")
    answers = {path: site.ask(path)[0] for path in writers.acknowledged}
    assert site.server is not None
    site.server.terminate()
    site.server.wait(timeout=30)
    with closing(sqlite3.connect(site.data / "db.sqlite3")) as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
    site.gerai("verify")
    site.gerai("backup")
    site.gerai("drill")
    lost = sum(status != 200 for status in answers.values())
    return [
        Row(GROUP, "kills", float(sum(died.values()))),
        *(Row(GROUP, f"of which {kind}", float(n)) for kind, n in died.items()),
        Row(GROUP, "acknowledged writes", float(len(answers)), "", 1, "at least"),
        Row(GROUP, "of which lost", float(lost), "", 0),
        Row(GROUP, "torn files", float(torn), "", 0),
        Row(GROUP, "damage of the database", float(sound != "ok"), "", 0),
        *(
            Row(GROUP, f"longest without an answer, {kind}", s, "s", SECONDS_TO_ANSWER)
            for kind, s in slowest.items()
        ),
    ]


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def torn_files(tree: Path) -> int:
    """Files that end in the middle; what a killed publisher was writing beside."""
    torn = 0
    for path in tree.rglob("*"):
        if path.name.endswith(".part") or not path.is_file():
            continue
        body = path.read_bytes()
        try:
            if path.suffix == ".gz":
                gzip.decompress(body)
            elif path.suffix == ".br":
                brotli.decompress(body)
            elif path.suffix == ".html":
                torn += not body.rstrip().endswith(b"</html>")
        except (OSError, EOFError, brotli.error):
            torn += 1
    return torn
