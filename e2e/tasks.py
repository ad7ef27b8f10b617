"""The main tasks, as somebody does them who only has a keyboard, or no JavaScript."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_TABS = 250


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that matches ``selector`` has the focus.

    Raises:
        AssertionError: it can't be reached, or the focus can't be seen on the way.
    """
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """(selector) => {
                const one = document.activeElement;
                if (!one || one === document.body) return null;
                const box = one.getBoundingClientRect();
                // A card or a search form may wear the ring for what it holds.
                const wearers = [one];
                while (wearers.length < 5 && wearers.at(-1).parentElement) {
                    wearers.push(wearers.at(-1).parentElement);
                }
                // The stops within a date wear a ring that the browser draws.
                const isWithin = one.matches("[type=date], [type=time]")
                    && !one.matches(":focus-visible");
                return {
                    hit: one.matches(selector),
                    name: one.outerHTML.slice(0, 120),
                    seen: isWithin || wearers.map((wearer) => getComputedStyle(wearer)).some(
                        ({outlineStyle, outlineWidth}) =>
                            outlineStyle !== "none" && parseFloat(outlineWidth) >= 2),
                    visible: box.width > 0 && box.height > 0,
                };
            }""",
            selector,
        )
        if state is None:
            continue
        assert state["visible"], f"the focus is on something invisible: {state['name']}"
        assert state["seen"], f"the focus can't be seen: {state['name']}"
        if state["hit"]:
            return
    raise AssertionError(f"{selector} can't be reached with the Tab key on {page.url}")


def follow_with_keyboard(page: Page, href: str) -> None:
    tab_to(page, f'a[href="{href}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")
