"""Reads: right answers in a fixed number of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gerai.place import selectors
from gerai.place.choices import FactKind, HolidayAction, MallZone, TrustLevel
from gerai.place.clock import Interval, LocalText
from gerai.place.models import Mall, MallFact
from gerai.place.tests.factories import (
    ClosureFactory,
    FacilityFactory,
    FloorFactory,
    HolidayChangeFactory,
    MallFactFactory,
    MallFactory,
    ScheduleFactory,
    SeasonFactory,
)

pytestmark = pytest.mark.django_db

# Tuesday, 9.00 in Samarinda.
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


def test_before_a_pack_is_loaded_nothing_is_known() -> None:
    assert selectors.current_mall() is None
    assert selectors.mall_facts(None).phone == ""
    assert selectors.mall_timetable().state_at(NOW).is_open is None
    assert selectors.mall_timezone().key == MallZone.WIB


def test_the_date_is_that_of_the_mall(monkeypatch: pytest.MonkeyPatch) -> None:
    MallFactory(timezone=MallZone.WITA)
    late = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # 23.30 in Jakarta
    monkeypatch.setattr(timezone, "now", lambda: late)

    assert timezone.localdate() == date(2026, 11, 24)
    assert selectors.mall_today() == date(2026, 11, 25)


def test_there_is_one_mall() -> None:
    MallFactory()

    with transaction.atomic(), pytest.raises(IntegrityError):
        MallFactory()
    with transaction.atomic(), pytest.raises(IntegrityError):
        MallFactory(id=2)
    assert Mall.objects.count() == 1


def test_facts_that_disagree_stay_side_by_side_with_the_shown_one_first() -> None:
    hidden = MallFactFactory(value="Jl. Basuki Rahmat", is_shown=False)
    shown = MallFactFactory(mall=hidden.mall, value="Jl. Pahlawan")
    MallFactFactory(mall=hidden.mall, kind=FactKind.PHONE, value="(0541) 739614")
    MallFactFactory(mall=hidden.mall, kind=FactKind.FAX, value="741286", is_shown=False)

    facts = selectors.mall_facts(hidden.mall)

    assert facts.value(FactKind.ADDRESS) == "Jl. Pahlawan"
    assert facts.conflicts == {FactKind.ADDRESS: (shown, hidden)}
    assert facts.phone == "(0541) 739614"
    assert [fact.kind for fact in facts.contacts] == [FactKind.PHONE]


def test_the_database_shows_at_most_one_fact_of_a_kind() -> None:
    fact = MallFactFactory()

    with transaction.atomic(), pytest.raises(IntegrityError):
        MallFactFactory(mall=fact.mall)
    assert MallFact.objects.count() == 1


def test_a_fact_is_given_in_the_language_it_has() -> None:
    fact = MallFactFactory(kind=FactKind.MOTTO, value="Cepat", value_en="Fast")

    facts = selectors.mall_facts(fact.mall)

    assert facts.value(FactKind.MOTTO, "en") == "Fast"
    assert facts.value(FactKind.MOTTO, "id") == "Cepat"


def test_floors_come_from_the_lowest_up_with_their_facilities(
    django_assert_num_queries: Any,
) -> None:
    second, first = FloorFactory(number=2), FloorFactory(number=1)
    lift = FacilityFactory(floor=second)
    FacilityFactory(floor=None, kind="wifi")

    with django_assert_num_queries(2):
        found = [(floor, list(floor.facilities.all())) for floor in selectors.floors()]

    assert found == [(first, []), (second, [lift])]
    assert len(selectors.facilities()) == 2


def test_the_malls_timetable_holds_everything(django_assert_num_queries: Any) -> None:
    mall = MallFactory(schedule__trust=TrustLevel.CONFIRMED)
    SeasonFactory(schedule=mall.schedule)
    ClosureFactory(schedule=mall.schedule, first_day=date(2026, 11, 25))
    HolidayChangeFactory(action=HolidayAction.ADD, day=date(2026, 11, 26))

    with django_assert_num_queries(5):
        timetable = selectors.mall_timetable()

    assert timetable.state_at(NOW).is_open is True
    assert timetable.state_at(NOW).is_confirmed is True
    wednesday, thursday = (timetable.day(date(2026, 11, day)) for day in (25, 26))
    assert wednesday.reason == LocalText("rapat", "a meeting")
    assert thursday.reason == LocalText("Pilkada", "Regional election")
    ramadan_monday = timetable.day(date(2027, 2, 8))
    assert ramadan_monday.hours == (Interval(480, 840),)
    assert ramadan_monday.is_confirmed is False


def test_a_closure_of_some_hours_ends_with_its_day_or_begins_with_it() -> None:
    closure = ClosureFactory(from_time="13:00")
    early = ClosureFactory(until_time="09:00")
    for one in (closure, early):
        one.refresh_from_db()

    assert selectors.closure_value(closure).hours == Interval(780, 1440)
    assert selectors.closure_value(early).hours == Interval(0, 540)


def test_many_timetables_cost_as_many_queries_as_one(
    django_assert_num_queries: Any,
) -> None:
    MallFactory()
    schedules = [ScheduleFactory() for _ in range(12)]
    for schedule in schedules:
        SeasonFactory(schedule=schedule)
        ClosureFactory(schedule=schedule)
    ids = [schedule.pk for schedule in schedules]

    with django_assert_num_queries(5):
        assert len(selectors.timetables(ids)) == 12
    with django_assert_num_queries(5):
        _mall, within = selectors.timetables_within_mall(ids)

    assert set(within) == set(ids)
    assert all(len(timetable.layers) == 2 for timetable in within.values())


def test_an_agency_without_a_mall_has_no_known_hours() -> None:
    schedule = ScheduleFactory(confirmed=True)

    mall, within = selectors.timetables_within_mall([schedule.pk])

    assert mall.state_at(NOW).is_open is None
    assert within[schedule.pk].state_at(NOW).is_open is None


def test_a_schedule_that_follows_has_the_malls_hours() -> None:
    MallFactory()
    following = ScheduleFactory(following=True)

    mall, within = selectors.timetables_within_mall([following.pk])

    assert within[following.pk].usual_week == mall.usual_week


def test_a_schedule_that_is_gone_is_left_out() -> None:
    assert selectors.timetables([4711]) == {}
