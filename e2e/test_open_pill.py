"""The browser and the server give the same answer to "is it open?"."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import visit
from e2e.conftest import ContextMaker
from e2e.crawl import fetch
from e2e.site import Site

MALL_ZONE = ZoneInfo("Asia/Makassar")
DAYS = 14
TIMES = (
    "00:00",
    "07:59",
    "08:00",
    "10:59",
    "11:00",
    "12:30",
    "14:59",
    "15:00",
    "23:59",
)
ALL_AGENCIES = "/instansi/"


def answer_of_server(site: Site, at: datetime) -> dict[str, Any]:
    answer = fetch(site.address(f"/api/v1/open?at={quote(at.isoformat())}"))
    assert answer.status == 200, answer.body
    result: dict[str, Any] = json.loads(answer.body)
    return result


def next_weekday(weekday: int) -> date:
    """The first such day from tomorrow on; Monday is 0."""
    tomorrow = datetime.now(MALL_ZONE).date() + timedelta(days=1)
    return tomorrow + timedelta(days=(weekday - tomorrow.weekday()) % 7)


def instants() -> list[datetime]:
    tomorrow = datetime.now(MALL_ZONE).date() + timedelta(days=1)
    return [
        datetime.combine(
            tomorrow + timedelta(days=day), time.fromisoformat(hour), MALL_ZONE
        )
        for day in range(DAYS)
        for hour in TIMES
    ]


def states_in_browser(page: Page, moments: list[datetime]) -> list[dict[str, Any]]:
    """What open-now.js answers for every schedule of the page, at each moment."""
    found: list[dict[str, Any]] = page.evaluate(
        """async (moments) => {
            const script = document.querySelector('script[type=module][src*="open-now"]');
            const {stateAt} = await import(script.src);
            const hours = JSON.parse(document.getElementById("hours").textContent);
            const schedules = hours.schedules ?? hours;
            return moments.map((now) => Object.fromEntries(
                Object.entries(schedules)
                    .filter(([, one]) => one && one.v)
                    .map(([key, one]) => [key, stateAt(one, now)])));
        }""",
        [moment.timestamp() * 1000 for moment in moments],
    )
    return found


def in_words_of_api(state: dict[str, Any]) -> tuple[Any, ...]:
    def instant(milliseconds: float | None) -> datetime | None:
        if milliseconds is None:
            return None
        return datetime.fromtimestamp(milliseconds / 1000, UTC)

    return (
        state["open"],
        instant(state["closes"]),
        instant(state["opensNext"]),
        state["confirmed"],
    )


def of_api(answer: dict[str, Any]) -> tuple[Any, ...]:
    def instant(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    return (
        answer["open"],
        instant(answer["closes"]),
        instant(answer["opens_next"]),
        answer["confirmed"],
    )


@pytest.mark.parametrize(
    "phone_zone", ["Asia/Makassar", "Asia/Jakarta", "America/Los_Angeles"]
)
def test_browser_agrees_with_the_server(
    new_context: ContextMaker, site: Site, phone_zone: str
) -> None:
    page = new_context(timezone_id=phone_zone).new_page()
    visit(page, ALL_AGENCIES)
    moments = instants()

    in_browser = states_in_browser(page, moments)

    compared = 0
    for moment, states in zip(moments, in_browser, strict=True):
        answer = answer_of_server(site, moment)
        by_key = {agency["slug"]: agency for agency in answer["agencies"]}
        by_key["mall"] = answer["mall"]
        for key, state in states.items():
            if key in by_key:
                compared += 1
                assert in_words_of_api(state) == of_api(by_key[key]), (key, moment)
    assert compared >= len(moments)


@pytest.mark.parametrize("phone_zone", ["Asia/Makassar", "Europe/Amsterdam"])
@pytest.mark.parametrize(
    ("weekday", "hour"), [(0, "09:00"), (0, "15:00"), (4, "11:30"), (5, "10:00")]
)
def test_pill_says_what_the_server_answers(
    new_context: ContextMaker, site: Site, phone_zone: str, weekday: int, hour: str
) -> None:
    moment = datetime.combine(
        next_weekday(weekday), time.fromisoformat(hour), MALL_ZONE
    )
    mall = answer_of_server(site, moment)["mall"]
    page = new_context(timezone_id=phone_zone).new_page()
    page.clock.set_fixed_time(moment)

    visit(page, "/")

    pill = page.locator('[data-open-pill="mall"]').first
    if mall["open"]:
        said = datetime.fromisoformat(mall["closes"])
    else:
        said = datetime.fromisoformat(mall["opens_next"])
    expect(pill).to_contain_text(f"{said.astimezone(MALL_ZONE):%H.%M}")
    if not mall["confirmed"]:
        expect(pill).to_contain_text("belum dikonfirmasi")


def test_pill_admits_that_an_old_page_does_not_know(new_context: ContextMaker) -> None:
    page = new_context().new_page()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=500))

    visit(page, "/")

    pill = page.locator('[data-open-pill="mall"]').first
    expect(pill).not_to_be_empty()
    expect(pill).not_to_contain_text("Buka sampai")
    expect(pill).not_to_contain_text("Tutup")
