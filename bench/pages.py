"""Weight and requests of each type of page, as a phone fetches it."""

from __future__ import annotations

import urllib.request

from bench.table import Row
from e2e.addresses import PAGE_TYPES
from e2e.browser import PHONE, launched_browser, visit, watch
from e2e.site import Site

HEAVIEST = 35.0
MOST_REQUESTS = 8.0
HEAVIEST_SCRIPT = 10.0
CATALOGUE = "/luring/katalog.json"
KEPT = ("/sw.js", CATALOGUE, "/luring/", "/", "/jam-buka/", "/lantai/")
LARGEST_CATALOGUE = 150.0
MOST_KEPT = 200.0


def measure(site: Site) -> list[Row]:
    weights, requests, scripts = [], [], []
    with launched_browser() as browser:
        for kind in PAGE_TYPES:
            context = browser.new_context(
                viewport={"width": PHONE[0], "height": PHONE[1]},
                service_workers="block",
            )
            page = context.new_page()
            traffic = watch(page)
            visit(page, site.address(kind.path))
            page.wait_for_load_state("networkidle")
            context.close()
            weights.append(
                Row("First view", kind.name, traffic.total / 1000, "KB", HEAVIEST)
            )
            requests.append(
                Row("Requests", kind.name, len(traffic.urls), "", MOST_REQUESTS)
            )
            scripts.append(
                Row("Script", kind.name, traffic.scripts / 1000, "KB", HEAVIEST_SCRIPT)
            )
    return weights + requests + scripts + kept_on_phones(site)


def kept_on_phones(site: Site) -> list[Row]:
    """What a phone fetches ahead for times without a signal, and its largest part."""
    sizes = {path: transferred(site, path) / 1000 for path in KEPT}
    return [
        Row("Kept on phones", "catalogue", sizes[CATALOGUE], "KB", LARGEST_CATALOGUE),
        Row("Kept on phones", "all of it", sum(sizes.values()), "KB", MOST_KEPT),
    ]


def transferred(site: Site, path: str) -> int:
    """Bytes of an answer as they go over the wire."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        site.address(path), headers={"Accept-Encoding": "br, gzip"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        return len(response.read())
