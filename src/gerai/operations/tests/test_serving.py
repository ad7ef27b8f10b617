"""The server: ports, static files, health, and a worker that dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import RequestFactory

from gerai.operations import serving
from gerai.operations.beside import BACKUPS, CHORES, PUBLISHER, process_name
from gerai.operations.static_files import (
    CompressedOnceStaticFilesStorage,
    StaticFilesMiddleware,
)

SECONDS_TO_START = 60.0


def test_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} on 127.0.0.1 is in use"):
            serving.refuse_taken_port("127.0.0.1", port)

    serving.refuse_taken_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", ""])
def test_host_that_is_not_this_machine(host: str) -> None:
    if host:
        with pytest.raises(CommandError, match="Can't listen on"):
            serving.refuse_taken_port(host, 8000)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "٣"])
def test_port_must_be_one(port: str) -> None:
    with pytest.raises(CommandError, match="is not a port"):
        call_command("serve", f"--port={port}")


@pytest.mark.parametrize("workers", ["0", "65", "many"])
def test_workers_must_be_a_number(workers: str) -> None:
    with pytest.raises(CommandError, match="is not a number of processes"):
        call_command("serve", f"--workers={workers}")


def test_workers_follow_the_shared_cache(settings: Any) -> None:
    assert serving.default_workers() == 1

    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
    }
    assert serving.default_workers() == 2


class TestStaticFiles:
    @pytest.fixture
    def answer(self, settings: Any, tmp_path: Path) -> Callable[..., HttpResponse]:
        (tmp_path / "page.css").write_bytes(b"a{}" * 100)
        (tmp_path / "page.css.br").write_bytes(b"br")
        settings.STATIC_ROOT = tmp_path
        middleware = StaticFilesMiddleware(lambda request: HttpResponse("django"))

        def ask(
            path: str, *, method: str = "GET", headers: dict[str, str] | None = None
        ) -> HttpResponse:
            request = RequestFactory().generic(method, path, headers=headers)
            return middleware(request)

        return ask

    def test_plain(self, answer: Callable[..., HttpResponse]) -> None:
        response = answer("/static/page.css")

        assert response.content == b"a{}" * 100
        assert not response.streaming
        assert response["Content-Type"] == 'text/css; charset="utf-8"'

    def test_compressed(self, answer: Callable[..., HttpResponse]) -> None:
        response = answer("/static/page.css", headers={"Accept-Encoding": "gzip, br"})

        assert response.content == b"br"
        assert response["Content-Encoding"] == "br"
        assert response["Vary"] == "Accept-Encoding"

    def test_head_and_unchanged(self, answer: Callable[..., HttpResponse]) -> None:
        head = answer("/static/page.css", method="HEAD")
        unchanged = answer("/static/page.css", headers={"If-None-Match": head["ETag"]})

        assert (head.content, head["Content-Length"]) == (b"", "300")
        assert (unchanged.status_code, unchanged.content) == (304, b"")

    def test_part(self, answer: Callable[..., HttpResponse]) -> None:
        response = answer("/static/page.css", headers={"Range": "bytes=0-2"})

        assert (response.status_code, response.content) == (206, b"a{}")

    def test_everything_else_goes_on(self, answer: Callable[..., HttpResponse]) -> None:
        assert answer("/static/../secret_key").content == b"django"


def test_files_are_compressed_once_and_found_by_a_process_that_was_there_before(
    settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "page.css").write_text("a{color:red}" * 100)
    early = CompressedOnceStaticFilesStorage(location=tmp_path, base_url="/static/")
    late = CompressedOnceStaticFilesStorage(location=tmp_path, base_url="/static/")

    list(late.post_process({"page.css": (late, "page.css")}))

    (hashed,) = tmp_path.glob("page.*.css")
    compressed = hashed.with_name(f"{hashed.name}.br")
    first_made = compressed.stat().st_mtime_ns
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        early.url("page.css")
    early.read_manifest_again()
    assert early.url("page.css") == f"/static/{hashed.name}"

    (tmp_path / "page.css").write_text("a{color:red}" * 100)
    list(late.post_process({"page.css": (late, "page.css")}))
    assert compressed.stat().st_mtime_ns == first_made


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/healthz", timeout=5
        ) as response:
            return bool(response.status)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@pytest.fixture(params=["--no-publish"])
def server(
    tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GERAI_", "DJANGO_"))
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gerai.config.cli", "serve"),
            *(f"--port={port}", request.param),
        ],
        env={
            **environment,
            "GERAI_DATA": str(tmp_path),
            "GERAI_BASE_URL": f"http://127.0.0.1:{port}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert wait_for(lambda: answers(port), SECONDS_TO_START), process.communicate()[0]
    yield process, port
    process.kill()
    process.wait(timeout=10)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_dead_workers_are_replaced_and_a_stop_is_clean(
    server: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = server
    for _ in range(3):
        (worker,) = workers_of(process.pid)

        os.kill(worker, signal.SIGKILL)

        assert wait_for(partial(has_another_worker, process.pid, worker), 15)
        assert wait_for(lambda: answers(port), 15)

    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    assert f"Gerai listens on http://127.0.0.1:{port}/" in output
    assert output.splitlines()[-1] == "Gerai has stopped."
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("seconds_between", "are_too_many"), [(0.5, True), (2.5, True), (3.0, False)]
)
def test_workers_that_die_as_quickly_as_they_are_replaced_end_the_server(
    seconds_between: float, are_too_many: bool
) -> None:
    deaths = serving.Deaths()

    found = [deaths.are_too_many(1000 + n * seconds_between) for n in range(5)]

    assert found == [False] * 4 + [are_too_many]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
@pytest.mark.parametrize("server", ["--publish"], indirect=True)
def test_a_killed_publisher_is_replaced_and_a_killed_server_leaves_nobody(
    server: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = server
    first = publishers_of(process.pid)
    assert len(first) == 1

    os.kill(first[0], signal.SIGKILL)

    assert wait_for(
        lambda: bool(set(publishers_of(process.pid)) - set(first)), SECONDS_TO_START
    )
    assert answers(port)
    left = children_of(process.pid)
    assert len(left) == 3

    process.kill()
    process.wait(timeout=10)

    assert wait_for(
        lambda: not any(Path(f"/proc/{pid}").exists() for pid in left),
        SECONDS_TO_START,
    )


def workers_of(pid: int) -> list[int]:
    """All but who works beside them."""
    beside = children_named(pid, PUBLISHER, CHORES, BACKUPS)
    return [child for child in children_of(pid) if child not in beside]


def has_another_worker(pid: int, worker: int) -> bool:
    return workers_of(pid) not in ([worker], [])


def publishers_of(pid: int) -> list[int]:
    return children_named(pid, PUBLISHER, CHORES)


def children_named(pid: int, *commands: str) -> list[int]:
    names = {process_name(command) for command in commands}
    return [
        child
        for child in children_of(pid)
        if Path(f"/proc/{child}/comm").read_text().strip() in names
    ]
