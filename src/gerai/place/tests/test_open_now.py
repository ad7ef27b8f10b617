"""open-now.js in node: it must say what the Python clock says, in both languages."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.staticfiles import finders
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

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
from gerai.place.pill_messages import pill_messages
from gerai.place.tests.strategies import FIRST_DAY, SPAN_DAYS, instants, timetables

NODE = shutil.which("node")
RUNNER = Path(__file__).with_name("open_now_runner.mjs")
WITA = ZoneInfo("Asia/Makassar")
DAYS = SPAN_DAYS + 5

pytestmark = pytest.mark.skipif(
    NODE is None, reason="node is not installed; it runs open-now.js for this test"
)


def run(question: dict[str, Any], zone: str = "Asia/Makassar") -> Any:
    script = finders.find("theme/open-now.js")
    assert isinstance(script, str)
    assert NODE is not None
    result = subprocess.run(
        [NODE, "--no-warnings", str(RUNNER), script],
        input=json.dumps(question),
        env={"TZ": zone, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(result.stdout)


def milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def random_questions(count: int) -> list[tuple[Timetable, datetime]]:
    found: list[tuple[Timetable, datetime]] = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data(), timetable=timetables())
    def collect(data: st.DataObject, timetable: Timetable) -> None:
        found.append((timetable, data.draw(instants(timetable))))

    collect()
    return found


def assert_same_answers(asked: list[tuple[Timetable, datetime]]) -> None:
    """Ask both; what lies beyond the carried days, the script can't know."""
    questions = [
        {
            "schedule": carried_schedule(
                timetable, first_day=FIRST_DAY, days=DAYS, language="id"
            ),
            "now": milliseconds(instant),
        }
        for timetable, instant in asked
    ]
    answers = run({"questions": questions})
    assert len(answers) == len(asked)
    for (timetable, instant), answer in zip(asked, answers, strict=True):
        state = timetable.state_at(instant)
        last_day = FIRST_DAY + timedelta(days=DAYS)
        beyond = datetime.combine(last_day, time(), timetable.zone)
        closes, opens_next = (
            milliseconds(moment) if moment is not None and moment < beyond else None
            for moment in (state.closes, state.opens_next)
        )
        expected = {
            "open": state.is_open,
            "closes": closes,
            "opensNext": opens_next,
            "kind": state.reason_kind.value if state.reason_kind else None,
            "reason": state.reason.id if state.reason else None,
        }
        got = {key: answer[key] for key in expected}
        assert got == expected, (timetable, instant.isoformat())
        if opens_next or closes or state.opens_next is None:
            assert answer["confirmed"] == state.is_confirmed, (timetable, instant)


def test_it_answers_like_the_python_clock() -> None:
    asked = random_questions(400)

    assert len(asked) >= 300
    assert_same_answers(asked)


def test_it_answers_like_the_python_clock_at_hard_places() -> None:
    # 28 December 2026 is a Monday.
    day = date(2026, 12, 28)
    night = WeeklyHours.of([(1200, 1440)], [(0, 120), (1200, 1440)], *[[]] * 5)
    tuesday = day + timedelta(days=1)
    late = Season(LocalText("x"), tuesday, tuesday, night, is_confirmed=False)
    evening = Closure(day, day, LocalText("rapat"), Interval(900, 1440))
    always = WeeklyHours.of(*[[(0, 1440)]] * 7)
    layers = [
        HoursLayer(night, is_confirmed=True),
        HoursLayer(night, seasons=(late,), is_confirmed=True),
        HoursLayer(WEEK, closures=(evening,), is_confirmed=True),
        HoursLayer(always),
        HoursLayer(WeeklyHours.of(*[[]] * 7)),
        HoursLayer(closures=(evening,)),
        HoursLayer(WeeklyHours.of([(1439, 1440)], [(0, 1)], *[[]] * 5)),
    ]
    start = datetime.combine(day, time(), WITA)
    minutes = (0, 1, 119, 120, 899, 900, 901, 1199, 1200, 1439, 1440, 1441, 1560)

    assert_same_answers(
        [
            (Timetable(WITA, (layer,)), start + timedelta(minutes=minute))
            for layer in layers
            for minute in minutes
        ]
    )


WEEK = WeeklyHours.of(*[[(480, 720), (780, 900)]] * 4, [(480, 660)], [], [])
TUESDAY = date(2026, 11, 24)
EXCEPTIONS = HoursLayer(
    WEEK,
    closures=(
        Closure(
            date(2026, 11, 25), date(2026, 11, 25), LocalText("rapat", "a meeting")
        ),
        Closure(
            date(2026, 12, 1), date(2026, 12, 1), LocalText("apel"), Interval(480, 540)
        ),
    ),
    is_confirmed=True,
)
CHRISTMAS = {date(2026, 12, 25): Holiday(LocalText("Hari Raya Natal", "Christmas"))}


def pill(
    day: date, clock: str, *, language: str = "id", confirmed: bool = True, **more: Any
) -> str:
    layer = HoursLayer(
        EXCEPTIONS.weekly, closures=EXCEPTIONS.closures, is_confirmed=confirmed
    )
    schedule = carried_schedule(
        Timetable(WITA, (layer,), CHRISTMAS),
        first_day=TUESDAY,
        language=language,
    )
    hour, minute = clock.split(".")
    now = datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=WITA)
    question = {"schedule": schedule, "now": milliseconds(now)}
    messages = pill_messages(language) | {"phone": "(0541) 739614"}
    return str(run({"questions": [question], "messages": messages}, **more)[0]["text"])


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (TUESDAY, "9.00", "Buka sampai 12.00"),
        (TUESDAY, "12.15", "Istirahat · buka lagi pukul 13.00"),
        (TUESDAY, "7.00", "Tutup · buka lagi pukul 08.00"),
        (date(2026, 11, 25), "9.00", "Tutup hari ini: rapat · buka lagi besok 08.00"),
        (date(2026, 12, 1), "8.30", "Tutup sementara: apel · buka lagi pukul 09.00"),
        (date(2026, 11, 27), "11.00", "Tutup · buka lagi Senin 08.00"),
        (
            date(2026, 11, 28),
            "11.00",
            "Tidak melayani hari ini · buka lagi Senin 08.00",
        ),
        (
            date(2026, 12, 25),
            "10.00",
            "Tutup hari ini: Hari Raya Natal · buka lagi Senin 08.00",
        ),
    ],
)
def test_it_speaks_indonesian(day: date, clock: str, expected: str) -> None:
    assert pill(day, clock) == expected


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (TUESDAY, "9.00", "Open until 12:00"),
        (
            date(2026, 11, 25),
            "9.00",
            "Closed today: a meeting · opens again tomorrow at 08:00",
        ),
        (date(2026, 11, 27), "11.00", "Closed · opens again on Monday at 08:00"),
    ],
)
def test_it_speaks_english(day: date, clock: str, expected: str) -> None:
    assert pill(day, clock, language="en") == expected


def test_unconfirmed_hours_are_said_to_be_usual_with_a_number_to_call() -> None:
    note = "jam belum dikonfirmasi · telepon (0541) 739614"

    assert pill(TUESDAY, "9.00", confirmed=False) == (
        f"Biasanya buka sampai 12.00 · {note}"
    )
    assert pill(TUESDAY, "16.00", confirmed=False) == (
        f"Tutup · biasanya buka lagi Kamis 08.00 · {note}"
    )


def test_a_visitor_in_another_zone_is_told_the_malls_zone() -> None:
    text = pill(TUESDAY, "9.00", zone="Asia/Jakarta")

    assert text == "Buka sampai 12.00 WITA"


def test_more_than_a_week_ahead_it_gives_the_date() -> None:
    gap = Closure(TUESDAY, date(2027, 1, 6), LocalText("renovasi"))
    timetable = Timetable(WITA, (HoursLayer(WEEK, closures=(gap,), is_confirmed=True),))
    schedule = carried_schedule(timetable, first_day=TUESDAY, language="id")
    now = milliseconds(datetime(2026, 11, 24, 9, tzinfo=WITA))

    answer = run(
        {
            "questions": [{"schedule": schedule, "now": now}],
            "messages": pill_messages("id"),
        }
    )[0]

    assert answer["text"] == (
        "Tutup hari ini: renovasi · buka lagi Kamis, 7 Januari 08.00"
    )
    assert answer["name"] == "closed"


def test_it_fills_the_pills_of_a_page_and_leaves_the_rest() -> None:
    known = Timetable(WITA, (EXCEPTIONS,))
    unknown = Timetable(WITA, (HoursLayer(),))
    doubtful = Timetable(WITA, (HoursLayer(WEEK),))
    payload = hours_payload(
        {"mall": known, "twin": known, "bpom": unknown, "kpp": doubtful},
        first_day=TUESDAY,
        language="id",
    )
    payload["messages"]["phone"] = "123"
    assert payload["schedules"]["twin"] == "mall"
    page = [
        {"key": "mall", "text": "Senin-Kamis 08.00-15.00"},
        {"key": "twin", "text": "…"},
        {"key": "bpom", "text": "…"},
        {"key": "kpp", "text": "…", "brief": True},
        {"key": "nobody", "text": "as it was"},
    ]
    now = milliseconds(datetime(2026, 11, 24, 9, tzinfo=WITA))

    assert run({"page": page, "payload": payload, "instants": [now]}) == [
        ["Buka sampai 12.00", "open"],
        ["Buka sampai 12.00", "open"],
        ["Jam belum diketahui · telepon 123", "unknown"],
        ["Biasanya buka sampai 12.00 · jam belum dikonfirmasi", "unconfirmed-open"],
        ["as it was", None],
    ]


def test_an_old_copy_falls_back_to_the_weekly_hours() -> None:
    payload = hours_payload(
        {"mall": Timetable(WITA, (EXCEPTIONS,))}, first_day=TUESDAY, language="id"
    )
    page = [{"key": "mall", "text": "Senin-Kamis 08.00-15.00"}]
    fresh = milliseconds(datetime(2026, 11, 24, 9, tzinfo=WITA))
    stale = milliseconds(datetime(2027, 6, 1, 9, tzinfo=WITA))
    too_early = milliseconds(datetime(2026, 11, 23, 9, tzinfo=WITA))

    for instants_ in ([fresh, stale], [fresh, too_early]):
        question = {"page": page, "payload": payload, "instants": instants_}
        assert run(question) == [["Senin-Kamis 08.00-15.00", "unknown"]]
