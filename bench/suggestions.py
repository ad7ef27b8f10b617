"""``python -m bench suggestions``: what a key in a search box costs on a slow telephone.

With 200 services, in Chromium whose processor is slowed down four times. Every key of a
few sentences is typed in several rounds; a key's time is the shortest of them, since
another program may take the processor in one round.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from bench.processes import environment, gerai
from bench.table import Row
from e2e.browser import PHONE, launched_browser, visit
from e2e.crawl import fetch
from e2e.site import CONTENT, Site, served_site
from e2e.test_suggestions import SENTENCE

SERVICES = 200
ROUNDS = 7
# A key has to be answered within a frame on a telephone that is four times as slow.
SLOWDOWN = 4
MILLISECONDS = 16.0
KILOBYTES = 60.0
GROUP = f"Suggestions, {SERVICES} services"
SENTENCES = (
    SENTENCE,
    "anak saya baru lahir mau bikin akta kelahiran",
    "ktp",
    "bayar pajak kendaraan yg udah mati 2 thn",
    "izin usaha warung makan kecil2an",
)

TYPE = """(sentence) => {
    const box = document.querySelector("main input[type=search]");
    const times = [];
    for (let length = 1; length <= sentence.length; length++) {
        const started = performance.now();
        box.value = sentence.slice(0, length);
        box.dispatchEvent(new Event("input", { bubbles: true }));
        times.push(performance.now() - started);
    }
    return times;
}"""


def run(arguments: list[str]) -> list[Row]:
    """The rows of ``python -m bench suggestions``; there is nothing to choose."""
    return measure()


def measure() -> list[Row]:
    """Make a site with that many services and type in its search box."""
    with tempfile.TemporaryDirectory(prefix="gerai-bench-suggestions-") as folder:
        data = Path(folder)
        gerai(data, "prepare", "--content", str(CONTENT))
        subprocess.run(
            [sys.executable, "-m", "bench.many_services", str(SERVICES)],
            env=environment(data),
            check=True,
        )
        with served_site(data, content=None) as site, launched_browser() as browser:
            return _typed(browser, site)


def _typed(browser: Browser, site: Site) -> list[Row]:
    context = browser.new_context(
        base_url=site.base_url,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        bypass_csp=True,
    )
    page = context.new_page()
    visit(page, "/")
    with page.expect_response("**/cari/saran.json"):
        page.locator("main input[type=search]").first.focus()
    page.wait_for_load_state("networkidle")
    page.evaluate(TYPE, "pemanasan")
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    keys = sorted(
        min(times)
        for sentence in SENTENCES
        for times in zip(
            *(page.evaluate(TYPE, sentence) for _round in range(ROUNDS)), strict=True
        )
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return [
        Row(
            GROUP, "p50 of a key, processor 4 times slower", keys[len(keys) // 2], "ms"
        ),
        Row(GROUP, "slowest key", keys[-1], "ms", MILLISECONDS),
        Row(
            GROUP,
            "names, compressed",
            _compressed(site.address("/cari/saran.json")) / 1000,
            "kB",
            KILOBYTES,
        ),
    ]


def _compressed(address: str) -> int:
    return len(gzip.compress(fetch(address).body.encode()))
