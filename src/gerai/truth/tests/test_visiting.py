"""Visits to real servers on this machine, which behave as servers out there do."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gerai.guard.outgoing import Network
from gerai.truth import visiting
from gerai.truth.visiting import visit

SECONDS = 1.0
ROBOTS = "User-agent: *\nDisallow: /tertutup/\n"


class Site(BaseHTTPRequestHandler):
    """Answers by the path; notes what it was asked."""

    asked: list[str]
    robots = ROBOTS

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        type(self).asked.append(f"{self.command} {self.path}")
        if self.path == "/robots.txt":
            return self._say(200, self.robots.encode())
        name, _slash, rest = self.path[1:].partition("/")
        act = getattr(self, f"_{name}", None)
        if act is not None:
            return act(rest)
        return self._say(int(name) if name.isdecimal() else 200)

    def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _ke(self, rest: str) -> None:
        self._say(302, Location=f"/{rest}")

    def _putar(self, rest: str) -> None:
        self._say(301, Location="/putar/")

    def _dalam(self, rest: str) -> None:
        self._say(302, Location="http://127.0.0.1:22/")

    def _lain(self, rest: str) -> None:
        port = self.server.server_port  # type: ignore[attr-defined]
        self._say(302, Location=f"http://lain.example:{port}/404/")

    def _hanya(self, rest: str) -> None:
        self._say(200 if self.command == "GET" else 405)

    def _besar(self, rest: str) -> None:
        if self.command == "HEAD":
            return self._say(405)
        self._say(200)
        sent = 0
        try:
            while sent < 2_000_000_000:
                sent += self.wfile.write(b"x" * 65536)
        except OSError:
            type(self).asked.append(f"sent {sent}")

    def _lambat(self, rest: str) -> None:
        time.sleep(4 * SECONDS)
        self._say(200)

    def _tetes(self, rest: str) -> None:
        """One letter now and then, each of them in time."""
        try:
            for letter in b"HTTP/1.1 200 OK\r\nX-Lama: " + b"x" * 200:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            type(self).asked.append("hung up")

    def _kacau(self, rest: str) -> None:
        self.wfile.write(b"ini bukan HTTP\r\n\r\n")

    def log_message(self, *_: Any) -> None:
        pass


class Served:
    """A server, and the network in which names lead to it."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.site: Any = type("OneSite", (Site,), {"asked": []})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.site)
        self.server.daemon_threads = True
        if context is not None:
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self.server.server_port
        self.network = Network(
            addresses=lambda _host, _port: ["127.0.0.1"],
            ports=frozenset({self.port}),
        )
        threading.Thread(
            target=self.server.serve_forever,
            kwargs={"poll_interval": 0.05},
            daemon=True,
        ).start()

    def visit(self, path: str, scheme: str = "http") -> str:
        url = f"{scheme}://luar.example:{self.port}{path}"
        return visit(url, self.network, seconds=SECONDS)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    served = Served()
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture
def site(server: Served) -> Served:
    server.site.asked.clear()
    server.site.robots = ROBOTS
    return server


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/200/", ""),
        ("/403/", ""),
        ("/404/", "404"),
        ("/410/", "410"),
        ("/429/", ""),
        ("/500/", ""),
        ("/503/", ""),
        ("/ke/200/", ""),
        ("/ke/404/", "404"),
        ("/ke/ke/ke/ke/200/", ""),
        ("/ke/ke/ke/ke/ke/200/", "redirects"),
        ("/putar/", "redirects"),
        ("/hanya/", ""),
        ("/kacau/", "connection"),
        ("/dalam/", "private"),
        ("/lain/", ""),
    ],
)
def test_only_what_is_certain_is_a_problem(
    site: Served, path: str, problem: str
) -> None:
    assert site.visit(path) == problem


def test_a_page_is_not_fetched_and_the_rules_are_read_once(site: Served) -> None:
    assert site.visit("/ke/200/") == ""
    assert site.site.asked == ["GET /robots.txt", "HEAD /ke/200/", "HEAD /200/"]


def test_where_machines_are_not_welcome_none_goes(site: Served) -> None:
    assert site.visit("/tertutup/404/") == ""
    assert site.site.asked == ["GET /robots.txt"]
    assert site.visit("/ke/tertutup/404/") == ""
    assert "HEAD /tertutup/404/" not in site.site.asked
    site.site.robots = f"User-agent: {visiting.AGENT}\nDisallow: /\n"
    assert site.visit("/404/") == ""


def test_endless_rules_are_read_in_part(site: Served) -> None:
    site.site.robots = "# panjang\n" * 200_000 + "User-agent: *\nDisallow: /\n"
    assert site.visit("/404/") == "404"


@pytest.mark.parametrize("path", ["/lambat/", "/tetes/"])
def test_a_slow_site_is_left_in_time(site: Served, path: str) -> None:
    started = time.monotonic()
    assert site.visit(path) == "connection"
    assert time.monotonic() - started < 3 * SECONDS


def test_a_huge_body_is_not_read(site: Served) -> None:
    assert site.visit("/besar/") == ""
    wait_until = time.monotonic() + 5
    while not site.site.asked[-1].startswith("sent"):
        assert time.monotonic() < wait_until
        time.sleep(0.02)
    assert int(site.site.asked[-1].split()[1]) < 50_000_000


def test_nobody_at_home(site: Served) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    network = Network(site.network.addresses, frozenset({port}))
    url = f"http://luar.example:{port}/"
    assert visit(url, network, seconds=SECONDS) == "connection"


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=luar.example"
    subprocess.run(
        [*command.split(), "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    served = Served(context)
    try:
        assert served.visit("/200/", "https") == "certificate"
        plain = served.visit("/200/", "http")
        assert plain == "connection"
    finally:
        served.server.shutdown()
        served.server.server_close()
