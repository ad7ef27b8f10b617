"""Without a signal: what was opened, and the facts of all services, with their date."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.between import Network, network_before
from e2e.browser import DESK, PHONE, accessibility_problems, too_wide, visit, watch
from e2e.conftest import ContextMaker
from e2e.site import Site
from e2e.test_open_pill import next_weekday

ZONE = ZoneInfo("Asia/Makassar")
OPENED = "/instansi/imigrasi/paspor-baru/"
UNOPENED = "/instansi/polresta/skck-baru/"
CATALOGUE = "/luring/katalog.json"
SECONDS = 30.0
LARGEST_PRECACHE = 120_000
SAYS_THAT_IT_IS_BROKEN = """
addEventListener("message", ({data, ports}) => data.who && ports[0].postMessage("broken"));
"""
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)


@pytest.fixture
def network(site: Site) -> Iterator[Network]:
    with network_before(site.base_url) as between:
        yield between


@pytest.fixture
def phone(new_context: ContextMaker, network: Network) -> BrowserContext:
    return phone_of(new_context, network)


def phone_of(
    new_context: ContextMaker, network: Network, **options: Any
) -> BrowserContext:
    """A browser that may keep a copy, behind the weak network."""
    return new_context(
        base_url=network.base_url, service_workers="allow", bypass_csp=True, **options
    )


def wait_until(page: Page, condition: str, argument: Any = None) -> None:
    """Until an expression (which may be a promise) is true in the page."""
    end = time.monotonic() + SECONDS
    while not page.evaluate(condition, argument):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(100)


def open_and_keep(phone: BrowserContext, path: str = OPENED) -> Page:
    """A first visit with a signal, until the phone has kept what it keeps."""
    page = phone.new_page()
    visit(page, path)
    wait_until_kept(page)
    return page


def wait_until_kept(page: Page) -> None:
    wait_until(
        page,
        """async () => {
            const kept = await caches.open("gerai-kept-1");
            return (await kept.keys()).some((key) => key.url.includes("sw.js?checked"));
        }""",
    )


def copies(page: Page) -> dict[str, float]:
    """When each copy on the phone was made, in milliseconds, by path."""
    found: dict[str, float] = page.evaluate(
        """async () => {
            const found = {};
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const key of await cache.keys()) {
                    const {pathname, search} = new URL(key.url);
                    const copy = await cache.match(key);
                    found[pathname + search] = Number(copy.headers.get("x-copy-at"));
                }
            }
            return found;
        }"""
    )
    return found


def in_words(milliseconds: float) -> str:
    at = datetime.fromtimestamp(milliseconds / 1000, ZONE)
    return (
        f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year} "
        f"pukul {at:%H.%M} WITA"
    )


@contextmanager
def changed_in_database(site: Site, change: str, undo: str) -> Iterator[None]:
    def run(statement: str) -> None:
        connection = sqlite3.connect(site.data / "db.sqlite3", timeout=30)
        with connection:
            assert connection.execute(statement).rowcount == 1
        connection.close()

    run(change)
    try:
        yield
    finally:
        run(undo)


def another_fee(site: Site) -> Any:
    """The passport's lower fee is Rp 651.000 for as long as the block lasts."""
    statement = (
        "UPDATE directory_servicepage SET fees = replace(fees, '{}', '{}') "
        "WHERE page_ptr_id = (SELECT id FROM wagtailcore_page WHERE url_path LIKE "
        "'%/instansi/imigrasi/paspor-baru/' AND url_path NOT LIKE '%-en/%' "
        "ORDER BY id LIMIT 1)"
    )
    return changed_in_database(
        site, statement.format(650000, 651000), statement.format(651000, 650000)
    )


def switched_off(site: Site) -> Any:
    statement = "UPDATE place_mall SET has_offline_copy = {}"
    return changed_in_database(site, statement.format(0), statement.format(1))


def test_what_was_opened_stays_readable_and_says_from_when(
    phone: BrowserContext,
) -> None:
    page = open_and_keep(phone)
    kept = copies(page)
    with_signal = page.locator("main").inner_text()
    phone.set_offline(True)

    visit(page, OPENED)

    strip = page.locator("[data-copy]")
    expect(strip).to_have_attribute("data-copy", "offline")
    expect(strip).to_contain_text(
        f"Anda luring. Ini salinan dari {in_words(kept[OPENED])}."
    )
    assert page.locator("main").inner_text() == with_signal
    # Its style sheet came from the phone too.
    assert page.locator(".masthead__bar").evaluate("it => getComputedStyle(it).display")
    for path, heading in (
        ("/", "Mal Pelayanan Publik"),
        ("/jam-buka/", "Jam buka"),
        ("/lantai/", "Denah lantai"),
        ("/jam-buka", "Jam buka"),
    ):
        visit(page, path)
        expect(page).to_have_title(re.compile(heading))
        expect(page.locator("[data-copy]")).to_contain_text("Ini salinan dari")


def test_a_service_that_was_never_opened_shows_its_facts(
    phone: BrowserContext, new_context: ContextMaker
) -> None:
    reader = new_context().new_page()
    visit(reader, UNOPENED)
    title = reader.locator("h1").inner_text()
    whole = reader.locator(".facts__value").all_inner_texts()
    page = open_and_keep(phone)
    kept = copies(page)
    assert UNOPENED not in kept
    phone.set_offline(True)

    visit(page, UNOPENED)

    expect(page.locator("h1:visible")).to_have_text(title)
    facts = page.locator("[data-fact]").all_inner_texts()
    for of_page, of_copy in zip(whole[:3], facts[:3], strict=True):
        assert of_copy.split("\n")[0] == of_page.split("\n")[0].strip()
    expect(page.get_by_role("heading", name="Bawa ini")).to_be_visible()
    assert page.locator(".prose li").count() > 2
    expect(page.locator("[data-copy]")).to_contain_text(in_words(kept[CATALOGUE]))

    visit(page, "/instansi/kpp/")
    expect(page.locator("h1:visible")).to_contain_text("Pajak")
    assert page.locator(".row:visible").count() > 2

    visit(page, "/profil/sejarah/")
    expect(page.locator("h1:visible")).to_have_text(
        "Halaman ini belum ada di ponsel Anda"
    )
    page.get_by_text("Halaman di ponsel ini").click()
    expect(
        page.locator("[data-opened]").get_by_role("link", name="Jam buka")
    ).to_be_visible()


def test_the_catalogue_can_be_searched_with_the_keyboard(
    phone: BrowserContext,
) -> None:
    page = open_and_keep(phone)
    phone.set_offline(True)
    visit(page, "/luring/")
    expect(page.locator("[data-count]")).to_contain_text("layanan")
    page.get_by_role("searchbox", name="Cari layanan di ponsel ini").focus()
    page.keyboard.type("Skck")

    expect(page.locator("[data-count]")).to_have_text(re.compile(r"^\d layanan$"))
    found = page.locator(".row:visible")
    expect(page.locator("[data-count]")).to_have_text(f"{found.count()} layanan")
    page.keyboard.type(" baru polresta")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == found.first.locator("a").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{focused}")
    expect(page.locator("h1:visible")).to_contain_text("SKCK")

    visit(page, "/cari/?q=paspor")
    expect(
        page.get_by_role("searchbox", name="Cari layanan di ponsel ini")
    ).to_have_value("paspor")
    rows = page.locator(".row:visible").all_inner_texts()
    assert rows
    assert any("paspor" in row.lower() for row in rows)
    assert not [path for path in copies(page) if "?q=" in path]


def test_open_now_stays_right_at_another_clock(phone: BrowserContext) -> None:
    page = open_and_keep(phone)
    phone.set_offline(True)
    day = next_weekday(0)
    for path, pill in (
        ("/", '[data-open-pill="mall"]'),
        (UNOPENED, 'main [data-open-pill="polresta"]'),
    ):
        for hour, state in ((9, "open"), (20, "closed")):
            page.clock.set_fixed_time(datetime(*day.timetuple()[:3], hour, tzinfo=ZONE))
            visit(page, path)
            expect(page.locator(pill).first).to_have_attribute(
                "data-state", re.compile(rf"(^|-){state}$")
            )
    # Beyond the days that the copy knows it pretends nothing: the usual week remains.
    page.clock.set_fixed_time(datetime.now(ZONE) + timedelta(days=400))
    visit(page, UNOPENED)
    pill_now = page.locator('main [data-open-pill="polresta"]')
    expect(pill_now).to_have_attribute("data-state", "unknown")
    expect(pill_now).to_contain_text("Senin")


def test_with_a_signal_again_the_new_version_is_there_at_once(
    phone: BrowserContext, site: Site
) -> None:
    page = open_and_keep(phone)
    phone.set_offline(True)
    visit(page, OPENED)
    expect(page.locator("main")).to_contain_text("650.000")
    with another_fee(site):
        # The page that is open notices by itself, and nothing is asked of the reader.
        phone.set_offline(False)
        expect(page.locator("main")).to_contain_text("651.000")
        expect(page.locator("[data-copy]")).to_have_count(0)

        visit(page, OPENED)
        expect(page.locator("main")).to_contain_text("651.000")


def test_a_signal_that_hangs_gives_the_copy_and_then_the_new_version(
    phone: BrowserContext, site: Site, network: Network
) -> None:
    page = open_and_keep(phone)
    network.hang(OPENED, UNOPENED)
    started = time.monotonic()
    page.goto(OPENED, wait_until="commit")
    strip = page.locator("[data-copy=slow]")
    expect(strip).to_contain_text("Sambungan lambat. Ini salinan dari")
    assert 3.5 < time.monotonic() - started < 12

    with another_fee(site):
        network.release()
        expect(page.locator("main")).to_contain_text("651.000")
        expect(page.locator("[data-copy]")).to_have_count(0)

    network.hang(UNOPENED)
    page.goto(UNOPENED, wait_until="commit")
    expect(page.locator("[data-copy=slow]")).to_be_visible()
    expect(page.locator("h1:visible")).to_contain_text("SKCK")
    network.release()
    expect(page.locator("[data-copy]")).to_have_count(0)
    expect(page.locator("#langkah")).to_be_visible()


def test_a_copy_that_is_still_right_loses_its_date_without_a_reload(
    phone: BrowserContext, network: Network
) -> None:
    page = open_and_keep(phone)
    network.hang(OPENED)
    page.goto(OPENED, wait_until="commit")
    expect(page.locator("[data-copy=slow]")).to_be_visible()
    page.evaluate("window.isTheSame = true")
    network.release()
    expect(page.locator("[data-copy]")).to_have_count(0)
    assert page.evaluate("window.isTheSame") is True


def test_a_slow_answer_that_a_page_is_gone_is_believed(
    phone: BrowserContext, network: Network
) -> None:
    page = open_and_keep(phone)
    network.hang(OPENED)
    network.answers[OPENED] = (404, "text/html", "<h1>status 404</h1>")
    page.goto(OPENED, wait_until="commit")
    expect(page.locator("[data-copy=slow]")).to_be_visible()
    network.release()
    expect(page.locator("h1")).to_have_text("status 404")


def test_errors_and_moves_pass_through_and_are_never_kept(
    phone: BrowserContext, network: Network
) -> None:
    page = open_and_keep(phone)
    for status in (500, 503):
        network.answers[OPENED] = (status, "text/html", f"<h1>status {status}</h1>")
        assert visit(page, OPENED).status == status
        expect(page.locator("h1")).to_have_text(f"status {status}")
    assert visit(page, "/jam-buka").status == 200
    assert page.url.endswith("/jam-buka/")
    network.is_down = True
    visit(page, OPENED)
    expect(page.locator("[data-copy=unreachable]")).to_contain_text(
        "Situs belum bisa dihubungi."
    )
    expect(page.locator("main")).to_contain_text("650.000")
    network.is_down = False

    # What the site has taken down is taken off the phone.
    for status in (404, 410):
        network.answers[OPENED] = (status, "text/html", f"<h1>status {status}</h1>")
        assert visit(page, OPENED).status == status
    wait_until(page, "caches.match(location.pathname).then((copy) => !copy)")


def test_nothing_of_anybody_is_kept(phone: BrowserContext, network: Network) -> None:
    page = open_and_keep(phone)
    visit(page, "/layanan/?gratis=1")
    visit(page, "/cari/?q=paspor")
    ticket = (200, "text/html", "<title>A-12</title><h1>A-12</h1>")
    network.answers = {"/antrean/t/abc/": ticket, "/en/antrean/t/abc/": ticket}
    for path in ("/admin/login/", *network.answers):
        answer = visit(page, path)
        assert answer.status == 200
        assert not answer.from_service_worker, path
    # A page of one's own at an address like any other says that it is.
    network.answers["/milik-saya/"] = ticket
    network.cache_control = "private, no-store"
    assert visit(page, "/milik-saya/").from_service_worker
    page.evaluate("fetch('/api/v1/open').then((answer) => answer.text())")
    visit(page, "/kontak/")
    wait_until(page, "caches.match('/kontak/').then(Boolean)")

    for path in copies(page):
        assert "antrean" not in path, path
        assert not path.startswith(("/admin", "/api", "/milik", "/static/wagtail")), (
            path
        )
        assert "?" not in path or path.startswith("/sw.js?checked="), path


def test_the_catalogue_is_fetched_again_only_when_it_changed(
    phone: BrowserContext, site: Site, network: Network
) -> None:
    page = open_and_keep(phone)
    assert [one.status for one in network.asked_for(CATALOGUE)] == [200]
    total = sum(one.bytes for one in network.log)
    assert total < LARGEST_PRECACHE, "the first page with all that the phone keeps"

    visit(page, "/jam-buka/")
    page.wait_for_timeout(1000)
    assert len(network.asked_for(CATALOGUE)) == 1, "asked for within the hour"

    check_again(page)
    assert [one.status for one in network.asked_for(CATALOGUE)] == [200, 304]
    with another_fee(site):
        check_again(page)
    assert [one.status for one in network.asked_for(CATALOGUE)] == [200, 304, 200]


def check_again(page: Page) -> None:
    """As if an hour had passed."""
    page.evaluate(
        """async () => {
            const kept = await caches.open("gerai-kept-1");
            for (const key of await kept.keys())
                if (key.url.includes("checked")) await kept.delete(key);
        }"""
    )
    visit(page, "/kontak/")
    wait_until_kept(page)


def test_whoever_saves_data_keeps_only_what_they_open(
    phone: BrowserContext, network: Network
) -> None:
    phone.add_init_script(
        "Object.defineProperty(NetworkInformation.prototype, 'saveData', "
        "{get: () => true})"
    )
    page = phone.new_page()
    visit(page, "/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visit(page, OPENED)
    wait_until(page, "caches.match(location.pathname).then(Boolean)")
    page.wait_for_timeout(1000)
    assert network.asked_for(CATALOGUE) == []
    phone.set_offline(True)
    visit(page, OPENED)
    expect(page.locator("[data-copy]")).to_be_visible()

    phone.set_offline(False)
    visit(page, "/luring/")
    page.get_by_role("button", name="Simpan layanan di ponsel ini").click()
    expect(page.locator("[data-status]")).to_contain_text("Selesai")
    phone.set_offline(True)
    visit(page, UNOPENED)
    expect(page.locator("h1:visible")).to_contain_text("SKCK")


def test_the_switch_takes_everything_off_the_phone(
    phone: BrowserContext, site: Site
) -> None:
    page = open_and_keep(phone)
    with switched_off(site):
        visit(page, "/")
        assert page.locator('script[src*="theme/offline"]').count() == 0
        page.evaluate("window.isTheSame = true")
        wait_until(
            page,
            """async () => (await caches.keys()).length === 0
                && (await navigator.serviceWorker.getRegistrations()).length === 0""",
        )
        assert page.evaluate("window.isTheSame") is True, "nobody is reloaded by force"
        assert visit(page, OPENED).status == 200
        assert visit(page, "/luring/").status == 404
        assert page.evaluate("navigator.serviceWorker.controller") is None
    page = open_and_keep(phone, "/kontak/")
    phone.set_offline(True)
    visit(page, UNOPENED)
    expect(page.locator("h1:visible")).to_contain_text("SKCK")


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("async function page(event) {", "async function page(event) { throw Error();"),
        ("function answerTo(request) {", "function answerTo(request) { throw Error();"),
        ("const pathOf = (request) =>", "const pathOf = (request) => null.length +"),
        ("async function fetchAndKeep(", "fetchAndKeep = null; async function gone("),
    ],
)
def test_a_broken_worker_locks_nobody_out_and_the_next_one_cures_it(
    phone: BrowserContext, network: Network, site: Site, sound: str, broken: str
) -> None:
    reader = phone.new_page()
    worker = reader.request.get("/sw.js").text()
    assert worker.count(sound) == 1
    network.answers["/sw.js"] = (
        200,
        "text/javascript",
        worker.replace(sound, broken) + SAYS_THAT_IT_IS_BROKEN,
    )
    visit(reader, "/")
    reader.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until(reader, "Boolean(navigator.serviceWorker.controller)")
    for path in (OPENED, UNOPENED, "/"):
        assert visit(reader, path).status == 200
        expect(reader.locator("footer")).to_be_visible()

    network.answers.clear()
    read_until_cured(reader)
    wait_until_kept(reader)
    phone.set_offline(True)
    visit(reader, UNOPENED)
    expect(reader.locator("h1:visible")).to_contain_text("SKCK")


def read_until_cured(reader: Page) -> None:
    """Open pages, as readers do, until a sound worker stands behind them.

    The browser asks for the worker by itself, a second after a page has come and the old
    one is quiet: who asks it without a pause keeps it from being replaced.
    """
    end = time.monotonic() + SECONDS
    is_cured = False
    while not is_cured:
        assert time.monotonic() < end, "the broken worker stays"
        visit(reader, OPENED)
        reader.wait_for_timeout(2500)
        is_cured = reader.evaluate(
            """() => new Promise((isCured) => {
                const {port1, port2} = new MessageChannel();
                port1.onmessage = () => isCured(false);
                setTimeout(isCured, 3000, true);
                navigator.serviceWorker.controller.postMessage({who: true}, [port2]);
            })"""
        )
    visit(reader, OPENED)


def test_the_copies_are_few_and_old_kinds_of_them_go(phone: BrowserContext) -> None:
    page = phone.new_page()
    visit(page, "/")
    page.evaluate(
        """async () => {
            await caches.open("gerai-pages-0");
            const pages = await caches.open("gerai-pages-1");
            for (let number = 0; number < 90; number += 1)
                await pages.put(`/lama/${number}/`, new Response("x", {headers: {
                    "x-copy-at": String(1000 + number), "x-copy-bytes": "1"}}));
            await pages.put("/besar/", new Response("x", {headers: {
                "x-copy-at": "5000", "x-copy-bytes": "9000000"}}));
        }"""
    )
    wait_until_kept(page)
    visit(page, OPENED)
    wait_until(
        page,
        """async () => {
            const keys = await (await caches.open("gerai-pages-1")).keys();
            return keys.length <= 60;
        }""",
    )
    kept = copies(page)
    assert OPENED in kept
    assert "/besar/" not in kept
    assert "/lama/0/" not in kept


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_without_a_signal_are_accessible(
    new_context: ContextMaker, network: Network, language: str
) -> None:
    prefix = "/en" if language == "en" else ""
    phone = phone_of(new_context, network)
    page = open_and_keep(phone, prefix + OPENED)
    phone.set_offline(True)
    problems = []
    for path in (OPENED, UNOPENED, "/luring/", "/instansi/kpp/", "/profil/sejarah/"):
        traffic = watch(page)
        visit(page, prefix + path)
        expect(page.locator("h1:visible")).to_have_count(1)
        page.wait_for_timeout(300)
        assert page.locator("html").get_attribute("lang") == language
        for width, height in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": height})
            problems += [f"{path} {width}: {what}" for what in too_wide(page)]
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                problems += [
                    f"{path} {width} {scheme}: {line}"
                    for line in accessibility_problems(page)
                ]
        problems += [
            line
            for line in traffic.complaints
            # Newer banners can't be had without a signal; those of the page stay. The
            # console says so without naming the file.
            if not any(
                known in line
                for known in (
                    "ERR_INTERNET_DISCONNECTED",
                    "/_spanduk.json",
                    "Failed to load resource: net::ERR_FAILED",
                )
            )
        ]
    assert problems == []


def test_in_english_the_copy_speaks_english(
    new_context: ContextMaker, network: Network
) -> None:
    phone = phone_of(new_context, network)
    page = open_and_keep(phone, f"/en{OPENED}")
    phone.set_offline(True)
    visit(page, f"/en{UNOPENED}")
    expect(page.locator("[data-copy]")).to_contain_text(
        re.compile(
            r"You are offline\. This is a copy from \w+,? \d+ \w+ \d{4}.* WITA\."
        )
    )
    expect(page.get_by_role("heading", name="Bring this")).to_be_visible()


def test_without_javascript_nothing_is_different(new_context: ContextMaker) -> None:
    page = new_context(java_script_enabled=False, service_workers="allow").new_page()
    assert visit(page, OPENED).status == 200
    assert page.locator("[data-copy]").count() == 0
    visit(page, "/luring/")
    expect(page.locator("noscript a")).to_have_attribute("href", "/layanan/")


def test_the_manifest_can_be_used_by_a_phone(new_context: ContextMaker) -> None:
    page = new_context().new_page()
    visit(page, "/")
    address = page.locator("link[rel=manifest]").get_attribute("href")
    manifest = json.loads(page.request.get(str(address)).text())
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.headers["content-type"] == "image/png"
    for shortcut in manifest["shortcuts"]:
        assert page.request.get(shortcut["url"]).status == 200
