"""kill -9 of a server's processes at random instants, while readers write.

What was acknowledged must be there, no published file may be torn, and the site must
answer again by itself. A supervisor that ended is started again, as systemd does.
"""

from __future__ import annotations

import gzip
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import brotli

WRITERS = 3
SECONDS_TO_RESTART = 0.5
"""``RestartSec`` of ``deploy/systemd``."""
LONGEST_SECONDS = 120.0
_readers = count(1)


@dataclass(slots=True)
class Server:
    """``gerai serve`` on an installation, and who starts it again when it ended."""

    data: Path
    environment: dict[str, str]
    arguments: Sequence[str] = ()
    port: int = 0
    restarts: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _ending: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.environment = self.environment | {
            "GERAI_DATA": str(self.data),
            "GERAI_BASE_URL": f"http://127.0.0.1:{self.port}",
        }
        # An installed server was compiled once.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)

    @contextmanager
    def kept_running(self) -> Iterator[None]:
        """Start it, and again whenever it ends; stop it politely with the block."""
        self._start()
        keeper = threading.Thread(target=self._keep)
        keeper.start()
        try:
            yield
        finally:
            self._ending.set()
            keeper.join()
            assert self._process is not None
            self._process.terminate()
            self._process.wait(timeout=40)

    def _start(self) -> None:
        with (self.data / "server.log").open("a") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gerai.config.cli", "serve"),
                    *(f"--port={self.port}", *self.arguments),
                ],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _keep(self) -> None:
        while not self._ending.is_set():
            assert self._process is not None
            if self._process.poll() is None:
                time.sleep(0.05)
                continue
            # As systemd does; and again if the port is still in use by a worker.
            time.sleep(SECONDS_TO_RESTART)
            self.restarts += 1
            self._start()

    def processes(self) -> dict[int, str]:
        """Its processes by number: what each is."""
        assert self._process is not None
        pid = self._process.pid
        found: dict[int, str] = {}
        try:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                for child in children.read_text().split():
                    name = Path(f"/proc/{child}/comm").read_text().strip()
                    is_beside = name.startswith("gerai ")
                    found[int(child)] = name if is_beside else "web process"
        except OSError:  # one of them ended just now
            pass
        return found | {pid: "supervisor"}

    def _is_whole(self) -> bool:
        assert self._process is not None
        is_alive = self._process.poll() is None
        return is_alive and "web process" in self.processes().values()

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status, and where the answer leads."""
        number = next(_readers)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {
                "Origin": f"http://127.0.0.1:{self.port}",
                "Content-Type": "application/x-www-form-urlencoded",
                # Each is another phone: nobody is held back for asking too often.
                "X-Forwarded-For": f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1",
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
        """Seconds until all processes are there and answer.

        What a killed supervisor leaves goes on for a second, and is none of them.

        Raises:
            TimeoutError: they don't.
        """
        started = time.monotonic()
        while time.monotonic() - started < LONGEST_SECONDS:
            try:
                # Before and after: one that was killed just now may look well.
                if (
                    self._is_whole()
                    and self.ask("/readyz")[0] == 200
                    and self._is_whole()
                ):
                    return time.monotonic() - started
            except (OSError, HTTPException):
                pass
            time.sleep(0.02)
        raise TimeoutError("the site doesn't answer any more")


@dataclass(slots=True)
class Writers:
    """Readers who say whether a page was helpful, and why; remembers what was thanked.

    A page takes two hundred answers a day: each of them is therefore followed by its
    sentence, and pages take turns.
    """

    server: Server
    pages: Sequence[str]
    acknowledged: dict[str, str] = field(default_factory=dict)
    """The address of each answer, and the sentence that was taken with it."""
    _ending: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[Writers]:
        threads = [
            threading.Thread(target=self._write, args=(number,))
            for number in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._ending.set()
            for thread in threads:
                thread.join()

    def _write(self, number: int) -> None:
        while not self._ending.is_set():
            number += WRITERS
            page = self.pages[number % len(self.pages)]
            try:
                self._answer(page, f"Kalimat nomor {number}.")
            except (OSError, HTTPException):
                time.sleep(0.02)
            time.sleep(0.1)

    def _answer(self, page: str, sentence: str) -> None:
        form = {"halaman": page, "jawaban": "ya"}
        status, thanks = self.server.ask("/survei/halaman/", form)
        if status != 303:
            return
        self.acknowledged[thanks] = ""
        status, _ = self.server.ask(thanks, {"kalimat": sentence})
        if status == 303:
            self.acknowledged[thanks] = sentence


@dataclass(slots=True)
class Findings:
    """What kills have done."""

    died: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    torn: int = 0
    acknowledged: int = 0
    lost: int = 0


def kill_at_random(
    server: Server,
    pages: Sequence[str],
    kinds: Sequence[str],
    chance: random.Random,
    *,
    longest_pause: float,
) -> Findings:
    """Kill one process after another, of the kinds that are named; "" is any.

    Args:
        longest_pause: seconds between the site's answer and the next kill, at most.
    """
    findings = Findings()
    server.wait()
    with Writers(server, pages).at_work() as writers:
        for wanted in kinds:
            time.sleep(chance.uniform(0.05, longest_pause))
            kind = _kill_one(server, wanted, chance)
            findings.died[kind] += 1
            seconds = server.wait()
            findings.slowest[kind] = max(findings.slowest.get(kind, 0.0), seconds)
            findings.torn += torn_files(server.data / "published")
    findings.acknowledged = len(writers.acknowledged)
    kept = _sentences(server.data / "db.sqlite3")
    for thanks, sentence in writers.acknowledged.items():
        is_there = server.ask(thanks)[0] == 200
        findings.lost += not is_there or (sentence not in kept)
    return findings


def _sentences(database: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT text FROM feedback_pageanswer")
        return {text for (text,) in rows} | {""}


def is_sound(database: Path) -> bool:
    """Whether SQLite finds its file whole."""
    with closing(sqlite3.connect(database)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    return bool(answer == "ok")


def _kill_one(server: Server, wanted: str, chance: random.Random) -> str:
    while True:
        chosen = [
            one for one in sorted(server.processes().items()) if wanted in {"", one[1]}
        ]
        if chosen:
            pid, kind = chance.choice(chosen)
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            return kind
        time.sleep(0.02)


def pages_that_ask(tree: Path) -> list[str]:
    """Addresses of published Indonesian pages that ask whether they were helpful."""
    return [
        f"/{path.parent.relative_to(tree).as_posix()}/".replace("/./", "/")
        for path in sorted(tree.rglob("index.html"))
        if path.relative_to(tree).parts[0] != "en"
        and 'name="halaman"' in path.read_text()
    ]


def torn_files(tree: Path) -> int:
    """Files that end in the middle; what a killed publisher was writing beside is none."""
    torn = 0
    for path in tree.rglob("*"):
        if path.name.endswith(".part"):
            continue
        try:
            if not path.is_file():
                continue
            torn += _is_torn(path, path.read_bytes())
        except FileNotFoundError:  # replaced in this very moment
            continue
    return torn


def _is_torn(path: Path, body: bytes) -> bool:
    try:
        if path.suffix == ".gz":
            gzip.decompress(body)
        elif path.suffix == ".br":
            brotli.decompress(body)
    except (OSError, EOFError, brotli.error):
        return True
    return path.suffix == ".html" and not body.rstrip().endswith(b"</html>")
