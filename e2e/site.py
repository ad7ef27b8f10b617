"""Starts the real server with Samarinda's content, for tests and benchmarks."""

from __future__ import annotations

import json
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
# Below the data folder: mails that would have gone out.
MAILS = "mails"
ADMIN_PASSWORD = "horse-battery-staple"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    base_url: str
    data: Path
    pid: int
    seconds_to_first_page: float
    started_at: float = 0.0

    def address(self, path: str) -> str:
        return self.base_url + path

    def wait_until_published(self) -> None:
        """Wait for the first sweep of this server's publisher.

        Raises:
            RuntimeError: if it takes too long.
        """
        state = self.data / "publisher" / "progress.json"
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            if state.exists() and state.stat().st_mtime > self.started_at:
                found = json.loads(state.read_text())
                if found["is_finished"]:
                    return
            time.sleep(0.2)
        raise RuntimeError("The site was not published in time.")


@contextmanager
def served_site(
    data: Path, *, content: Path | None = CONTENT, publish: bool = False
) -> Iterator[Site]:
    """Serve ``data`` on a free port of this machine until the block ends.

    The folder is prepared and filled first where that is still to be done; several
    processes may do so at once (``gerai prepare`` waits for the other).

    Args:
        publish: as an operator has it. Otherwise every page is rendered when it is asked
            for: each start has another port, and so other addresses in all its pages,
            which would take a publisher some seconds to put right.

    Raises:
        RuntimeError: with the server's output, if no page came in time.
    """
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    log = data / f"server-{port}.log"
    started, started_at = time.monotonic(), time.time()
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gerai.config.cli", "serve", "--prepare"),
                *(("--content", str(content)) if content else ()),
                *("--port", str(port)),
                "--publish" if publish else "--no-publish",
            ],
            cwd=REPOSITORY,
            env=_clean_environment()
            | {
                "GERAI_DATA": str(data),
                "GERAI_BASE_URL": base_url,
                "GERAI_ADMIN_PASSWORD": ADMIN_PASSWORD,
                "EMAIL_URL": f"filemail:///{data / MAILS}",
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
        yield Site(base_url, data, process.pid, time.monotonic() - started, started_at)
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
