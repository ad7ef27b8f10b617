"""Ten everyday tasks in the desk, counted by the keystroke-level model.

The tasks are really done, in Chromium, against a running site; only the time is
reckoned (Card, Moran and Newell 1980): a key 0.28 s, pointing 1.1 s, pressing or letting
go of a button 0.1 s, a hand that goes between keyboard and mouse 0.4 s, and 1.35 s to
think before each decision. Typing what the public will read takes the same everywhere
and is left out.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.processes import environment
from bench.table import Row
from e2e.browser import DESK, launched_browser
from e2e.signing_in import sign_in
from e2e.site import ADMIN_PASSWORD, Site

KEY = 0.28
POINT = 1.1
BUTTON = 0.1
HAND = 0.4
THINK = 1.35

GROUP = "Everyday tasks, seconds without public text"
# What the same tasks take in WordPress and in plain Wagtail; None: impossible there.
# Measured once, by the same model and in the same browser.
OTHERS: dict[str, tuple[float | None, float | None]] = {
    "notice that expires": (16.8, 32.2),
    "counter closed this afternoon, undone": (31.2, 30.6),
    "correct a fee": (14.2, 14.0),
    "news with photo": (23.2, 39.9),
    "replace a PDF, old link kept": (None, 12.1),
    "Friday hours in three places": (55.5, 54.1),
    "pages untouched for a year": (None, 4.0),
    "restore yesterday's version": (18.2, 18.7),
    "account for an agency's editor": (None, 82.7),
    "see it as on a phone first": (18.4, 14.5),
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass(slots=True)
class Hands:
    """Somebody at a desk with mouse and keyboard; counts what they do."""

    page: Page
    seconds: float = 0.0
    clicks: int = 0
    keys: int = 0
    screens: set[str] = field(default_factory=set)
    on_keyboard: bool = False

    def click(self, selector: str, *, thinks: bool = True) -> None:
        """Decide, point, press and let go."""
        self._reach(keyboard=False)
        self.seconds += (THINK if thinks else 0) + POINT + 2 * BUTTON
        self.clicks += 1
        self.page.locator(selector).first.click()
        self._arrive()

    def write(self, selector: str, text: str) -> None:
        """Type what the public will read, into a field that has the focus."""
        self._reach(keyboard=True)
        self.page.locator(selector).fill(text)

    def type(self, selector: str, text: str) -> None:
        """Type anything else: every key counts."""
        self._reach(keyboard=True)
        self.page.locator(selector).fill(text)
        self._count_keys(len(text))

    def press(self, key: str, *, thinks: bool = False) -> None:
        """One key, such as Tab or Enter."""
        self._reach(keyboard=True)
        self.seconds += THINK if thinks else 0
        self._count_keys(1)
        self.page.keyboard.press(key)
        self._arrive()

    def pick_file(self, selector: str, name: str, content: bytes) -> None:
        """Open the dialogue, point at the file, press twice."""
        self._reach(keyboard=False)
        self.seconds += THINK + 2 * POINT + 6 * BUTTON
        self.clicks += 2
        self.page.locator(selector).set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        self.page.wait_for_timeout(400)
        self._arrive()

    def must_see(self, words: str) -> None:
        """The task was really done.

        Raises:
            AssertionError: the words are not on the screen.
        """
        self._arrive()
        assert words in self.page.content(), f"“{words}” isn't on {self.page.url}"

    def _count_keys(self, count: int) -> None:
        self.keys += count
        self.seconds += count * KEY

    def _reach(self, *, keyboard: bool) -> None:
        if self.on_keyboard != keyboard:
            self.seconds += HAND
        self.on_keyboard = keyboard

    def _arrive(self) -> None:
        self.page.wait_for_load_state("load")
        self.screens.add(self.page.url.partition("?")[0])


def action(key: str) -> str:
    """A task on the home screen."""
    return f'a.errands-action[href$="/{key}/"]'


GO_ON = ".errand-form button[type=submit]"
ACT = ".errand-acts button"
UNDO = ".errand-done button"
DONE = "errand-done"


def notice(hands: Hands) -> None:
    hands.click(action("tugas/pengumuman"))
    hands.write("[name=title]", "Lift diperbaiki sampai minggu depan")
    hands.press("Tab")
    hands.write("[name=text]", "Silakan lewat tangga.")
    hands.click('label:text-is("Seminggu")')
    hands.click(GO_ON)
    hands.click(ACT)
    hands.must_see(DONE)


def closing(hands: Hands) -> None:
    hands.click(action("tugas/tutup"))
    hands.click("label[for=id_when_1]")
    hands.click("label[for=id_ready_reason_0]")
    hands.click(GO_ON)
    hands.click(ACT)
    hands.must_see(DONE)
    hands.click(UNDO)
    hands.must_see("Sudah diurungkan")


def fee(hands: Hands) -> None:
    _to_fee(hands)
    hands.click(ACT)
    hands.must_see(DONE)


def phone(hands: Hands) -> None:
    _to_fee(hands)
    hands.page.frame_locator(".errand-phone").locator("h1").wait_for()


def _to_fee(hands: Hands) -> None:
    hands.click(action("tugas/koreksi"))
    hands.type("#errand-q", "paspor")
    hands.press("Enter")
    hands.click('.errand-row:has-text("dewasa") a:has-text("Biaya")')
    hands.write("[name=item-0-amount]", "675.000")
    hands.press("Enter", thinks=True)


def news(hands: Hands) -> None:
    hands.click(action("tugas/berita"))
    hands.write("[name=title]", "Wali kota mengunjungi mal")
    hands.press("Tab")
    hands.write("[name=text]", "Beliau berbincang dengan warga.")
    hands.pick_file("[name=photo_0]", "foto.png", _photo())
    hands.press("Tab")
    hands.write("[name=shows_0]", "Wali kota di depan loket")
    hands.press("Enter", thinks=True)
    hands.click(ACT)
    hands.must_see(DONE)


def replace(hands: Hands) -> None:
    hands.click(action("tugas/formulir"))
    # With a single document its form opens at once; with more, each has its field.
    hands.pick_file(
        '.errand-row:has-text("Formulir uji") [name=file]', "formulir-baru.pdf", PDF
    )
    hands.click(ACT)
    hands.must_see("unduh/")


def hours(hands: Hands) -> None:
    hands.click(action("tugas/jam"))
    hands.click('a.errand-row[href$="/mal/"]')
    hands.click("[name=weekly_fri]")
    hands.write("[name=weekly_fri]", "08.00-11.00")
    hands.press("Enter", thinks=True)
    hands.click(ACT)
    hands.must_see(DONE)


def untouched(hands: Hands) -> None:
    hands.click(action("tugas/lama"))
    hands.must_see("errand-title")


def restore(hands: Hands) -> None:
    hands.click(action("tugas/versi"))
    hands.click('a.errand-row:has-text("dewasa")')
    hands.click(GO_ON)
    hands.click(ACT)
    hands.must_see(DONE)


def account(hands: Hands) -> None:
    hands.click('a.errands-action[href$="/staf/undang/"]')
    hands.click("[name=name]")
    hands.type("[name=name]", "Siti Rahma")
    hands.press("Tab")
    hands.type("[name=email]", "siti.rahma@example.go.id")
    hands.click("[name=role][value=editor]")
    hands.click("[name=section]")
    hands.page.locator("[name=section]").select_option(index=5)
    # The choice in the open list.
    hands.seconds += POINT + 2 * BUTTON
    hands.clicks += 1
    hands.click("main button[type=submit]")
    hands.must_see("invitation-link")


TASKS: dict[str, Callable[[Hands], None]] = dict(
    zip(
        OTHERS,
        (
            *(notice, closing, fee, news, replace),
            *(hours, untouched, restore, account, phone),
        ),
        strict=True,
    )
)
OF_AGENCY = {"counter closed this afternoon, undone"}
EDITOR = "penyunting@example.go.id"


def measure(site: Site) -> list[Row]:
    """Do the ten tasks; a task that takes longer than elsewhere is over its budget."""
    _make_ready(site.data)
    rows, total, best_total = [], 0.0, 0.0
    with launched_browser() as browser:
        pages = {
            False: _signed_in(browser, site, "admin"),
            True: _signed_in(browser, site, EDITOR),
        }
        for name, task in TASKS.items():
            hands = _do(pages[name in OF_AGENCY], task)
            best = min(value for value in OTHERS[name] if value is not None)
            total, best_total = total + hands.seconds, best_total + best
            seconds = round(hands.seconds, 2)
            rows.append(Row(GROUP, _told(name, hands), seconds, "s", best))
    rows.append(
        Row(GROUP, "all ten (half of the better ones)", total, "s", best_total / 2)
    )
    return rows


def _do(page: Page, task: Callable[[Hands], None]) -> Hands:
    page.goto("/admin/")
    hands = Hands(page)
    task(hands)
    return hands


def _told(name: str, hands: Hands) -> str:
    wordpress, wagtail = (
        "–" if value is None else f"{value:.1f}" for value in OTHERS[name]
    )
    counts = f"{hands.clicks} clicks {hands.keys} keys {len(hands.screens)} screens"
    return f"{name} (WordPress {wordpress}, Wagtail {wagtail}; {counts})"


def _signed_in(browser: Browser, site: Site, name: str) -> Page:
    context = browser.new_context(
        base_url=site.base_url,
        locale="id-ID",
        viewport={"width": DESK[0], "height": DESK[1]},
    )
    page = context.new_page()
    sign_in(page, name)
    return page


def _make_ready(data: Path) -> None:
    """An editor with one agency, a document, and a page that was changed yesterday."""
    subprocess.run(
        [sys.executable, "-m", "bench.keystrokes_ready"],
        env=environment(data) | {"BENCH_EDITOR": EDITOR, "BENCH_WORD": ADMIN_PASSWORD},
        cwd=Path(__file__).parents[1],
        check=True,
    )


def _photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 1200), "#0b5a5e").save(buffer, "PNG")
    return buffer.getvalue()


def run(arguments: list[str]) -> list[Row]:
    """``python -m bench keystrokes``: this one alone."""
    import tempfile  # noqa: PLC0415

    from e2e.site import served_site  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder))
        data.mkdir(parents=True, exist_ok=True)
        with served_site(data, publish=False) as site:
            return measure(site)
