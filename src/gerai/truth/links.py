"""Links to other sites: which there are, and a polite visit now and then; public.

Off until somebody switches it on: not every office's server may reach other sites. A
visit never reaches a machine of the own network: every address that a name leads to must
be a public one, the connection is made to just that address, and each redirect is judged
anew.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from gerai.truth.models import ExternalLink

EVERY = timedelta(days=7)
AGAIN_AFTER_FAILURE = timedelta(hours=12)
BROKEN_AFTER = timedelta(hours=24)
"""One failed visit proves little; two at least a day apart do."""

SECONDS_A_ROUND = 60.0
SECONDS_A_VISIT = 8.0
MOST_A_ROUND = 60
MOST_REDIRECTS = 4
_PORTS = {"http": 80, "https": 443}
_GONE = {404, 410}
_NO_HEAD = {400, 403, 405, 501}


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """A link on a page.

    Attributes:
        page_id: None for what belongs to no page, such as a regulation.
        subject: where it stands, as staff call it.
    """

    url: str
    page_id: int | None
    subject: str


class NotPublic(Exception):
    """An address that must not be visited."""


Source = Callable[[], Iterable[LinkPlace]]
_sources: dict[str, Source] = {}


def register_links(name: str, source: Source) -> None:
    """Add a source of links (from ``apps.ready``)."""
    _sources[name] = source


def link_places() -> list[LinkPlace]:
    """Every link to another site that can be visited, with where it stands."""
    ours = urlsplit(settings.GERAI_BASE_URL).netloc
    return [
        place
        for source in _sources.values()
        for place in source()
        if _is_external(place.url, ours)
    ]


def visit_due_links(at: datetime | None = None) -> int:
    """Visit links that are due, one a site, for a minute at most; says how many."""
    now = at or timezone.now()
    settle_links({place.url for place in link_places()})
    due = ExternalLink.objects.filter(
        Q(checked_at=None)
        | Q(checked_at__lte=now - EVERY)
        | Q(failed_since__isnull=False, checked_at__lte=now - AGAIN_AFTER_FAILURE)
    )
    ends = time.monotonic() + SECONDS_A_ROUND
    count = 0
    for link in _one_a_site(due.order_by("checked_at", "pk")):
        if count >= MOST_A_ROUND or time.monotonic() > ends:
            break
        problem = visit(link.url)
        failed_since = (link.failed_since or now) if problem else None
        ExternalLink.objects.filter(pk=link.pk).update(
            checked_at=now, problem=problem, failed_since=failed_since
        )
        count += 1
    return count


def settle_links(urls: set[str]) -> None:
    """Make the table hold exactly these links."""
    known = set(ExternalLink.objects.values_list("url", flat=True))
    ExternalLink.objects.bulk_create(
        [ExternalLink(url=url) for url in sorted(urls - known)],
        ignore_conflicts=True,
        batch_size=500,
    )
    gone = sorted(known - urls)
    for start in range(0, len(gone), 500):
        ExternalLink.objects.filter(url__in=gone[start : start + 500]).delete()


def broken_links(at: datetime) -> dict[str, str]:
    """Links that failed for a day or longer, with what came back."""
    rows = ExternalLink.objects.filter(failed_since__lte=at - BROKEN_AFTER)
    return dict(rows.values_list("url", "problem"))


def visit(url: str) -> str:
    """What is wrong with a link: "" if it works, a status, or a word.

    Only what is certain counts: a site that is busy, or refuses machines, isn't broken.
    """
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, target = _ask(url)
            if status in {301, 302, 303, 307, 308} and target:
                url = urljoin(url, target)
                continue
            return str(status) if status in _GONE else ""
    except NotPublic:
        return "private"
    except socket.gaierror:
        return "name"
    except ssl.SSLCertVerificationError:
        return "certificate"
    except (OSError, http.client.HTTPException, ValueError):
        return "connection"
    return "redirects"


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


def _ask(url: str) -> tuple[int, str]:
    status, target = _request("HEAD", url)
    return _request("GET", url) if status in _NO_HEAD else (status, target)


def _request(method: str, url: str) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username:
        raise NotPublic(url)
    port = parts.port or _PORTS[parts.scheme]
    if port not in _PORTS.values():
        raise NotPublic(url)
    host = parts.hostname.encode("idna").decode()
    # To the address that was judged, not to whatever the name says a moment later.
    address = public_addresses(host, port)[0]
    raw = socket.create_connection((address, port), timeout=SECONDS_A_VISIT)
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            raw = context.wrap_socket(raw, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS_A_VISIT)
        connection.sock = raw
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        )
        connection.request(method, path + query, headers=_headers(parts.scheme, host))
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        raw.close()


def _headers(scheme: str, host: str) -> dict[str, str]:
    return {
        "Host": host,
        "User-Agent": f"Gerai link check (+{settings.GERAI_BASE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }


def _one_a_site(links: Iterable[ExternalLink]) -> Iterator[ExternalLink]:
    met: set[str] = set()
    for link in links:
        host = urlsplit(link.url).netloc
        if host not in met:
            met.add(host)
            yield link


def _is_external(url: str, ours: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in _PORTS
        and bool(parts.netloc)
        and parts.netloc != ours
        and len(url) <= 1000
    )
