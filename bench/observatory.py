"""What the MDN HTTP Observatory says of a public page and of the desk, on this machine.

``python -m bench observatory [--verbose]``

The shipped nginx configuration over TLS, with a certificate of its own and an HTTP port
that redirects; behind it the application and the published tree of the example pack.
"""

from __future__ import annotations

import argparse
import json
import os
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
from typing import Any

from bench.processes import REPOSITORY, environment
from bench.servers import NGINX
from bench.table import Row
from e2e.site import free_port

PACK = REPOSITORY / "content" / "contoh"
SCRIPT = Path(__file__).with_name("observatory.mjs")
HOST = "localhost"
SHIPPED = REPOSITORY / "deploy" / "nginx"
SECONDS_TO_START = 180
# Path, whether signed in, and the lowest score that is promised.
PAGES = (
    ("/", False, 125),
    ("/instansi/", False, 125),
    ("/en/", False, 125),
    ("/akun/masuk/", False, 90),
    ("/admin/", True, 90),
)
_SESSION = """
from django.contrib.auth.models import User
from django.test import Client
from gerai.guard.tests.signing_in import with_factor
client = with_factor(Client(), User.objects.get(username="admin"))
print("session " + client.session.session_key)
"""


@dataclass(frozen=True, slots=True)
class Front:
    """nginx with TLS in front of an installation."""

    http: int
    https: int
    certificate: Path
    session: str


def run(arguments: list[str]) -> list[Row]:
    parser = argparse.ArgumentParser(prog="python -m bench observatory")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    rows = []
    _without_preload_list()
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        kept = os.environ.get("BENCH_DATA", folder)
        with served_over_tls(Path(kept) / "observatory", Path(folder)) as front:
            for path, is_signed_in, promised in PAGES:
                report = scored(front, path, front.session if is_signed_in else "")
                name = (
                    f"{path} {report['grade']}{' (signed in)' if is_signed_in else ''}"
                )
                rows.append(
                    Row(
                        "HTTP Observatory",
                        name,
                        report["score"],
                        "",
                        promised,
                        "at least",
                    )
                )
                for test in report["tests"]:
                    if options.verbose or not test["pass"] or test["modifier"] < 0:
                        print(f"    {path}: {test['result']} {test['modifier']:+}")
    return rows


def _without_preload_list() -> None:
    """Browsers' list of TLS-only sites, which its installer would fetch: no site of ours
    is on it."""
    place = SCRIPT.parent / "node_modules" / "@mdn" / "mdn-http-observatory" / "conf"
    (place / "hsts-preload.json").write_text("{}")


def scored(front: Front, path: str, session: str = "") -> dict[str, Any]:
    """The report for one address.

    Raises:
        CalledProcessError: if it doesn't answer.
    """
    cookie = [f"__Host-sessionid={session}"] if session else []
    done = subprocess.run(
        [
            *("node", str(SCRIPT), HOST, str(front.http), str(front.https), path),
            *cookie,
        ],
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(front.certificate)},
        cwd=SCRIPT.parent,
        text=True,
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@contextmanager
def served_over_tls(data: Path, scratch: Path) -> Iterator[Front]:
    """An installation with the example pack behind the shipped nginx, until the end."""
    data.mkdir(parents=True, exist_ok=True)
    scratch.chmod(0o755)
    http, https, application = free_port(), free_port(), free_port()
    settings = environment(data, GERAI_BASE_URL=f"https://{HOST}:{https}")
    for command in (["prepare", "--content", str(PACK)], ["publish", "--all"]):
        _gerai(settings, *command)
    said = _gerai(settings, "shell", "-v", "0", "-c", _SESSION)
    session = said.partition("session ")[2].strip()
    certificate = _certificate(scratch)
    configuration = scratch / "nginx.conf"
    configuration.write_text(_nginx(data, scratch, http, https, application))
    serving = [
        *(sys.executable, "-m", "granian", "--interface", "asginl", "--workers", "1"),
        *("--host", "127.0.0.1", "--port", str(application), "--log-level", "error"),
        "gerai.config.asgi:published",
    ]
    processes = [
        subprocess.Popen(serving, env=settings, cwd=REPOSITORY),
        subprocess.Popen([NGINX, "-c", str(configuration)]),
    ]
    try:
        _wait_for(f"http://127.0.0.1:{application}/healthz")
        yield Front(http, https, certificate, session)
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(timeout=30)


def _gerai(settings: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", *arguments],
        env=settings,
        cwd=REPOSITORY,
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout


def _certificate(scratch: Path) -> Path:
    certificate = scratch / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
            *("-keyout", str(scratch / "key.pem"), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate


def _nginx(data: Path, scratch: Path, http: int, https: int, application: int) -> str:
    """The shipped ``gerai.conf``, with names, ports and paths of this machine."""
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{application}",
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        "https://$host$request_uri": f"https://$host:{https}$request_uri",
        "mpp.example.go.id": HOST,
        "/etc/ssl/gerai/fullchain.pem": str(scratch / "certificate.pem"),
        "/etc/ssl/gerai/privkey.pem": str(scratch / "key.pem"),
        "include gerai/": f"include {scratch}/",
    }
    gerai = _changed((SHIPPED / "gerai.conf").read_text(), changes)
    site = {"/var/lib/gerai": str(data), "include gerai/": f"include {SHIPPED}/"}
    text = _changed((SHIPPED / "site.conf").read_text(), site)
    # nginx forwards the port as a browser would name it.
    text = text.replace("Host $host;", f"Host $host:{https};")
    (scratch / "site.conf").write_text(text)
    temporary = " ".join(
        f"{kind}_temp_path {scratch}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "" if os.getuid() else "user root;"
    return (
        f"daemon off; worker_processes 1; pid {scratch}/pid; error_log stderr crit; {user}"
        "include /etc/nginx/modules-enabled/*.conf; events { worker_connections 256; }"
        f"http {{ {temporary} access_log off; {gerai} }}"
    )


def _changed(text: str, changes: dict[str, str]) -> str:
    for before, after in changes.items():
        text = text.replace(before, after)
    return text


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)
