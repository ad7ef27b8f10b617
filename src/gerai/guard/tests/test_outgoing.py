"""No request of ours reaches the own network, and none goes where nobody listed."""

from __future__ import annotations

import ast
import socket
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gerai.guard import outgoing
from gerai.guard.outgoing import (
    NotAllowed,
    Question,
    TooManyRedirects,
    fetch,
    is_public,
    public_addresses,
)

PUBLIC = "93.184.216.34"
INWARDS = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.8",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "0.0.0.0",  # noqa: S104
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.8",
    "64:ff9b::a00:8",
    "2002:7f00:1::",
    "2001:0:7f00:1:0:0:80ff:fffe",
]


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def answer(host: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.mark.parametrize("address", INWARDS)
def test_addresses_of_the_own_network_are_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    resolving(monkeypatch, address)
    with pytest.raises(NotAllowed):
        public_addresses("dalam.example", 80)
    # One private address beside a public one is enough.
    resolving(monkeypatch, PUBLIC, address)
    with pytest.raises(NotAllowed):
        fetch(Question("http://campur.example/", lambda host: True))


def test_public_addresses_are_allowed() -> None:
    for address in (PUBLIC, "2606:4700::1111", "::ffff:93.184.216.34"):
        assert is_public(address), address


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "gopher://a.example/",
        "http://user:rahasia@a.example/",
        "http://:rahasia@a.example/",
        "http://a.example:6379/",
        "https://a.example:22/",
        "http:///",
        "//a.example/",
        "javascript:alert(1)",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://LOCALHOST./",
    ],
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    """Names of this machine included: the system resolves odd spellings, too."""
    with pytest.raises((NotAllowed, OSError)):
        fetch(Question(url, lambda host: True))


def test_only_listed_hosts_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, PUBLIC)
    with pytest.raises(NotAllowed):
        fetch(Question("http://lain.example/", {"a.example"}.__contains__))
    with pytest.raises(NotAllowed):
        fetch(Question("http://a.example.evil.example/", {"a.example"}.__contains__))


class Site(BaseHTTPRequestHandler):
    """A site of the world, on this machine."""

    asked: list[tuple[str, str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path, self.headers["Host"]))
        if self.path == "/besar":
            self.answer(200, b"x" * 500_000)
        elif self.path == "/dalam":
            self.answer(302, b"", "http://dalam.example/")
        elif self.path == "/lain":
            self.answer(302, b"", "http://lain.example/x")
        elif self.path == "/putar":
            self.answer(302, b"", "/putar")
        elif self.path == "/baru":
            self.answer(301, b"", "/")
        elif self.path == "/lambat":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _letter in range(200):
                self.wfile.write(b"x")
                threading.Event().wait(0.02)
        else:
            self.answer(200, b"halo")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, b"got " + body)

    def answer(self, status: int, body: bytes, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *given: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, port: int) -> list[tuple[str, int]]:
    """Public names lead to the site above; gives where connections really went."""
    Site.asked.clear()
    went: list[tuple[str, int]] = []
    connect: Callable[..., socket.socket] = socket.create_connection

    def resolve(host: str, its_port: int, **_: Any) -> list[Any]:
        address = "10.0.0.8" if host == "dalam.example" else PUBLIC
        return [(2, 1, 6, "", (address, its_port))]

    def redirected(address: tuple[str, int], **options: Any) -> socket.socket:
        went.append(address)
        monkeypatch.setattr(socket, "getaddrinfo", real)
        try:
            return connect(("127.0.0.1", port), **options)
        finally:
            monkeypatch.setattr(socket, "getaddrinfo", resolve)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", redirected)
    return went


def ask(path: str, **options: Any) -> outgoing.Answer:
    return fetch(
        Question(f"http://a.example{path}", {"a.example"}.__contains__, **options)
    )


def test_an_answer_comes_from_the_address_that_was_judged(
    world: list[tuple[str, int]],
) -> None:
    answer = ask("/baru")

    assert (answer.status, answer.body) == (200, b"halo")
    assert answer.url == "http://a.example/"
    # Never the name: a second look at it could say something else (DNS rebinding).
    assert world == [(PUBLIC, 80), (PUBLIC, 80)]
    assert Site.asked == [("GET", "/baru", "a.example"), ("GET", "/", "a.example")]


def test_redirects_inwards_and_elsewhere_are_not_followed(
    world: list[tuple[str, int]],
) -> None:
    with pytest.raises(NotAllowed):
        ask("/dalam")
    elsewhere = ask("/lain")
    assert (elsewhere.status, elsewhere.location) == (302, "http://lain.example/x")
    assert {host for _method, _path, host in Site.asked} == {"a.example"}
    with pytest.raises(TooManyRedirects):
        ask("/putar")


def test_answers_are_bounded(
    world: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(ask("/besar", most_bytes=1000).body) == 1000
    assert ask("/besar", most_bytes=0).body == b""
    monkeypatch.setattr(outgoing, "SECONDS_A_REQUEST", 0.2)
    with pytest.raises((OSError, HTTPException)):
        ask("/lambat")


def test_a_body_can_be_sent_but_no_second_request(
    world: list[tuple[str, int]],
) -> None:
    assert ask("/", method="POST", sent=b"hai").body == b"got hai"
    Site.asked.clear()
    ask("/x?y=1 HTTP/1.1\r\nX-Smuggled: 1\r\n\r\nGET /z")
    assert [path for _method, path, _host in Site.asked] == [
        "/x?y=1%20HTTP/1.1X-Smuggled:%201GET%20/z"
    ]


# --- nobody else goes out ---------------------------------------------------------------

NETWORK = {
    "aiohttp",
    "ftplib",
    "h11",
    "http.client",
    "httpx",
    "pycurl",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
}
ALLOWED = {
    "guard/outgoing.py": "the one way out",
    "truth/visiting.py": "names what went wrong",
    "operations/serving.py": "looks whether the own port is free",
    "operations/beside.py": "waits at a Unix socket for somebody who knocks",
    "operations/on_demand.py": "listens on that socket",
    "academy/practice/process.py": "answers at it",
    "academy/practice/exchange.py": "asks there, and nowhere else",
    "operations/checks/certificate.py": "looks at the own certificate",
    "files/scanning.py": "asks the virus scanner that the operator names",
    "notifications/postman.py": "knows how the operator's mail server fails",
    "workspace/staff/mail.py": "knows how the operator's mail server fails",
}
ROOMS = Path(outgoing.__file__).resolve().parents[1]


def test_only_the_listed_modules_know_the_network() -> None:
    found: dict[str, set[str]] = {}
    for path in ROOMS.rglob("*.py"):
        name = path.relative_to(ROOMS).as_posix()
        if "/tests/" in name or name.startswith("conftest"):
            continue
        text = path.read_text("utf-8")
        if not any(module in text for module in NETWORK):
            continue
        for node in ast.walk(ast.parse(text)):
            modules: list[str] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules = [
                    node.module,
                    *(f"{node.module}.{alias.name}" for alias in node.names),
                ]
            met = NETWORK.intersection(modules)
            if met:
                found.setdefault(name, set()).update(met)
    assert set(found) - set(ALLOWED) == set(), found
