"""Chains of mall, agency and counter, and how sure their answers are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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
from gerai.place.tests.samples import (
    CONFIRMED,
    TUESDAY,
    WEEK,
    WITA,
    at,
    mall,
)


def test_an_agency_is_there_only_within_the_malls_hours() -> None:
    agency = Timetable(
        WITA, (HoursLayer(WeeklyHours.of([(420, 720)], [], [(420, 720)], *[[]] * 4)),)
    )
    tax_office = agency.narrowed_by(mall())

    assert tax_office.state_at(at(25, "7.30")).is_open is False
    assert tax_office.state_at(at(25, "11.59")).closes == at(25, "12.00")
    tuesday = tax_office.state_at(at(24, "9.00"))
    assert tuesday.reason_kind == ReasonKind.NOT_A_SERVICE_DAY
    assert tuesday.opens_next == at(25, "8.00")


def test_a_counter_lies_within_its_agency_within_the_mall() -> None:
    agency = Timetable(WITA, (HoursLayer(WeeklyHours.of(*[[(540, 720)]] * 7)),))
    counter = Timetable(WITA, (HoursLayer(WeeklyHours.of(*[[(480, 660)]] * 7)),))
    chain = counter.narrowed_by(agency.narrowed_by(mall()))

    assert chain.day(TUESDAY).hours == (Interval(540, 660),)
    assert len(chain.layers) == 3


def test_an_agency_shares_the_malls_closures_and_holidays_and_has_its_own() -> None:
    renovation = Closure(TUESDAY, TUESDAY, LocalText("renovasi"))
    training = Closure(date(2026, 11, 25), date(2026, 11, 25), LocalText("pelatihan"))
    holiday = {date(2026, 11, 26): Holiday(LocalText("Pilkada"))}
    the_mall = mall(replace(CONFIRMED, closures=(renovation,)), holiday)
    layer = HoursLayer(follows_parent=True, closures=(training,), is_confirmed=True)
    agency = Timetable(WITA, (layer,)).narrowed_by(the_mall)

    reasons = [agency.state_at(at(day, "9.00")).reason for day in (24, 25, 26, 27)]

    assert reasons == [
        LocalText("renovasi"),
        LocalText("pelatihan"),
        LocalText("Pilkada"),
        None,
    ]
    assert the_mall.state_at(at(25, "9.00")).is_open is True


def test_an_answer_is_as_sure_as_its_least_sure_layer() -> None:
    sure = HoursLayer(follows_parent=True, is_confirmed=True)
    doubtful = HoursLayer(follows_parent=True)

    both = Timetable(WITA, (sure,)).narrowed_by(mall())
    agency_doubtful = Timetable(WITA, (doubtful,)).narrowed_by(mall())
    mall_doubtful = Timetable(WITA, (sure,)).narrowed_by(mall(HoursLayer(WEEK)))

    moment = at(24, "9.00")
    assert both.state_at(moment).is_confirmed is True
    assert agency_doubtful.state_at(moment).is_confirmed is False
    assert mall_doubtful.state_at(moment).is_confirmed is False
    assert mall().as_unconfirmed().state_at(moment).is_confirmed is False
    assert mall().as_unconfirmed().state_at(moment).is_open is True


def test_a_season_is_as_sure_as_itself() -> None:
    season = Season(LocalText("Ramadan"), TUESDAY, TUESDAY, WEEK, is_confirmed=False)
    hours = mall(replace(CONFIRMED, seasons=(season,)))

    assert hours.state_at(at(23, "9.00")).is_confirmed is True
    assert hours.state_at(at(24, "9.00")).is_confirmed is False
    # Closed on Monday evening, the answer names Tuesday, whose hours are not confirmed.
    assert hours.state_at(at(23, "16.00")).is_confirmed is False


def test_the_next_opening_after_an_unconfirmed_weekday_is_unconfirmed() -> None:
    estimated = {
        date(2026, 11, 25): Holiday(LocalText("Idul Fitri"), is_estimated=True)
    }
    hours = mall(holidays=estimated)

    assert hours.state_at(at(24, "16.00")).opens_next == at(26, "8.00")
    assert hours.state_at(at(24, "16.00")).is_confirmed is False
    assert hours.state_at(at(25, "9.00")).is_confirmed is False
    # While it is open today, tomorrow's moon doesn't matter.
    assert hours.state_at(at(24, "9.00")).is_confirmed is True


def test_a_whole_day_closure_is_certain_but_the_opening_after_it_need_not_be() -> None:
    shut = Closure(TUESDAY, TUESDAY, LocalText("rapat"))

    unsure = mall(HoursLayer(WEEK, closures=(shut,))).state_at(at(24, "9.00"))
    sure = mall(replace(CONFIRMED, closures=(shut,))).state_at(at(24, "9.00"))

    assert unsure.is_confirmed is False
    assert sure.is_confirmed is True
