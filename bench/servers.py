"""How fast one page leaves each way of serving it, as ratios within one run.

``python -m bench servers [--seconds 5] [--rounds 3]``

The page of a service of Samarinda, by ``wrk`` with one thread and 32 connections, each
server with one worker process and by itself: nginx with its default configuration and a
bare file of as many bytes as our page has compressed; nginx as we ship it; ``gerai
serve`` from the published tree; the same application without it (plain Wagtail); and
plain Wagtail behind Django's cache for the whole site. The rounds are interleaved, and
the middle one counts. On a machine that does other things besides, look at the ratios by
processor time: requests for each second of a processor that the server itself used.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bench.processes import REPOSITORY, environment, gerai, processor_seconds
from bench.promptness import SAMARINDA
from bench.table import Row
from e2e.addresses import SERVICE
from e2e.site import free_port
from gerai.operations.serving import MOST_CONNECTIONS

Server: TypeAlias = tuple[int, str]
"""Process id, and the address of the page."""
CONNECTIONS = 32
ACCEPT = "br, gzip"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") or "nginx"
SECONDS_TO_START = 120
OURS, BARE = "nginx as we ship it", "nginx, bare file"
SERVE, PLAIN = "gerai serve, published", "plain Wagtail"
CACHED = "Django's cache"


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench servers")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder)) / "servers"
        page = publish_samarinda(data)
        rates = _rates(data, page, seconds=options.seconds, rounds=options.rounds)
    return _rows(rates)


def publish_samarinda(data: Path) -> Path:
    """Fill and publish an installation, unless it is already; the page of a service."""
    data.mkdir(parents=True, exist_ok=True)
    print("Loading and publishing Samarinda's content …", flush=True)
    gerai(data, "prepare", "--content", str(SAMARINDA))
    page = data / "published" / SERVICE.path.strip("/") / "index.html"
    if not page.exists():
        gerai(data, "publish")
    return page


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second, and for each second of a processor."""

    by_clock: float
    by_processor: float


def _rows(rates: dict[str, Rate]) -> list[Row]:
    clock = {name: rate.by_clock for name, rate in rates.items()}
    processor = {name: rate.by_processor for name, rate in rates.items()}
    return [
        *(Row("One page, requests a second", *item, "/s") for item in clock.items()),
        *_ratios("Ratios", clock, has_goals=True),
        *(
            Row("Requests for each second of a processor", *item, "/s")
            for item in processor.items()
        ),
        *_ratios("Ratios by processor time", processor, has_goals=False),
    ]


def _ratios(group: str, rates: dict[str, float], *, has_goals: bool) -> list[Row]:
    pairs: list[tuple[str, str, float | None]] = [
        (OURS, BARE, 0.95),
        (SERVE, OURS, 0.4),
        (PLAIN, OURS, None),
        (CACHED, OURS, None),
    ]
    return [
        Row(
            group,
            f"{one} / {other}",
            rates[one] / max(rates[other], 0.001),
            "",
            goal if has_goals else None,
            "at least",
        )
        for one, other, goal in pairs
    ]


def _rates(data: Path, page: Path, *, seconds: int, rounds: int) -> dict[str, Rate]:
    servers = {
        BARE: _bare_nginx,
        OURS: our_nginx,
        SERVE: published_server,
        PLAIN: _plain_wagtail,
        CACHED: _cached_wagtail,
    }
    found: dict[str, list[Rate]] = {name: [] for name in servers}
    for number in range(rounds):
        print(f"Round {number + 1} of {rounds} …", flush=True)
        for name, server in servers.items():
            with server(data, page) as (pid, address):
                rate = _rate(pid, address, seconds)
            found[name].append(rate)
            print(f"    {name}: {rate.by_clock:,.0f} /s", flush=True)
    return {
        name: Rate(
            statistics.median(rate.by_clock for rate in rates),
            statistics.median(rate.by_processor for rate in rates),
        )
        for name, rates in found.items()
    }


def _rate(pid: int, address: str, seconds: int) -> Rate:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", "--timeout", "20s"]
    command += ["-H", f"Accept-Encoding: {ACCEPT}"]
    subprocess.run([*command, "-d1s", address], stdout=subprocess.DEVNULL, check=True)
    used = processor_seconds(pid)
    done = subprocess.run(
        [*command, f"-d{seconds}s", address],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=True,
    )
    used = processor_seconds(pid) - used
    if "Non-2xx" in done.stdout:
        raise RuntimeError(f"{address} answers errors:\n{done.stdout}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    number = re.search(r"(\d+) requests in", done.stdout)
    if rate is None or number is None:
        raise RuntimeError(f"wrk says something else:\n{done.stdout}")
    return Rate(float(rate[1]), int(number[1]) / max(used, 0.01))


def _compressed_size(page: Path) -> int:
    return page.with_name(page.name + ".br").stat().st_size


@contextmanager
def _bare_nginx(data: Path, page: Path) -> Iterator[Server]:
    with _scratch() as folder:
        (folder / "www").mkdir(mode=0o755)
        (folder / "www" / "bare.html").write_bytes(b"x" * _compressed_size(page))
        server = f"listen 127.0.0.1:{{port}}; root {folder}/www;"
        with _nginx(folder, server) as (pid, address):
            yield pid, f"{address}/bare.html"


@contextmanager
def our_nginx(data: Path, page: Path, *, connections: int = 256) -> Iterator[Server]:
    """nginx with the shipped configuration."""
    shipped = REPOSITORY / "deploy" / "nginx"
    site = (shipped / "site.conf").read_text().replace("/var/lib/gerai", str(data))
    site = site.replace("include gerai/", f"include {shipped}/")
    before = "upstream gerai_application { server 127.0.0.1:1; }"
    server = f'listen 127.0.0.1:{{port}}; set $gerai_hsts ""; {_braced(site)}'
    with (
        _scratch() as folder,
        _nginx(folder, server, before=before, connections=connections) as (
            pid,
            address,
        ),
    ):
        yield pid, f"{address}{SERVICE.path}"


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@contextmanager
def _nginx(
    folder: Path, server: str, *, before: str = "", connections: int = 256
) -> Iterator[Server]:
    port = free_port()
    paths = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # All else is nginx's default; Debian's file would log each request to a disk.
    configuration = (
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;"
        "user root; include /etc/nginx/modules-enabled/*.conf;"
        f"events {{ worker_connections {connections}; }}"
        f"http {{ {paths} access_log off; {before} "
        f"server {{ {server.format(port=port)} }} }}"
    )
    (folder / "nginx.conf").write_text(configuration)
    command = [NGINX, "-c", str(folder / "nginx.conf")]
    with _serving(command, {}, f"http://127.0.0.1:{port}") as (pid, address):
        yield pid, address


@contextmanager
def published_server(data: Path, page: Path) -> Iterator[Server]:
    """What ``gerai serve`` answers from the published tree."""
    with _granian(data, "gerai.config.asgi:published") as (pid, address):
        yield pid, f"{address}{SERVICE.path}"


@contextmanager
def _plain_wagtail(data: Path, page: Path) -> Iterator[Server]:
    with _granian(data, "gerai.config.asgi:application") as (pid, address):
        yield pid, f"{address}{SERVICE.path}"


@contextmanager
def _cached_wagtail(data: Path, page: Path) -> Iterator[Server]:
    settings = {"DJANGO_SETTINGS_MODULE": "bench.cached_settings"}
    with _granian(data, "gerai.config.asgi:application", **settings) as (pid, address):
        yield pid, f"{address}{SERVICE.path}"


@contextmanager
def _granian(data: Path, application: str, **more: str) -> Iterator[Server]:
    """The server as ``gerai serve`` runs it, without the publisher beside it."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "asginl", "--workers", "1"),
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "error"),
        *("--workers-kill-timeout", "10"),
        *("--backlog", str(MOST_CONNECTIONS), "--backpressure", str(MOST_CONNECTIONS)),
        application,
    ]
    with _serving(command, environment(data, **more), f"http://127.0.0.1:{port}") as (
        pid,
        address,
    ):
        yield pid, address


@contextmanager
def _serving(command: list[str], env: dict[str, str], address: str) -> Iterator[Server]:
    process = subprocess.Popen(command, env=env or None, cwd=REPOSITORY)
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start")
            time.sleep(0.1)
        yield process.pid, address
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:  # a slow server still has requests to answer
            process.kill()
            process.wait(timeout=10)


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=20).close()  # noqa: S310
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gerai-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
