"""2,000 readers at once while an editor publishes: nobody is refused, few wait longer.

``python -m bench readers [--readers 2000] [--seconds 15]``

``wrk`` keeps that many connections open over loopback and asks for published pages of
Samarinda over each of them again and again, first while nothing changes, then while an
editor saves and publishes services without a pause and the publisher follows. Compared
are the waits of the slowest hundredth (p99): once through nginx as we ship it, once
through ``gerai serve`` itself. The machine's processors are shared by readers, server,
editor and publisher, so both waits are longer than on a network.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.processes import running
from bench.servers import our_nginx, publish_samarinda, published_server
from bench.session import ask_editor
from bench.table import Row
from e2e.addresses import HOME, SERVICE

PAGES = (HOME.path, SERVICE.path, "/layanan/", "/jam-buka/", "/instansi/")
SERVE = "gerai serve"
ASKERS = 16
TIMES_AS_LONG = 5.0
KIND = "a title is published"
SECONDS_BETWEEN_EDITS = 0.5
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What ``wrk`` says of one run; waits in milliseconds."""

    rate: float
    middle: float
    p99: float
    errors: int


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench readers")
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=15)
    options = parser.parse_args(arguments)
    _allow_connections(2 * options.readers + 1000)
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / "readers"
        page = publish_samarinda(data)
        rows: list[Row] = []
        connections = options.readers + 500
        for name, server in (
            ("nginx", our_nginx(data, page, connections=connections)),
            (SERVE, published_server(data, page)),
        ):
            with server as (_, address):
                base = address.removesuffix(SERVICE.path)
                rows += _compared(name, data, base, options)
                if name == SERVE:
                    rows += _asked(base)
    return rows


def _asked(base: str) -> list[Row]:
    """What is no file: questions to the search of one process."""
    found = _load(base, ASKERS, 8, paths=["/api/v1/search?q=ktp+hilang"])
    group = f"Searching, {ASKERS} at once, one process"
    return [
        Row(group, "answers a second", found.rate, "/s"),
        Row(group, "99 of 100 wait at most", found.p99, "ms"),
        Row(group, "errors", found.errors, "", 0),
    ]


def _compared(
    name: str, data: Path, base: str, options: argparse.Namespace
) -> list[Row]:
    group = f"{options.readers:,} readers, {name}"
    print(f"{group} …", flush=True)
    _load(base, options.readers, 3)  # files and connections get warm
    idle = _load(base, options.readers, options.seconds)
    with _editor_at_work(data) as edits:
        busy = _load(base, options.readers, options.seconds)
    return [
        Row(group, "pages a second, nothing changes", idle.rate, "/s"),
        Row(group, "pages a second, while publishing", busy.rate, "/s"),
        Row(group, "edits published meanwhile", len(edits), "", 1, "at least"),
        Row(group, "errors", idle.errors + busy.errors, "", 0),
        Row(group, "half wait at most, nothing changes", idle.middle, "ms"),
        Row(group, "half wait at most, while publishing", busy.middle, "ms"),
        Row(group, "99 of 100 wait at most, nothing changes", idle.p99, "ms"),
        Row(group, "99 of 100 wait at most, while publishing", busy.p99, "ms"),
        Row(group, "ratio", busy.p99 / max(idle.p99, 0.001), "", TIMES_AS_LONG),
    ]


_SCRIPT = """
local pages = {{{pages}}}
local number = 0
request = function()
  number = number % #pages + 1
  return wrk.format("GET", pages[number], {{
    ["Accept-Encoding"] = "br, gzip",
    -- Each is another phone: nobody is held back for asking too often.
    ["X-Forwarded-For"] = "2001:db8:" .. math.random(65535) .. "::" .. number
  }})
end
"""


def _load(
    base: str, readers: int, seconds: int, *, paths: Sequence[str] = PAGES
) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT.format(pages=", ".join(f'"{page}"' for page in paths)))
        script.flush()
        done = subprocess.run(
            [
                *("wrk", "-t2", f"-c{readers}", f"-d{seconds}s", "--latency"),
                *("--timeout", "10s", "-s", script.name, base),
            ],
            capture_output=True,
            text=True,
            timeout=seconds + 90,
            check=True,
        )
    return _read(done.stdout)


def _read(said: str) -> Load:
    """What ``wrk`` printed, as numbers."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None:
        raise RuntimeError(f"wrk says something else:\n{said}")
    other = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: (.+)", said)
    errors = int(other[1]) if other else 0
    errors += sum(int(n) for n in re.findall(r"\d+", broken[1])) if broken else 0
    return Load(float(rate[1]), _wait(said, "50"), _wait(said, "99"), errors)


def _wait(said: str, share: str) -> float:
    found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s|m)\s*$", said, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"wrk says something else:\n{said}")
    return float(found[1]) * _UNITS[found[2]]


@contextmanager
def _editor_at_work(data: Path) -> Iterator[list[float]]:
    """A publisher, and somebody who publishes one service after the other."""
    commits: list[float] = []
    ending = threading.Event()
    with (
        (data / "publisher.log").open("a") as log,
        running(
            data, "gerai.config.cli", "publish", "--follow", stdout=log, stderr=log
        ),
        running(
            data,
            "bench.editor",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=1,
        ) as editor,
    ):
        assert editor.stdout is not None
        editor.stdout.readline()  # it is ready
        thread = threading.Thread(target=_edit, args=(editor, ending, commits))
        thread.start()
        try:
            yield commits
        finally:
            ending.set()
            thread.join()


def _edit(
    editor: subprocess.Popen[str], ending: threading.Event, commits: list[float]
) -> None:
    for seed in count():
        if ending.wait(SECONDS_BETWEEN_EDITS):
            return
        is_made, committed, _ = ask_editor(editor, KIND, seed)
        if is_made:
            commits.append(committed)


def _allow_connections(number: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(number, most), most))
