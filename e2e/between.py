"""A weak network between the browser and the site: slow, broken, or lying, as asked."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_LONGEST_HANG = 60.0
_OUR_OWN = frozenset(
    {"connection", "transfer-encoding", "content-length", "date", "server"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came through, and what it was answered."""

    path: str
    status: int
    bytes: int
    headers: dict[str, str]


@dataclass(slots=True)
class Network:
    """What lies between; change it while the browser runs.

    Attributes:
        hanging: paths whose answers wait until ``release`` (or a minute).
        answers: what is answered instead of asking the site: status and body, by path.
        cache_control: the header of these answers.
        is_down: connections are closed without a word.
        log: all requests that were answered.
    """

    base_url: str = ""
    hanging: set[str] = field(default_factory=set)
    answers: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    cache_control: str = "no-cache"
    is_down: bool = False
    log: list[Asked] = field(default_factory=list)
    _released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        """Let what hangs go on, and hang nothing more."""
        self.hanging.clear()
        self._released.set()

    def hang(self, *paths: str) -> None:
        self._released.clear()
        self.hanging.update(paths)

    def asked_for(self, path: str) -> list[Asked]:
        return [one for one in self.log if one.path == path]

    def wait_if_hanging(self, path: str) -> None:
        if path in self.hanging:
            self._released.wait(_LONGEST_HANG)


@contextmanager
def network_before(site_url: str) -> Iterator[Network]:
    """A server in front of ``site_url`` on a free port, until the block ends."""
    network = Network()
    site = urlsplit(site_url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if network.is_down:
                self.close_connection = True
                return
            network.wait_if_hanging(self.path)
            if self.path in network.answers:
                status, content_type, text = network.answers[self.path]
                body = text.encode()
                headers = [
                    ("Content-Type", content_type),
                    ("Cache-Control", network.cache_control),
                ]
            else:
                status, headers, body = self._ask_site()
            try:
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in _OUR_OWN:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True
                return
            network.log.append(
                Asked(self.path, status, len(body), dict(self.headers.items()))
            )

        def _ask_site(self) -> tuple[int, list[tuple[str, str]], bytes]:
            connection = http.client.HTTPConnection(
                site.hostname or "", site.port, timeout=60
            )
            headers = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in {"connection", "host"}
            }
            connection.request("GET", self.path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            found = response.getheaders()
            connection.close()
            return response.status, found, body

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the test says what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    network.base_url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield network
    finally:
        network.release()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
