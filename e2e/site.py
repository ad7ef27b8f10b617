"""Starts the real server with Samarinda's content, for tests and benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
CONTENT = REPOSITORY / "content" / "samarinda"
SECONDS_TO_START = 300.0
ADMIN_PASSWORD = "horse-battery-staple"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    base_url: str
    data: Path
    pid: int
    seconds_to_first_page: float

    def address(self, path: str) -> str:
        return self.base_url + path


@contextmanager
def served_site(data: Path, *, content: Path | None = CONTENT) -> Iterator[Site]:
    """Serve ``data`` on a free port of this machine until the block ends.

    The folder is prepared and filled first where that is still to be done; several
    processes may do so at once (``gerai prepare`` waits for the other).

    Raises:
        RuntimeError: with the server's output, if no page came in time.
    """
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    log = data / f"server-{port}.log"
    started = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gerai.config.cli", "serve", "--prepare"),
                *(("--content", str(content)) if content else ()),
                *("--port", str(port)),
            ],
            cwd=REPOSITORY,
            env=_clean_environment()
            | {
                "GERAI_DATA": str(data),
                "GERAI_BASE_URL": base_url,
                "GERAI_ADMIN_PASSWORD": ADMIN_PASSWORD,
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        while not _answers(base_url):
            if (
                process.poll() is not None
                or time.monotonic() > started + SECONDS_TO_START
            ):
                raise RuntimeError(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield Site(base_url, data, process.pid, time.monotonic() - started)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


def _clean_environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GERAI_", "DJANGO_"))
        and name not in {"DATABASE_URL", "VALKEY_URL", "EMAIL_URL"}
    }


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _answers(base_url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base_url}/", timeout=10) as response:  # noqa: S310
            return bool(response.read())
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
