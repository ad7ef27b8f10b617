"""One polite visit to another site: bounded in time and bytes, never inwards.

It goes through ``guard.outgoing``, asks for no more than the first lines of an answer,
reads the site's ``robots.txt`` before, and is over after ``SECONDS_A_VISIT``, however
the site behaves. A site that sends on to another one works; the other isn't visited.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from gerai.guard.outgoing import (
    MOST_REDIRECTS,
    Answer,
    Network,
    NotAllowed,
    Question,
    TooManyRedirects,
    ask,
)

SECONDS_A_VISIT = 12.0
ROBOTS_BYTES = 64 * 1024
AGENT = "Gerai"
_GONE = {404, 410}
_NO_HEAD = {400, 403, 405, 501}


class NotWelcome(Exception):
    """The site asks machines to stay away from this address."""


def visit(
    url: str, network: Network | None = None, *, seconds: float = SECONDS_A_VISIT
) -> str:
    """What is wrong with a link: "" if it works, a status, or a word.

    Only what is certain counts: a site that is busy, or refuses machines, isn't broken.
    """
    visitor = _Visitor(_site_of(url), network, time.monotonic() + seconds)
    try:
        return visitor.follow(url)
    except tuple(_PROBLEMS) as problem:
        return next(
            word for kind, word in _PROBLEMS.items() if isinstance(problem, kind)
        )


# In this order: some are kinds of others.
_PROBLEMS: dict[type[Exception], str] = {
    NotAllowed: "private",
    TooManyRedirects: "redirects",
    NotWelcome: "",
    socket.gaierror: "name",
    ssl.SSLCertVerificationError: "certificate",
    OSError: "connection",
    http.client.HTTPException: "connection",
    ValueError: "connection",
}


@dataclass(slots=True)
class _Visitor:
    """One visit, from its first question to its last."""

    site: str
    network: Network | None
    ends: float
    _rules: dict[str, RobotFileParser | None] = field(default_factory=dict)

    def follow(self, url: str) -> str:
        for _step in range(MOST_REDIRECTS + 1):
            self._ask_leave(url)
            answer = self._request("HEAD", url)
            if answer.status in _NO_HEAD:
                answer = self._request("GET", url)
            if not answer.location or not self._is_of_the_site(answer.location):
                return str(answer.status) if answer.status in _GONE else ""
            url = answer.location
        raise TooManyRedirects(url)

    def _ask_leave(self, url: str) -> None:
        """Stay away where the site says so; once for each origin of a visit.

        Raises:
            NotWelcome: it does.
        """
        origin = "://".join(urlsplit(url)[:2])
        if origin not in self._rules:
            self._rules[origin] = self._rules_of(origin)
        rules = self._rules[origin]
        if rules is not None and not rules.can_fetch(AGENT, url):
            raise NotWelcome(url)

    def _rules_of(self, origin: str) -> RobotFileParser | None:
        answer = self._request("GET", f"{origin}/robots.txt", most_bytes=ROBOTS_BYTES)
        if answer.status == http.client.TOO_MANY_REQUESTS or answer.status >= 500:
            raise NotWelcome(origin)
        if answer.status != http.client.OK:
            return None
        rules = RobotFileParser()
        rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        return rules

    def _request(self, method: str, url: str, *, most_bytes: int = 0) -> Answer:
        return ask(
            Question(
                url,
                is_listed=lambda host: _without_www(host) == self.site,
                method=method,
                headers={
                    "User-Agent": f"{AGENT} link check (+{settings.GERAI_BASE_URL})",
                    "Accept": "*/*",
                },
                most_bytes=most_bytes,
                ends=self.ends,
                network=self.network,
            )
        )

    def _is_of_the_site(self, url: str) -> bool:
        return _site_of(url) == self.site


def _site_of(url: str) -> str:
    try:
        return _without_www((urlsplit(url).hostname or "").encode("idna").decode())
    except ValueError:
        return ""


def _without_www(host: str) -> str:
    return host.removeprefix("www.").rstrip(".")
