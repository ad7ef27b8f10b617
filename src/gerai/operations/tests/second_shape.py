"""The second shape of an installation, on one machine: see docs/operators/growing.md.

nginx with the shipped configuration, two application servers, one worker, PostgreSQL,
Valkey, and a storage that speaks S3.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any

from moto.server import ThreadedMotoServer

from conftest import PostgreSQL
from gerai.files.s3 import Bucket
from gerai.operations.tests.valkey_server import ValkeyServer

REPOSITORY = Path(__file__).resolve().parents[4]
PACK = REPOSITORY / "content" / "contoh"
NGINX_FOLDER = REPOSITORY / "deploy" / "nginx"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
PASSWORD = "a-password-for-the-second-shape"  # noqa: S105
SECONDS_TO_START = 120.0
Answer = tuple[int, dict[str, str], bytes]
_visitors = count(1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    """Ask again and again.

    Raises:
        TimeoutError: it didn't become so.
    """
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.05)


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: bytes | str | None = None,
    headers: dict[str, str] | None = None,
    source: str | None = None,
) -> Answer:
    """One request over a connection of its own, each from another address of loopback."""
    number = next(_visitors)
    address = source or f"127.1.{number // 250 % 250}.{number % 250 + 1}"
    connection = HTTPConnection(
        "127.0.0.1", port, timeout=30, source_address=(address, 0)
    )
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()
    finally:
        connection.close()


def status_of(port: int, path: str) -> int:
    """Status of a page; 0 while nobody answers."""
    try:
        return ask(port, path)[0]
    except (OSError, HTTPException):
        return 0


def is_refused(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) != 0


class StorageServer:
    """A storage that speaks S3, which a test may stop; it keeps what it has."""

    def __init__(self) -> None:
        self._port = free_port()

    def start(self) -> None:
        self._server = ThreadedMotoServer("127.0.0.1", self._port, verbose=False)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def address(self, folder: str) -> str:
        return f"s3+http://key:se%2Fcret@127.0.0.1:{self._port}/{folder}"


@dataclass(slots=True)
class Shape:
    """What runs, and how to ask it."""

    data: Path
    postgresql: PostgreSQL
    valkey: ValkeyServer
    environment: dict[str, str]
    port: int
    ports: tuple[int, int]
    storage: StorageServer
    bucket: Bucket
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)
    """Addresses of what a test has uploaded."""

    def gerai(self, *order: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gerai.config.cli", *order],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def start(self, name: str, *order: str) -> None:
        """Start a process of Gerai in a group of its own."""
        with (self.data / f"{name}.log").open("a") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "gerai.config.cli", *order],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )

    def start_server(self, number: int) -> None:
        order = ("serve", "--no-worker", "--port", str(self.ports[number]))
        self.start(f"server{number}", *order)

    def wait_for_server(self, number: int) -> None:
        port = self.ports[number]
        wait_until(
            lambda: status_of(port, "/readyz") == 200,
            f"server {number}",
            seconds=SECONDS_TO_START,
        )

    def stop(self, name: str) -> int:
        """End it politely; its exit code."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=40)

    def kill_all_of(self, name: str) -> None:
        """All processes of it at once, as if its machine had lost its power."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)
        # The last of them to end still had the address that all of them listened on.
        port = self.ports[int(name.removeprefix("server"))]
        wait_until(lambda: is_refused(port), f"the end of {name}")

    def lose_worker_of_server(self, number: int) -> None:
        """Kill a process that answers; wait until its supervisor has made another."""
        pid = self.processes[f"server{number}"].pid
        workers = Path(f"/proc/{pid}/task/{pid}/children")
        before = workers.read_text().split()
        os.kill(int(before[0]), signal.SIGKILL)

        def is_replaced() -> bool:
            now = workers.read_text().split()
            return before[0] not in now and len(now) == len(before)

        wait_until(is_replaced, f"another worker of server {number}")

    def end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


def nginx_configuration(data: Path, port: int, ports: tuple[int, int]) -> str:
    """The shipped files with this machine's ports and folders, without TLS."""

    def here(text: str) -> str:
        text = text.replace("/var/lib/gerai", str(data))
        return text.replace("include gerai/", f"include {NGINX_FOLDER}/")

    several = (NGINX_FOLDER / "several.conf").read_text()
    before = several[: several.index("server {\n    listen 80;")]
    for shipped, ours in zip((8001, 8002), ports, strict=True):
        before = before.replace(f"127.0.0.1:{shipped}", f"127.0.0.1:{ours}")
    before = before.replace("/var/cache/nginx/gerai", f"{data}/nginx-cache")
    cache = re.search(r"set \$gerai_uploads_cache \w+;", several)
    assert cache is not None
    own_user = "" if os.getuid() else "user root root;"
    site = here((NGINX_FOLDER / "site.conf").read_text())
    return f"""
        daemon off; worker_processes 1; pid {data}/nginx.pid; error_log {data}/nginx.log;
        {own_user}
        include /etc/nginx/modules-enabled/*.conf;
        events {{ worker_connections 1024; }}
        http {{
            client_body_temp_path {data}/body; proxy_temp_path {data}/proxy;
            fastcgi_temp_path {data}/fastcgi; uwsgi_temp_path {data}/uwsgi;
            scgi_temp_path {data}/scgi;
            {before}
            server {{
                listen 127.0.0.1:{port}; server_name localhost;
                set $gerai_hsts ""; {site} {cache[0]}
            }}
        }}
    """


@contextmanager
def second_shape(postgresql: PostgreSQL, folder: Path) -> Iterator[Shape]:
    """Everything started, filled with the example pack, and published."""
    data = folder / "data"
    data.mkdir()
    port, ports = free_port(), (free_port(), free_port())
    with ExitStack() as stack:
        valkey = ValkeyServer(folder)
        valkey.start()
        stack.callback(valkey.stop)
        storage = StorageServer()
        storage.start()
        stack.callback(storage.stop)
        address = storage.address("mpp/unggahan")
        bucket = Bucket(address, setting="", seconds_to_connect=2, seconds_to_answer=10)
        bucket.client.create_bucket(Bucket="mpp")
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GERAI_", "DJANGO_"))
        } | {
            "GERAI_DATA": str(data),
            "GERAI_BASE_URL": f"http://127.0.0.1:{port}",
            "GERAI_ADMIN_PASSWORD": PASSWORD,
            "DATABASE_URL": postgresql.create("second_shape"),
            "VALKEY_URL": valkey.url.replace("redis", "valkey", 1),
            "MEDIA_STORAGE_URL": address,
            "GERAI_BACKUP_URL": "none",
        }
        shape = Shape(
            data, postgresql, valkey, environment, port, ports, storage, bucket
        )
        prepared = shape.gerai("prepare", "--content", str(PACK))
        if prepared.returncode:
            raise RuntimeError(prepared.stderr[-2000:])
        stack.callback(shape.end)
        shape.start("worker", "worker")
        for number in (0, 1):
            shape.start_server(number)
        (data / "nginx.conf").write_text(nginx_configuration(data, port, ports))
        assert NGINX
        shape.processes["nginx"] = subprocess.Popen(
            [NGINX, "-c", str(data / "nginx.conf")], text=True
        )
        for number in (0, 1):
            shape.wait_for_server(number)
        wait_until(
            lambda: _has_swept(data), "the first sweep", seconds=SECONDS_TO_START
        )
        yield shape


def _has_swept(data: Path) -> bool:
    try:
        state = json.loads((data / "publisher" / "progress.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(state.get("is_finished"))


class Editor:
    """A process of Gerai in which a test may run some lines."""

    def __init__(self, shape: Shape) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gerai.operations.tests.second_shape_editor"],
            env=shape.environment
            | {"DJANGO_SETTINGS_MODULE": "gerai.config.settings.base"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, act: str, *arguments: Any) -> Any:
        """What the act answers.

        Raises:
            RuntimeError: it failed; with what it said.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([act, *arguments]) + "\n")
        self._process.stdin.flush()
        failed, answer = json.loads(self._process.stdout.readline())
        if failed:
            raise RuntimeError(f"{act}: {answer}")
        return answer

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
