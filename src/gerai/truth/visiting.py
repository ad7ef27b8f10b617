"""One polite visit to another site: bounded in time and bytes, never inwards.

A visit never reaches a machine of the own network: every address that a name leads to
must be a public one, the connection is made to just that address, and each redirect is
judged anew. It asks for no more than the first lines of an answer, reads the site's
``robots.txt`` before, and is over after ``SECONDS_A_VISIT``, however the site behaves.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

SECONDS_A_VISIT = 12.0
MOST_REDIRECTS = 4
ROBOTS_BYTES = 64 * 1024
AGENT = "Gerai"
_PORTS = {"http": 80, "https": 443}
_GONE = {404, 410}
_NO_HEAD = {400, 403, 405, 501}
_REDIRECTS = {301, 302, 303, 307, 308}


class NotPublic(Exception):
    """An address that must not be visited."""


class NotWelcome(Exception):
    """The site asks machines to stay away from this address."""


def public_addresses(host: str, port: int) -> list[str]:
    """The network addresses of ``host``.

    Raises:
        NotPublic: if one of them isn't on the public internet.
        socket.gaierror: nobody knows the name.
    """
    found = [
        str(info[4][0])
        for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    for address in found:
        ip = ip_address(address.partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None) or ip
        if not mapped.is_global or mapped.is_multicast:
            raise NotPublic(host)
    if not found:
        raise NotPublic(host)
    return found


@dataclass(frozen=True, slots=True)
class Network:
    """How far visits reach; tests reach their own servers instead.

    Attributes:
        addresses: judges a name and port, and says where it is.
        ports: that may be visited.
        seconds: after which a visit is over.
    """

    addresses: Callable[[str, int], list[str]] = public_addresses
    ports: frozenset[int] = frozenset(_PORTS.values())
    seconds: float = SECONDS_A_VISIT


INTERNET = Network()


@dataclass(slots=True)
class _Answer:
    status: int
    target: str
    body: bytes = b""


def visit(url: str, network: Network = INTERNET) -> str:
    """What is wrong with a link: "" if it works, a status, or a word.

    Only what is certain counts: a site that is busy, or refuses machines, isn't broken.
    """
    visitor = _Visitor(network)
    try:
        return visitor.follow(url)
    except NotPublic:
        return "private"
    except NotWelcome:
        return ""
    except socket.gaierror:
        return "name"
    except ssl.SSLCertVerificationError:
        return "certificate"
    except (OSError, http.client.HTTPException, ValueError):
        return "connection"


@dataclass(slots=True)
class _Visitor:
    """One visit, from its first question to its last."""

    network: Network
    ends: float = field(init=False)
    _rules: dict[str, RobotFileParser | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ends = time.monotonic() + self.network.seconds

    def follow(self, url: str) -> str:
        for _step in range(MOST_REDIRECTS + 1):
            self._ask_leave(url)
            answer = self._ask(url)
            if answer.status in _REDIRECTS and answer.target:
                url = urljoin(url, answer.target)
                continue
            return str(answer.status) if answer.status in _GONE else ""
        return "redirects"

    def _ask(self, url: str) -> _Answer:
        answer = self._request("HEAD", url)
        return self._request("GET", url) if answer.status in _NO_HEAD else answer

    def _ask_leave(self, url: str) -> None:
        """Stay away where the site says so; once for each site of a visit.

        Raises:
            NotWelcome: it does.
        """
        site = "://".join(urlsplit(url)[:2])
        if site not in self._rules:
            self._rules[site] = self._rules_of(site)
        rules = self._rules[site]
        if rules is not None and not rules.can_fetch(AGENT, url):
            raise NotWelcome(url)

    def _rules_of(self, site: str) -> RobotFileParser | None:
        answer = self._request("GET", f"{site}/robots.txt", most=ROBOTS_BYTES)
        if answer.status == http.client.TOO_MANY_REQUESTS or answer.status >= 500:
            raise NotWelcome(site)
        if answer.status != http.client.OK:
            return None
        rules = RobotFileParser()
        rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        return rules

    def _request(self, method: str, url: str, most: int = 0) -> _Answer:
        """Ask; ``most`` is how many bytes of the body are wanted."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.username:
            raise NotPublic(url)
        port = parts.port or _PORTS[parts.scheme]
        if port not in self.network.ports:
            raise NotPublic(url)
        host = parts.hostname.encode("idna").decode()
        # To the address that was judged, not to whatever the name says a moment later.
        address = self.network.addresses(host, port)[0]
        raw = socket.create_connection((address, port), timeout=self._left())
        with _over_at(self.ends, raw):
            if parts.scheme == "https":
                context = ssl.create_default_context()
                raw = context.wrap_socket(raw, server_hostname=host)
            connection = http.client.HTTPConnection(host, port)
            connection.sock = raw
            connection.request(
                method,
                _path(parts.path, parts.query),
                headers=_headers(parts.netloc.rpartition("@")[2]),
            )
            answer = connection.getresponse()
            body = answer.read(most) if most else b""
            return _Answer(answer.status, answer.getheader("Location") or "", body)

    def _left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


@contextmanager
def _over_at(ends: float, raw: socket.socket) -> Iterator[None]:
    """Hang up at a moment: a site that sends a letter a second would hold us for hours.

    Shutting the connection also ends a wrapped one that is being read.
    """
    # A file descriptor of its own: wrapping takes the socket's away.
    line = raw.dup()

    def hang_up() -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, ends - time.monotonic()), hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        hang_up()
        line.close()
        raw.close()


def _path(path: str, query: str) -> str:
    found = quote(path or "/", safe="/%:@!$&'()*+,;=~-._")
    if query:
        found += f"?{quote(query, safe='/%:@!$&()*+,;=~-._?')}"
    return found


def _headers(host: str) -> dict[str, str]:
    return {
        "Host": host,
        "User-Agent": f"{AGENT} link check (+{settings.GERAI_BASE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }
