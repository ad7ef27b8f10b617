"""What a page carries for its script."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from gerai.place.carried import carried_schedule, hours_payload
from gerai.place.clock import (
    Closure,
    Holiday,
    HoursLayer,
    Interval,
    LocalText,
    Season,
    Timetable,
    WeeklyHours,
)

FIRST = date(2026, 11, 24)
WEEK = WeeklyHours.of(*[[(480, 900)]] * 4, [(480, 660)], [], [])
LAYER = HoursLayer(WEEK, note=LocalText("Datang sebelum tutup.", "Come early."))
HOLIDAYS = {date(2026, 12, 25): Holiday(LocalText("Hari Raya Natal", "Christmas Day"))}


def timetable(layer: HoursLayer = LAYER) -> Timetable:
    return Timetable(ZoneInfo("Asia/Makassar"), (layer,), HOLIDAYS)


def test_it_carries_the_week_and_the_days_that_differ() -> None:
    carried = carried_schedule(timetable(), first_day=FIRST, language="id")

    assert carried == {
        "v": 1,
        "offset": 480,
        "zone": "WITA",
        "from": "2026-11-24",
        "through": "2027-03-23",
        "confirmed": False,
        "note": "Datang sebelum tutup.",
        "weekly": [*[[["08:00", "15:00"]]] * 4, [["08:00", "11:00"]], [], []],
        "days": {
            "2026-12-25": {
                "hours": [],
                "kind": "holiday",
                "reason": "Hari Raya Natal",
                "confirmed": True,
            }
        },
    }


def test_it_speaks_the_language_of_the_page() -> None:
    carried = carried_schedule(timetable(), first_day=FIRST, language="en")

    assert carried["days"]["2026-12-25"]["reason"] == "Christmas Day"
    assert carried["note"] == "Come early."


def test_unknown_hours_are_carried_as_unknown_and_closures_all_the_same() -> None:
    shut = Closure(FIRST, FIRST, LocalText("rapat"))
    carried = carried_schedule(
        timetable(HoursLayer(closures=(shut,), is_confirmed=True)),
        first_day=FIRST,
        language="id",
    )

    assert carried["weekly"] is None
    assert carried["confirmed"] is False
    assert list(carried["days"]) == ["2026-11-24", "2026-12-25"]


def test_a_closure_of_some_hours_carries_what_was_planned() -> None:
    meeting = Closure(FIRST, FIRST, LocalText("rapat"), Interval(600, 660))
    carried = carried_schedule(
        timetable(replace(LAYER, closures=(meeting,))), first_day=FIRST, language="id"
    )

    assert carried["days"]["2026-11-24"] == {
        "hours": [["08:00", "10:00"], ["11:00", "15:00"]],
        "planned": [["08:00", "15:00"]],
        "closures": [["10:00", "11:00", "rapat"]],
    }


def test_a_season_is_carried_day_by_day() -> None:
    week = WeeklyHours.of(*[[(480, 840)]] * 7)
    season = Season(LocalText("Ramadan"), FIRST, FIRST + timedelta(2), week)
    carried = carried_schedule(
        timetable(replace(LAYER, seasons=(season,))), first_day=FIRST, language="id"
    )

    assert [day for day in carried["days"] if day < "2026-12"] == [
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
    ]


def test_equal_schedules_are_carried_once() -> None:
    payload = hours_payload(
        {
            "mall": timetable(),
            "kpp": timetable(),
            "bpom": timetable(HoursLayer()),
        },
        first_day=FIRST,
        language="id",
    )

    assert payload["schedules"]["kpp"] == "mall"
    assert payload["schedules"]["bpom"]["weekly"] is None
    assert payload["messages"]["open"] == "Buka sampai {time}"
    json.dumps(payload)


def test_the_same_timetable_is_carried_in_the_same_bytes() -> None:
    once, again = (
        json.dumps(carried_schedule(timetable(), first_day=FIRST, language="id"))
        for _ in range(2)
    )

    assert once == again
