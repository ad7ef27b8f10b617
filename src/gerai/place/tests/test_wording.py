"""Hours in words of both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gerai.place.clock import (
    Closure,
    Holiday,
    HoursLayer,
    Interval,
    LocalText,
    ReasonKind,
    Season,
    Timetable,
    WeeklyHours,
)
from gerai.place.pill_messages import pill_messages
from gerai.place.wording import (
    coming_changes,
    days_text,
    hours_text,
    reason_text,
    weekly_rows,
    weekly_summary,
)

WITA = ZoneInfo("Asia/Makassar")
FIRST = date(2026, 11, 24)
WEEK = WeeklyHours.of(*[[(480, 720), (780, 900)]] * 4, [(480, 660)], [], [])
HOLIDAYS = {
    date(2026, 12, 24): Holiday(LocalText("Cuti Bersama Natal", "Joint holiday")),
    date(2026, 12, 25): Holiday(LocalText("Hari Raya Natal", "Christmas")),
    date(2026, 12, 27): Holiday(LocalText("Isra Mikraj", "Isra")),
}


def timetable(layer: HoursLayer | None = None) -> Timetable:
    return Timetable(WITA, (layer or HoursLayer(WEEK),), HOLIDAYS)


def test_the_week_in_one_line() -> None:
    assert weekly_summary(timetable(), "id") == (
        "Senin-Kamis 08.00-12.00 dan 13.00-15.00, Jumat 08.00-11.00 WITA"
    )
    assert weekly_summary(timetable(), "en") == (
        "Monday-Thursday 08:00-12:00 and 13:00-15:00, Friday 08:00-11:00 WITA"
    )
    assert weekly_summary(timetable(HoursLayer()), "id") == "Jam belum diketahui"
    closed = HoursLayer(WeeklyHours.of(*[[]] * 7))
    assert weekly_summary(timetable(closed), "id") == "tutup"


def test_the_week_in_rows() -> None:
    rows = weekly_rows(timetable(), "id")

    assert [(row.first, row.last, row.days, row.hours) for row in rows] == [
        (0, 3, "Senin-Kamis", "08.00-12.00 dan 13.00-15.00"),
        (4, 4, "Jumat", "08.00-11.00"),
        (5, 6, "Sabtu-Minggu", "tutup"),
    ]
    assert [row.is_closed for row in rows] == [False, False, True]
    assert weekly_rows(timetable(HoursLayer()), "id") == []


def test_hours_that_are_not_known_are_not_closed() -> None:
    assert hours_text(None, "id") == "belum diketahui"
    assert hours_text((), "id") == "tutup"
    assert hours_text((Interval(0, 1440),), "id") == "00.00-24.00"


def test_days_in_words() -> None:
    assert days_text(FIRST, FIRST, "id") == "Selasa, 24 November 2026"
    assert days_text(FIRST, date(2027, 3, 1), "id") == (
        "Selasa, 24 November 2026 sampai Senin, 1 Maret 2027"
    )
    assert days_text(FIRST, date(2027, 3, 1), "en") == (
        "Tuesday, 24 November 2026 to Monday, 1 March 2027"
    )


@pytest.mark.parametrize(
    ("moment", "kind", "words"),
    [
        ("2026-11-24T12:30", ReasonKind.BREAK, "istirahat"),
        ("2026-11-24T20:00", ReasonKind.OUTSIDE_HOURS, "di luar jam layanan"),
        (
            "2026-11-28T10:00",
            ReasonKind.NOT_A_SERVICE_DAY,
            "tidak melayani pada hari ini",
        ),
        ("2026-12-25T10:00", ReasonKind.HOLIDAY, "Hari Raya Natal"),
    ],
)
def test_why_it_is_closed(moment: str, kind: ReasonKind, words: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=WITA)
    state = timetable().state_at(at)

    assert state.reason_kind == kind
    assert reason_text(state, "id") == words


def test_no_reason_while_it_is_open_and_one_when_nobody_knows() -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=WITA)

    assert reason_text(timetable().state_at(at), "id") is None
    unknown = timetable(HoursLayer()).state_at(at)
    assert reason_text(unknown, "id") == "jam belum diketahui"
    assert reason_text(unknown, "en") == "hours not known"


def test_what_changes_soon_days_in_a_row_together() -> None:
    trip = Closure(date(2026, 11, 26), date(2026, 11, 30), LocalText("renovasi"))
    meeting = Closure(
        date(2026, 12, 2), date(2026, 12, 2), LocalText("rapat"), Interval(780, 900)
    )
    ramadan = Season(
        LocalText("Ramadan", "Ramadan"),
        date(2026, 12, 7),
        date(2026, 12, 13),
        WeeklyHours.of(*[[(480, 840)]] * 4, [(480, 660)], [], []),
    )
    layer = replace(HoursLayer(WEEK), closures=(trip, meeting), seasons=(ramadan,))

    changes = coming_changes(timetable(layer), first_day=FIRST, days=40, language="id")

    told = [
        (one.first_day.day, one.last_day.day, one.kind, one.reason, one.hours)
        for one in changes
    ]
    assert told == [
        (26, 30, "closure", "renovasi", ""),
        (2, 2, "closure", "rapat", "08.00-12.00"),
        (
            7,
            13,
            "season",
            "Ramadan",
            "Senin-Kamis 08.00-14.00, Jumat 08.00-11.00",
        ),
        (24, 24, "holiday", "Cuti Bersama Natal", ""),
        (25, 25, "holiday", "Hari Raya Natal", ""),
        # A holiday on a Sunday changes nothing.
    ]
    assert changes[0].days == ("Kamis, 26 November 2026 sampai Senin, 30 November 2026")
    assert changes[0].is_confirmed is True
    assert changes[2].is_confirmed is False


def test_a_closure_that_reaches_beyond_the_span_is_cut_there() -> None:
    long = Closure(FIRST - timedelta(5), date(2027, 1, 31), LocalText("renovasi"))

    (change,) = coming_changes(
        timetable(HoursLayer(WEEK, closures=(long,))),
        first_day=FIRST,
        days=10,
        language="id",
    )

    assert change.first_day == FIRST
    assert change.last_day == FIRST + timedelta(9)


def test_the_pill_has_all_its_words_in_both_languages() -> None:
    indonesian, english = pill_messages("id"), pill_messages("en")

    assert indonesian.keys() == english.keys()
    same = {key for key, text in indonesian.items() if english[key] == text}  # type: ignore[literal-required]
    # "{weekday}, {day} {month}" is written alike.
    assert same == {"date"}
    assert indonesian["weekdays"][0] == "Senin"
    assert english["months"][11] == "December"
