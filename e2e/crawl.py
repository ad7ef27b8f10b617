"""Follows the site as a program does: its sitemap and the links of its pages."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from urllib.parse import urldefrag, urljoin, urlsplit

from e2e.site import Site

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    url: str
    status: int
    content_type: str
    body: str


def fetch(url: str) -> Answer:
    request = urllib.request.Request(  # noqa: S310
        url,
        headers={"Accept-Encoding": "identity"},
        # Sheets are drawn when they are fetched; that they are there is enough.
        method="HEAD" if url.endswith(".pdf") else "GET",
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            return _answer(url, response)
    except urllib.error.HTTPError as response:
        return _answer(url, response)


def _answer(url: str, response: HTTPResponse | urllib.error.HTTPError) -> Answer:
    return Answer(
        url=url,
        status=response.status or 0,
        content_type=response.headers.get("Content-Type", ""),
        body=response.read().decode("utf-8", "replace"),
    )


def sitemap_urls(site: Site) -> list[str]:
    """Every public address, in the sitemap's order."""
    pending = [site.address("/sitemap.xml")]
    found: list[str] = []
    while pending:
        for url in re.findall(r"<loc>([^<]+)</loc>", fetch(pending.pop()).body):
            (pending if url.endswith(".xml") else found).append(url)
    return found


@dataclass(slots=True)
class _Links(HTMLParser):
    base: str
    links: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(str(values["id"]))
        for name in ("href", "src"):
            if value := values.get(name):
                self.links.add(urljoin(self.base, value))


def links_of(answer: Answer) -> tuple[set[str], set[str]]:
    """Absolute addresses that the page names, and the ids that it has."""
    parser = _Links(answer.url)
    parser.feed(answer.body)
    return parser.links, parser.ids


def is_internal(site: Site, url: str) -> bool:
    return urlsplit(url).netloc == urlsplit(site.base_url).netloc


def without_fragment(url: str) -> tuple[str, str]:
    address, fragment = urldefrag(url)
    return address, fragment
