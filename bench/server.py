"""The server as an operator sees it: start, memory, rate."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.table import Row
from e2e.addresses import HOME, SERVICE
from e2e.crawl import fetch
from e2e.site import Site, free_port

SECONDS_OF_LOAD = 5
CONNECTIONS = 16


def measure(site: Site) -> list[Row]:
    fetch(site.address(HOME.path))
    site.wait_until_published()
    time.sleep(2)
    rows = [
        Row(
            "Start", "second start to first page", site.seconds_to_first_page, "s", 5.0
        ),
        Row(
            "Memory",
            "gerai serve, idle, all processes",
            _megabytes(site.pid),
            "MB",
            350,
        ),
    ]
    if not shutil.which("wrk"):
        print("    wrk is missing (Debian: apt-get install wrk): no rates", flush=True)
        return rows
    address = site.address(SERVICE.path)
    page = urllib.request.urlopen(address).read()  # noqa: S310
    with _bare_server(page) as bare:
        ours, theirs = _rate(address), _rate(bare)
    return [
        *rows,
        Row("Rate", "service page, gerai serve", ours, "/s"),
        Row("Rate", "same bytes, bare Granian application", theirs, "/s"),
        Row("Rate", "ratio", ours / theirs, ""),
    ]


def _megabytes(pid: int) -> float:
    """Proportional memory of the process and all below it."""
    pids, pending = [], [pid]
    while pending:
        current = pending.pop()
        pids.append(current)
        for children in Path(f"/proc/{current}/task").glob("*/children"):
            pending += [int(child) for child in children.read_text().split()]
    total = 0
    for current in pids:
        rollup = Path(f"/proc/{current}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


def _rate(url: str) -> float:
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS_OF_LOAD}s"),
            *("-H", "Accept-Encoding: gzip", url),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS_OF_LOAD + 30,
        check=True,
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return float(found[1]) if found else 0.0


_BARE = """
BODY = {body!r}
HEADERS = [(b"content-type", b"text/html"), (b"content-encoding", b"gzip")]

async def application(scope, receive, send):
    await send({{"type": "http.response.start", "status": 200, "headers": HEADERS}})
    await send({{"type": "http.response.body", "body": BODY}})
"""


@contextmanager
def _bare_server(page: bytes) -> Iterator[str]:
    """An ASGI application that does nothing but answer with the page's bytes."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        code = _BARE.format(body=gzip.compress(page))
        (Path(folder) / "bare_site.py").write_text(code)
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "asginl"),
                *("--port", str(port), "--log-level", "error", "bare_site:application"),
            ],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            time.sleep(2)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=20)
