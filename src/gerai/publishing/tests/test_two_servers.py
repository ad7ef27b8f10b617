"""nginx with the shipped configuration and ``gerai serve`` give the same answers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from gerai.publishing.departures import DEPARTURES_ADDRESS, Redirection, encode
from gerai.publishing.headers import SECURITY_HEADERS
from gerai.publishing.record import PublishedRecord

PAGE = b"<!doctype html><title>KTP</title>" + b"<p>Bawa ini</p>" * 100
REPOSITORY = Path(__file__).resolve().parents[4]
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
NGINX_FOLDER = REPOSITORY / "deploy" / "nginx"
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.skipif(not NGINX_FOLDER.is_dir(), reason="not in a source checkout"),
]
# Headers that say who answers, not what.
OWN = {"date", "server", "connection", "transfer-encoding", "keep-alive"}
APPLICATION = """
import os
from pathlib import Path
from gerai.guard.bodies import BoundedBodies
from gerai.publishing.serving import PublishedSite

async def live(scope, receive, send):
    if scope["type"] != "http":
        return
    if scope["path"] == "/api/name":
        name = dict(scope["headers"]).get(b"x-request-id", b"no-name")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": name})
        return
    await send({"type": "http.response.start", "status": 299,
                "headers": [(b"content-type", b"text/plain"), (b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"live"})

site = PublishedSite(BoundedBodies(live), Path(os.environ["TREE"]))
"""


@dataclass(frozen=True, slots=True)
class Servers:
    nginx: int
    gerai: int
    data: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nothing listens on port {port}")


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    data = tmp_path_factory.mktemp("servers")
    record = PublishedRecord(
        web_root=data / "published", private=data / "publisher", build="b"
    )
    record.put(
        {
            "/": PAGE,
            "/a/": PAGE,
            "/a/b-é/": PAGE,
            "/robots.txt": b"User-agent: *\nDisallow: /admin/\n",
            "/sitemap.xml": b"<urlset>" + b"<url/>" * 100 + b"</urlset>",
            "/manifest.webmanifest": b"{}",
            "/sw.js": b"addEventListener('fetch', () => {});\n" * 20,
            "/data/katalog.json": b'{"services": []}' * 30,
            "/og/a.png": b"\x89PNG" + bytes(500),
            "/data/services.csv": b"a,b\n" * 100,
            "/.well-known/security.txt": b"Contact: mailto:a@example.org\n",
            "/galat/404.html": b"<h1>Tidak ada</h1>" * 30,
            "/galat/410.html": b"<h1>Sudah tidak ada</h1>" * 30,
            "/en/galat/404.html": b"<h1>Not found</h1>" * 30,
            "/en/galat/410.html": b"<h1>Gone</h1>" * 30,
            "/galat/503.html": b"<h1>Sedang tidak tersedia</h1>" * 30,
            "/en/galat/503.html": b"<h1>Not available</h1>" * 30,
            "/galat/503.json": b'{"error": "unavailable"}',
            DEPARTURES_ADDRESS: encode(
                {
                    "/lama": Redirection("/a/b-é/?x=1#y", is_permanent=True),
                    "/en/lama": Redirection("https://example.org/", is_permanent=False),
                },
                ["/pergi", "/en/pergi", "/pergi/anak é"],
            ),
        }
    )
    (data / "static").mkdir()
    (data / "media").mkdir()
    (data / "app.py").write_text(APPLICATION)
    nginx_port, gerai_port = free_port(), free_port()
    (data / "nginx.conf").write_text(
        nginx_configuration(data, nginx_port, upstream=gerai_port)
    )
    (data / "gerai").symlink_to(NGINX_FOLDER)
    processes = [
        subprocess.Popen([str(NGINX), "-c", str(data / "nginx.conf")]),
        subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "asginl"),
                *("--host", "127.0.0.1", "--port", str(gerai_port)),
                *("--http1-header-read-timeout", "2000"),
                *("--log-level", "error", "app:site"),
            ],
            cwd=data,
            env={
                **os.environ,
                "TREE": str(data / "published"),
                "PYTHONPATH": str(data),
            },
        ),
    ]
    try:
        wait_for(nginx_port)
        wait_for(gerai_port)
        yield Servers(nginx=nginx_port, gerai=gerai_port, data=data)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)


def nginx_configuration(data: Path, port: int, *, upstream: int) -> str:
    """A whole nginx configuration around the shipped ``site.conf``."""
    site = (NGINX_FOLDER / "site.conf").read_text().replace("/var/lib/gerai", str(data))
    site = site.replace("include gerai/", f"include {NGINX_FOLDER}/")
    # As shipped, but nobody who waits for the end of it waits for long.
    assert "client_header_timeout 15s;" in site
    site = site.replace("client_header_timeout 15s;", "client_header_timeout 2s;")
    # Another user's process may not enter a folder of pytest's.
    own_user = "" if os.getuid() else "user root root;"
    return f"""
        daemon off; worker_processes 1; pid {data}/nginx.pid; error_log stderr error;
        {own_user}
        include /etc/nginx/modules-enabled/*.conf;
        events {{ worker_connections 256; }}
        http {{
            client_body_temp_path {data}/body; proxy_temp_path {data}/proxy;
            fastcgi_temp_path {data}/fastcgi; uwsgi_temp_path {data}/uwsgi;
            scgi_temp_path {data}/scgi;
            upstream gerai_application {{ server 127.0.0.1:{upstream}; keepalive 4; }}
            server {{ listen 127.0.0.1:{port}; server_name localhost; set $gerai_hsts ""; {site} }}
        }}
    """


def ask(
    port: int, method: str, path: str, headers: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("coding", ["", "gzip", "gzip, deflate, br"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/a/",
        "/a",
        "/a/b-%C3%A9/",
        "/a/?q=1",
        "/robots.txt",
        "/sitemap.xml",
        "/manifest.webmanifest",
        "/manifest.json",
        "/sw.js",
        "/data/katalog.json",
        "/og/a.png",
        "/data/services.csv",
        "/.well-known/security.txt",
        "/cari/",
        "/nothing",
        "/a/b-%C3%A9",
        "/a/?utm_source=wa&fbclid=abc",
        "/a?fbclid=abc",
        "/a/?utm_source=wa&q=1",
        "/lama/",
        "/lama",
        "/en/lama/",
        "/pergi/",
        "/en/pergi",
        "/pergi/anak%20%C3%A9/",
        "/.env",
        "/a/.git/config",
        "/en/.env",
    ],
)
def test_both_servers_answer_alike(
    servers: Servers, method: str, path: str, coding: str
) -> None:
    headers = {"Accept-Encoding": coding} if coding else {}
    nginx = ask(servers.nginx, method, path, headers)
    gerai = ask(servers.gerai, method, path, headers)
    assert nginx[0] == gerai[0]
    if nginx[0] in {301, 302}:  # nginx has a page of its own for these
        ours = named(gerai[1]) | {"content-type": "", "content-length": ""}
        assert named(nginx[1]) | {"content-type": "", "content-length": ""} == ours
    else:
        assert nginx[2] == gerai[2]
        assert named(nginx[1]) == named(gerai[1])


@pytest.mark.parametrize(
    ("path", "status", "answer"),
    [
        ("/lama/", 301, "/a/b-%C3%A9/?x=1#y"),
        ("/en/lama", 302, "https://example.org/"),
        ("/pergi/", 410, "Sudah tidak ada"),
        ("/en/pergi/", 410, "Gone"),
        ("/.env", 404, "Tidak ada"),
        ("/en/.env", 404, "Not found"),
    ],
)
def test_addresses_without_a_page_are_answered_from_files(
    servers: Servers, path: str, status: int, answer: str
) -> None:
    for port in (servers.nginx, servers.gerai):
        found, headers, body = ask(port, "GET", path, {})
        assert found == status
        assert answer in (headers.get("location", "") + body.decode())
        assert headers["cache-control"] == "no-cache"


def test_nginx_says_calmly_that_the_application_is_away(servers: Servers) -> None:
    data = servers.data
    port = free_port()
    folder = data / "alone"
    folder.mkdir()
    configuration = nginx_configuration(data, port, upstream=free_port())
    (folder / "nginx.conf").write_text(
        configuration.replace(f"pid {data}", f"pid {folder}")
    )
    process = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf")])
    try:
        wait_for(port)
        assert ask(port, "GET", "/a/", {})[0] == 200
        assert ask(port, "GET", "/a/?utm_source=wa", {})[0] == 200
        for method, path, words in (
            ("GET", "/cari/?q=ktp", "Sedang tidak tersedia"),
            ("GET", "/en/cari/?q=ktp", "Not available"),
            ("POST", "/en/cari/", "Not available"),
            ("GET", "/admin/", "Sedang tidak tersedia"),
            ("GET", "/api/v1/open", '"unavailable"'),
        ):
            status, headers, body = ask(port, method, path, {})
            assert (status, headers["retry-after"]) == (503, "60"), path
            assert words in body.decode()
            assert headers["cache-control"] == "no-store"
            for name, value in SECURITY_HEADERS.items():
                assert headers[name.lower()] == value
        assert "Not found" in ask(port, "GET", "/en/.env", {})[2].decode()
        assert "Tidak ada" in ask(port, "GET", "/static/x.css", {})[2].decode()
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("If-None-Match", lambda headers: headers["etag"]),
        ("If-None-Match", lambda headers: '"other"'),
        ("If-None-Match", lambda headers: f'"x", {headers["etag"]}'),
        ("If-Modified-Since", lambda headers: headers["last-modified"]),
        ("Range", lambda headers: "bytes=0-9"),
        ("Range", lambda headers: "bytes=-5"),
        ("Range", lambda headers: "bytes=100000-"),
    ],
)
def test_both_servers_know_what_the_reader_has(
    servers: Servers, name: str, make: object
) -> None:
    assert callable(make)
    for path in ("/a/", "/og/a.png"):
        _, known, _ = ask(servers.nginx, "GET", path, {})
        asked = {name: make(known)}
        nginx = ask(servers.nginx, "GET", path, asked)
        gerai = ask(servers.gerai, "GET", path, asked)
        assert nginx[0] == gerai[0]
        if nginx[0] != 416:
            assert nginx[2] == gerai[2]
            assert named(nginx[1]) == named(gerai[1])


@pytest.mark.parametrize(
    "path",
    [
        "/../publisher/signing.key",
        "/%2e%2e/publisher/signing.key",
        "/..%2fpublisher/signing.key",
        "/a/../../publisher/signing.key",
        "/static/../publisher/signing.key",
        "/static../publisher/signing.key",
        "/media../db.sqlite3",
        "/.hidden",
        "/linked.html",
    ],
)
def test_neither_server_leaves_the_tree(servers: Servers, path: str) -> None:
    secret = (servers.data / "publisher" / "signing.key").read_bytes()
    link = servers.data / "published" / "linked.html"
    if not link.is_symlink():
        link.symlink_to(servers.data / "publisher" / "signing.key")
    for port in (servers.nginx, servers.gerai):
        status, _, body = ask(port, "GET", path, {})
        assert status != 200
        assert secret not in body


def test_a_worker_is_a_script_for_the_whole_site_and_asked_for_each_time(
    servers: Servers,
) -> None:
    for port in (servers.nginx, servers.gerai):
        status, headers, _ = ask(port, "GET", "/sw.js", {})
        assert status == 200
        assert headers["content-type"] == "text/javascript; charset=utf-8"
        assert headers["cache-control"] == "no-cache"


def test_the_headers_in_the_configuration_are_those_in_the_code(
    servers: Servers,
) -> None:
    _, headers, _ = ask(servers.nginx, "GET", "/a/", {})
    for name, value in SECURITY_HEADERS.items():
        assert headers[name.lower()] == value


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in OWN}


def said_to(port: int, request: bytes, *, seconds: float = 10.0) -> bytes:
    """All that a server answers to some bytes until it hangs up, or falls silent."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as line:
        line.sendall(request)
        try:
            while piece := line.recv(65_536):
                answer += piece
                if len(answer) > 200_000:
                    break
        except (TimeoutError, ConnectionResetError):
            pass
    return answer


CLOSING = b"Host: localhost\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        # Two ideas of where a request ends
        b"POST /api/ HTTP/1.1\r\n" + CLOSING + b"Content-Length: 44\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/name HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/ HTTP/1.1\r\n" + CLOSING + b"Content-Length: 3\r\n"
        b"Content-Length: 44\r\n\r\nabcGET /api/name HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/ HTTP/1.1\r\n" + CLOSING + b"Transfer-Encoding: xchunked\r\n\r\n"
        b"0\r\n\r\nGET /api/name HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/ HTTP/1.1\r\n" + CLOSING + b"Content-Length: -1\r\n\r\n",
        # Names and values that no header has
        b"GET /a/ HTTP/1.1\r\n" + CLOSING + b"X\x00Y: 1\r\n\r\n",
        b"GET /a/\r\nX-Baru: 1 HTTP/1.1\r\n" + CLOSING + b"\r\n",
        b"GET /a/ HTTP/1.1\r\n" + CLOSING + b"X-Long: " + b"x" * 600_000 + b"\r\n\r\n",
    ],
)
def test_a_request_that_is_two_or_none_is_not_answered_twice(
    servers: Servers, request_: bytes
) -> None:
    for port in (servers.nginx, servers.gerai):
        answer = said_to(port, request_, seconds=1.5)
        statuses = [
            line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")
        ]
        assert len(statuses) <= 1, answer[:500]
        assert b"X-Baru" not in answer
        assert b"no-name" not in answer


@pytest.mark.parametrize(
    "path", ["/a%0d%0aX-Baru:%201", "/lama%0d%0aX-Baru:%201", "/%0d%0aX-Baru:%201/"]
)
def test_no_answer_of_a_server_is_split(servers: Servers, path: str) -> None:
    for port in (servers.nginx, servers.gerai):
        _, headers, _ = ask(port, "GET", path, {})
        assert "x-baru" not in headers


def test_an_oversized_body_is_refused_before_it_is_sent(servers: Servers) -> None:
    request = (
        b"POST /admin/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 36700161\r\n\r\n"
    )
    for port in (servers.nginx, servers.gerai):
        assert said_to(port, request, seconds=1.5).startswith(b"HTTP/1.1 413 ")


def test_nobody_keeps_a_connection_by_never_ending(servers: Servers) -> None:
    for port in (servers.nginx, servers.gerai):
        started = time.monotonic()
        said_to(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", seconds=15)
        assert time.monotonic() - started < 10


def test_nginx_names_each_request_and_believes_no_name(servers: Servers) -> None:
    forged = "f" * 32
    names = {
        ask(servers.nginx, "GET", "/api/name", {"X-Request-ID": forged})[2]
        for _ in range(2)
    }
    assert len(names) == 2
    assert forged.encode() not in names
    assert all(len(name) == 32 for name in names)
