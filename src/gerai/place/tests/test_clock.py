"""The clock as a specification: one small mall, one question each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gerai.place.choices import MallZone
from gerai.place.clock import (
    DAY_END,
    FULL_DAY,
    Closure,
    Holiday,
    HoursLayer,
    Interval,
    LocalText,
    OpenState,
    ReasonKind,
    Season,
    Timetable,
    WeeklyHours,
)
from gerai.place.tests.samples import (
    CONFIRMED,
    MORNING,
    TUESDAY,
    at,
    closed,
    mall,
)


def test_it_is_open_in_the_morning_until_the_break() -> None:
    assert mall().state_at(at(24, "9.30")) == OpenState(
        is_open=True,
        closes=at(24, "12.00"),
        opens_next=at(24, "13.00"),
        is_confirmed=True,
    )


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("7.59", False),
        ("8.00", True),
        ("11.59", True),
        ("12.00", False),
        ("12.59", False),
        ("13.00", True),
        ("14.59", True),
        ("15.00", False),
    ],
)
def test_intervals_hold_their_first_minute_and_not_their_last(
    moment: str, is_open: bool
) -> None:
    assert mall().state_at(at(24, moment)).is_open is is_open


def test_the_last_second_of_a_minute_belongs_to_it() -> None:
    last = at(24, "14.59") + timedelta(seconds=59, microseconds=999_999)

    assert mall().state_at(last).is_open is True


def test_why_it_is_closed_and_when_it_opens() -> None:
    hours = mall()

    assert hours.state_at(at(24, "7.00")) == closed(
        ReasonKind.OUTSIDE_HOURS, None, at(24, "8.00")
    )
    assert hours.state_at(at(24, "12.30")) == closed(
        ReasonKind.BREAK, None, at(24, "13.00")
    )
    assert hours.state_at(at(24, "16.00")) == closed(
        ReasonKind.OUTSIDE_HOURS, None, at(25, "8.00")
    )
    assert hours.state_at(at(27, "12.00")) == closed(
        ReasonKind.OUTSIDE_HOURS, None, at(30, "8.00")
    )
    assert hours.state_at(at(28, "9.00")) == closed(
        ReasonKind.NOT_A_SERVICE_DAY, None, at(30, "8.00")
    )


def test_touching_intervals_have_one_closing_time() -> None:
    week = WeeklyHours.of([(480, 720), (720, 900)], *[[]] * 6)

    state = mall(HoursLayer(week)).state_at(at(30, "9.00"))

    assert state.closes == at(30, "15.00")


def test_a_night_that_goes_on_past_midnight_has_one_closing_time() -> None:
    week = WeeklyHours.of([(20 * 60, DAY_END)], [(0, 120)], *[[]] * 5)

    state = mall(HoursLayer(week)).state_at(at(30, "21.00"))

    assert state.closes == at(1, "2.00", month=12)
    # The rest of the night is no new opening.
    assert state.opens_next == at(7, "20.00", month=12)


def test_a_night_ends_at_midnight_if_the_next_day_begins_a_minute_later() -> None:
    week = WeeklyHours.of([(20 * 60, DAY_END)], [(1, 120)], *[[]] * 5)

    state = mall(HoursLayer(week)).state_at(at(30, "21.00"))

    assert state.closes == at(1, "0.00", month=12)
    assert state.opens_next == at(1, "0.01", month=12)


def test_a_night_is_as_sure_as_both_of_its_days() -> None:
    week = WeeklyHours.of([(20 * 60, DAY_END)], [(0, 120)], *[[]] * 5)
    tuesday = date(2026, 12, 1)
    season = Season(LocalText("Ramadan"), tuesday, tuesday, week, is_confirmed=False)
    hours = mall(HoursLayer(week, seasons=(season,), is_confirmed=True))

    assert hours.state_at(at(30, "21.00")).is_confirmed is False


def test_an_opening_of_one_minute_is_found_and_passed() -> None:
    week = WeeklyHours.of([], [(480, 481), (540, 541)], *[[]] * 5)
    hours = mall(HoursLayer(week))

    assert hours.state_at(at(24, "8.00")).closes == at(24, "8.01")
    assert hours.state_at(at(24, "8.00")).opens_next == at(24, "9.00")
    assert hours.state_at(at(24, "8.01")).opens_next == at(24, "9.00")


def test_who_never_closes_has_no_closing_time() -> None:
    always = mall(HoursLayer(WeeklyHours.of(*[[(0, DAY_END)]] * 7), is_confirmed=True))

    assert always.state_at(at(24, "3.00")) == OpenState(is_open=True, is_confirmed=True)


def test_who_never_opens_has_no_next_opening() -> None:
    never = mall(HoursLayer(WeeklyHours.of(*[[]] * 7), is_confirmed=True))

    assert never.state_at(at(24, "9.00")) == closed(
        ReasonKind.NOT_A_SERVICE_DAY, None, None
    )


def test_the_look_ahead_ends_after_366_days() -> None:
    def closed_for(days: int) -> Timetable:
        last = TUESDAY + timedelta(days=days)
        gap = Closure(TUESDAY, last, LocalText("renovasi"))
        week = WeeklyHours.of(*[[MORNING]] * 7)
        return mall(HoursLayer(week, closures=(gap,)))

    found = closed_for(365).state_at(at(24, "9.00")).opens_next
    assert found is not None
    assert found.date() == TUESDAY + timedelta(days=366)
    assert closed_for(366).state_at(at(24, "9.00")).opens_next is None


def test_unknown_hours_are_never_guessed() -> None:
    unknown = mall(HoursLayer(weekly=None, is_confirmed=True))

    assert unknown.state_at(at(24, "9.00")) == OpenState(
        is_open=None, reason_kind=ReasonKind.UNKNOWN
    )
    assert unknown.usual_week is None
    assert unknown.day(TUESDAY).is_confirmed is False


def test_a_layer_that_only_follows_has_no_hours_without_a_parent() -> None:
    alone = mall(HoursLayer(follows_parent=True))

    assert alone.state_at(at(24, "9.00")).is_open is None
    assert alone.usual_week is None


def test_unknown_hours_end_the_search_for_the_next_opening() -> None:
    ramadan = Season(
        LocalText("Ramadan"), TUESDAY + timedelta(1), date(2026, 12, 24), None
    )

    state = mall(replace(CONFIRMED, seasons=(ramadan,))).state_at(at(24, "16.00"))

    assert state.is_open is False
    assert state.opens_next is None
    # The answer names no other day, so it rests on today alone.
    assert state.is_confirmed is True


def test_a_closure_is_known_even_where_the_hours_are_not() -> None:
    power = Closure(TUESDAY, TUESDAY, LocalText("listrik padam"), Interval(600, 660))
    unknown = mall(HoursLayer(weekly=None, closures=(power,)))

    assert unknown.state_at(at(24, "10.30")) == closed(
        ReasonKind.CLOSURE, "listrik padam", None
    )
    assert unknown.state_at(at(24, "11.00")).is_open is None


def test_a_holiday_closes_the_day_and_gives_its_name() -> None:
    christmas = {date(2026, 12, 25): Holiday(LocalText("Hari Raya Natal"))}

    state = mall(holidays=christmas).state_at(at(25, "9.00", month=12))

    assert state == closed(
        ReasonKind.HOLIDAY, "Hari Raya Natal", at(28, "8.00", month=12)
    )


def test_a_closure_is_stronger_than_a_holiday_and_a_holiday_than_a_season() -> None:
    day = date(2026, 12, 25)
    season = Season(LocalText("Ramadan"), day, day, WeeklyHours.of(*[[MORNING]] * 7))
    closure = Closure(day, day, LocalText("renovasi"))
    holiday = {day: Holiday(LocalText("Hari Raya Natal"))}
    moment = at(25, "9.00", month=12)

    in_season = mall(replace(CONFIRMED, seasons=(season,)), holiday)
    shut = mall(replace(CONFIRMED, seasons=(season,), closures=(closure,)), holiday)

    assert in_season.state_at(moment).reason_kind == ReasonKind.HOLIDAY
    assert shut.state_at(moment).reason_kind == ReasonKind.CLOSURE


def test_a_season_replaces_the_week_on_its_first_and_last_day_and_not_beyond() -> None:
    week = WeeklyHours.of(*[[(9 * 60, 14 * 60)]] * 5, [], [])
    ramadan = Season(LocalText("Ramadan"), TUESDAY, TUESDAY + timedelta(1), week)
    hours = mall(replace(CONFIRMED, seasons=(ramadan,)))

    assert hours.state_at(at(23, "8.30")).is_open is True
    assert hours.state_at(at(24, "8.30")).is_open is False
    assert hours.state_at(at(25, "12.30")).is_open is True
    assert hours.state_at(at(26, "12.30")).is_open is False


def test_a_closure_for_a_part_of_the_day_leaves_the_rest() -> None:
    meeting = Closure(TUESDAY, TUESDAY, LocalText("rapat"), Interval(10 * 60, 14 * 60))
    hours = mall(replace(CONFIRMED, closures=(meeting,)))

    assert hours.state_at(at(24, "9.00")).closes == at(24, "10.00")
    assert hours.state_at(at(24, "10.00")) == closed(
        ReasonKind.CLOSURE, "rapat", at(24, "14.00")
    )
    # In the break too, it is the meeting that keeps the door shut at one o'clock.
    assert hours.state_at(at(24, "12.30")).reason_kind == ReasonKind.CLOSURE
    assert hours.state_at(at(24, "14.00")).closes == at(24, "15.00")
    assert hours.state_at(at(24, "15.00")).reason_kind == ReasonKind.OUTSIDE_HOURS


def test_before_opening_a_closure_of_the_first_hours_is_named() -> None:
    late = Closure(TUESDAY, TUESDAY, LocalText("apel"), Interval(8 * 60, 9 * 60))
    hours = mall(replace(CONFIRMED, closures=(late,)))

    assert hours.state_at(at(24, "7.00")) == closed(
        ReasonKind.CLOSURE, "apel", at(24, "9.00")
    )


def test_an_ended_opening_is_no_reason_for_a_closure_that_begins_later() -> None:
    evening = Closure(TUESDAY, TUESDAY, LocalText("rapat"), Interval(15 * 60, DAY_END))
    hours = mall(replace(CONFIRMED, closures=(evening,)))

    assert hours.state_at(at(24, "15.00")).reason_kind == ReasonKind.OUTSIDE_HOURS


@pytest.mark.parametrize(
    ("zone", "utc_hour"),
    [(MallZone.WIB, 17), (MallZone.WITA, 16), (MallZone.WIT, 15)],
)
def test_the_day_changes_at_midnight_of_the_malls_zone(
    zone: MallZone, utc_hour: int
) -> None:
    only_wednesday = WeeklyHours.of([], [], [(0, DAY_END)], *[[]] * 4)
    hours = Timetable(ZoneInfo(zone.value), (HoursLayer(only_wednesday),))
    midnight = datetime(2026, 11, 24, utc_hour, tzinfo=UTC)

    assert hours.state_at(midnight - timedelta(seconds=1)).is_open is False
    assert hours.state_at(midnight).is_open is True
    answer = hours.state_at(midnight - timedelta(hours=1))
    assert answer.opens_next == midnight
    assert answer.opens_next.utcoffset() == timedelta(hours=24 - utc_hour)


def test_the_year_ends_without_a_gap() -> None:
    new_year = {date(2027, 1, 1): Holiday(LocalText("Tahun Baru Masehi"))}

    state = mall(holidays=new_year).state_at(at(31, "15.00", month=12))

    # 1 January 2027 is a Friday.
    assert state.opens_next == at(4, "8.00", month=1)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        mall().state_at(datetime(2026, 11, 24, 9))


@pytest.mark.parametrize("pair", [(480, 480), (480, 470), (-1, 10), (0, 1441)])
def test_what_is_no_interval_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no interval"):
        Interval(*pair)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven"):
        WeeklyHours.of([MORNING])


def test_two_half_closures_close_the_day_without_a_whole_day_plan() -> None:
    halves = (
        Closure(TUESDAY, TUESDAY, LocalText("rapat"), Interval(0, 720)),
        Closure(TUESDAY, TUESDAY, LocalText("upacara"), Interval(720, DAY_END)),
    )
    hours = mall(replace(CONFIRMED, closures=halves))

    assert hours.day(TUESDAY).hours == ()
    assert hours.day(TUESDAY).planned == (Interval(480, 720), Interval(780, 900))
    assert hours.state_at(at(24, "9.00")).reason == LocalText("rapat")
    assert hours.state_at(at(24, "13.00")).reason == LocalText("upacara")


def test_memory_of_decided_days_is_bounded() -> None:
    hours = mall()
    for offset in range(2_000):
        hours.day(TUESDAY + timedelta(days=offset))

    assert len(hours._plans) <= 2 * 366


def test_full_day_is_24_hours() -> None:
    assert (FULL_DAY.opens, FULL_DAY.closes) == (0, 1440)


def test_local_text_falls_back_to_indonesian() -> None:
    assert LocalText("rapat").in_language("en") == "rapat"
    assert LocalText("rapat", "meeting").in_language("en") == "meeting"
    assert LocalText("rapat", "meeting").in_language("id") == "rapat"
