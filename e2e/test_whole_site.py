"""All public pages at once: valid HTML, and no link into nowhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from e2e.addresses import LANGUAGES, PAGE_TYPES
from e2e.crawl import (
    Answer,
    fetch,
    is_internal,
    links_of,
    sitemap_urls,
    without_fragment,
)
from e2e.site import Site

VNU = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SECONDS_FOR_CHECKER = 300
FEWEST_PAGES = 100


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Answer]:
    """Everything in the sitemap, and one address of each page type, in both languages."""
    urls = sitemap_urls(site)
    urls += [
        site.address(kind.path_in(language))
        for kind in PAGE_TYPES
        for language in LANGUAGES
    ]
    return {url: fetch(url) for url in dict.fromkeys(urls)}


@pytest.fixture(scope="module")
def links(pages: dict[str, Answer]) -> dict[str, tuple[set[str], set[str]]]:
    """Of each page the addresses that it names, and the ids that it has."""
    return {url: links_of(page) for url, page in pages.items()}


def test_sitemap_lists_the_mall(site: Site, pages: dict[str, Answer]) -> None:
    urls = sitemap_urls(site)

    assert len(urls) >= FEWEST_PAGES
    assert len(urls) == len(set(urls))
    assert all(is_internal(site, url) for url in urls)
    assert [url for url in urls if pages[url].status != 200] == []


def test_html_is_valid(pages: dict[str, Answer], tmp_path: Path) -> None:
    java = shutil.which("java")
    assert java, "Java is missing. Debian: apt-get install default-jre-headless"
    names = {}
    for number, (url, answer) in enumerate(pages.items()):
        name = f"{number:04}.html"
        (tmp_path / name).write_text(answer.body, "utf-8")
        names[name] = url

    done = subprocess.run(
        [java, "-jar", VNU, "--errors-only", "--format", "json", tmp_path],
        capture_output=True,
        text=True,
        timeout=SECONDS_FOR_CHECKER,
        check=False,
    )

    problems = [
        f"{names[found['url'].rpartition('/')[2]]}:{found.get('lastLine')}: "
        f"{found['message']} {found.get('extract', '')!r}"
        for found in json.loads(done.stderr)["messages"]
    ]
    assert problems == []


def test_no_link_leads_nowhere(
    site: Site,
    pages: dict[str, Answer],
    links: dict[str, tuple[set[str], set[str]]],
) -> None:
    known = dict(pages)
    ids = {url: found for url, (_links, found) in links.items()}
    problems = []
    for url in pages:
        for link in sorted(links[url][0]):
            if not is_internal(site, link):
                continue
            address, fragment = without_fragment(link)
            if address not in known:
                known[address] = fetch(address)
                ids[address] = links_of(known[address])[1]
            status = known[address].status
            if status != 200 and not address.startswith(_intended(site)):
                problems.append(f"{url} → {link}: {status}")
            elif fragment and fragment not in ids[address]:
                problems.append(f"{url} → {link}: no such place")
    assert problems == []


def _intended(site: Site) -> tuple[str, ...]:
    """Addresses of the not-found pages themselves: their language link, canonical."""
    return tuple(site.address(f"{prefix}/tidak-ada") for prefix in ("", "/en"))


def test_links_to_others_are_links_only(
    site: Site,
    pages: dict[str, Answer],
    links: dict[str, tuple[set[str], set[str]]],
) -> None:
    """Nothing is fetched from another host: no script, style, picture or frame."""
    problems = []
    for url, page in pages.items():
        for link in sorted(links[url][0]):
            scheme = urlsplit(link).scheme
            is_fetched = any(
                f'{attribute}="{link}"' in page.body for attribute in ("src", "srcset")
            )
            if (
                scheme in {"http", "https"}
                and not is_internal(site, link)
                and is_fetched
            ):
                problems.append(f"{url}: {link}")
    assert problems == []
