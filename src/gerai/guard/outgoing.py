"""The one way out: requests to other sites that somebody has named; public.

Every request of Gerai's own to the world goes through ``fetch`` or ``ask`` (a test
looks for others). It asks only hosts that its caller lists, only at the usual ports, and only
machines of the public internet: every network address that a name leads to must be a
public one, the connection is made to just that address (so a name that says something
else a moment later gains nothing), and each redirect is judged anew. What comes back is
bounded in size and time and never unpacked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

SECONDS_A_STEP = 8.0
SECONDS_A_REQUEST = 20.0
MOST_REDIRECTS = 4
MOST_BYTES = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Listed = Callable[[str], bool]
"""Whether a host (in small letters, without port) may be asked."""


class NotAllowed(Exception):
    """An address that must not be asked: another scheme, port, host or network."""


class TooManyRedirects(Exception):
    """A site that sends on without end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site said.

    Attributes:
        url: who said it, after redirects.
        body: its first bytes, at most as many as were asked for.
        location: where it sends on, if to a host that isn't listed; else "".
    """

    status: int
    url: str
    body: bytes = b""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """How far requests reach; tests reach their own servers instead.

    Attributes:
        addresses: judges a name and port, and says where it is.
        ports: that may be asked.
    """

    addresses: Callable[[str, int], list[str]]
    ports: frozenset[int]


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, and of whom.

    Attributes:
        is_listed: which hosts may be asked; redirects included.
        headers: beyond those that every request has.
        sent: the body, for a POST.
        most_bytes: how much of the answer's body to read; 0 reads none.
        ends: by the monotonic clock, when to hang up at the latest; None: after
            ``SECONDS_A_REQUEST``.
        network: None for the public internet.
    """

    url: str
    is_listed: Listed
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    sent: bytes | None = None
    most_bytes: int = MOST_BYTES
    ends: float | None = None
    network: Network | None = None


def fetch(question: Question) -> Answer:
    """Ask, follow redirects among listed hosts, and say what came back.

    A redirect to a public host that isn't listed ends there, with its ``location``.

    Raises:
        NotAllowed: nothing was sent to the address, or to the one it sent on to.
        TooManyRedirects: more than ``MOST_REDIRECTS``.
        socket.gaierror: nobody knows the name.
        ssl.SSLCertVerificationError: the certificate isn't right.
        OSError, http.client.HTTPException, ValueError: no connection, or no answer.
    """
    following = question
    for _step in range(MOST_REDIRECTS + 1):
        answer = ask(following)
        host = _host(urlsplit(answer.location))
        if not answer.location or not question.is_listed(host):
            return answer
        following = replace(question, url=answer.location)
    raise TooManyRedirects(question.url)


def ask(question: Question) -> Answer:
    """Ask once; where the site sends on to is handed back, and is a public place.

    Raises:
        As ``fetch``.
    """
    network = question.network or INTERNET
    status, target, body = _ask(question, network)
    if status not in _REDIRECTS or not target:
        return Answer(status, question.url, body)
    target = urljoin(question.url, target)
    parts = _web_address(target, network)
    network.addresses(_host(parts), _port(parts))
    return Answer(status, question.url, body, target)


def public_addresses(host: str, port: int) -> list[str]:
    """The network addresses of ``host``.

    Raises:
        NotAllowed: if one of them isn't on the public internet.
        socket.gaierror: nobody knows the name.
    """
    found = [
        str(info[4][0])
        for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    if not found or not all(is_public(address) for address in found):
        raise NotAllowed(host)
    return found


def is_public(address: str) -> bool:
    """Whether a network address is one of the public internet.

    One that carries another (IPv4 in IPv6, NAT64, 6to4, Teredo) counts as both.
    """
    ip = ip_address(address.partition("%")[0])
    inner = [ip]
    if ip.version == 6:
        inner += [one for one in (ip.ipv4_mapped, ip.sixtofour) if one]
        inner += list(ip.teredo or ())
        if ip.packed.startswith(bytes.fromhex("0064ff9b0000000000000000")):
            inner.append(ip_address(ip.packed[-4:]))
        if ip.ipv4_mapped:
            inner.remove(ip)
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved for one in inner
    )


INTERNET = Network(
    addresses=public_addresses,
    ports=frozenset(_PORTS.values()),
)


def _web_address(url: str, network: Network) -> SplitResult:
    parts = urlsplit(url)
    is_clean = (
        parts.scheme in _PORTS
        and parts.hostname
        and not parts.username
        and not parts.password
        and _port(parts) in network.ports
    )
    if not is_clean:
        raise NotAllowed(url)
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").encode("idna").decode()


def _ask(question: Question, network: Network) -> tuple[int, str, bytes]:
    url = question.url
    parts = _web_address(url, network)
    host, port = _host(parts), _port(parts)
    if not question.is_listed(host):
        raise NotAllowed(url)
    # To the address that was judged, not to whatever the name says a moment later.
    address = network.addresses(host, port)[0]
    left = SECONDS_A_REQUEST
    if question.ends is not None:
        left = question.ends - time.monotonic()
    if left <= 0:
        raise TimeoutError(url)
    step = min(SECONDS_A_STEP, left)
    raw = socket.create_connection((address, port), timeout=step)
    # A site that sends a letter a minute would keep each step just below its limit.
    # A file descriptor of its own: wrapping takes the socket's away.
    line = raw.dup()
    is_late = threading.Event()
    ends = threading.Timer(left, _hang_up, [line, is_late])
    ends.daemon = True
    ends.start()
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            raw = context.wrap_socket(raw, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=step)
        connection.sock = raw
        connection.request(
            question.method,
            _path(parts),
            body=question.sent,
            headers={
                **(question.headers or {}),
                "Host": host if port == _PORTS[parts.scheme] else f"{host}:{port}",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
        )
        answer = connection.getresponse()
        body = answer.read(question.most_bytes) if question.most_bytes else b""
        if is_late.is_set():
            raise TimeoutError(url)
        return answer.status, answer.getheader("Location") or "", body
    finally:
        ends.cancel()
        line.close()
        raw.close()


def _hang_up(raw: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    with suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if not parts.query:
        return path
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}"
