"""Weight and requests of each type of page, as a phone fetches it."""

from __future__ import annotations

from bench.table import Row
from e2e.addresses import PAGE_TYPES
from e2e.browser import PHONE, launched_browser, visit, watch
from e2e.site import Site

HEAVIEST = 35.0
MOST_REQUESTS = 8.0
HEAVIEST_SCRIPT = 10.0


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
    return weights + requests + scripts
