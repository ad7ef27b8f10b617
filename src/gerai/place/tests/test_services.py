"""Writes: what they keep, and what they refuse without changing anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from gerai.place import services
from gerai.place.choices import FactKind, HolidayAction, HolidayKind, TrustLevel
from gerai.place.models import Closure, HolidayChange, MallFact, Schedule, Season
from gerai.place.selectors import holiday_calendar, mall_timetable
from gerai.place.tests.factories import (
    MallFactFactory,
    MallFactory,
    ScheduleFactory,
    SeasonFactory,
)

pytestmark = pytest.mark.django_db

# Tuesday, 10.17 in Samarinda.
NOW = datetime(2026, 11, 24, 2, 17, 45, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


def close_on(day: date, schedule: Schedule, **values: Any) -> Closure:
    values.setdefault("reason", "rapat")
    return services.add_closure(
        schedule=schedule, first_day=day, last_day=day, **values
    )


def test_closing_from_a_minute_on() -> None:
    mall = MallFactory()

    closure = close_on(
        TUESDAY, mall.schedule, from_time=time(10, 17), reason=" listrik padam "
    )

    assert (closure.from_time, closure.until_time) == (time(10, 17), None)
    state = mall_timetable().state_at(NOW)
    assert state.is_open is False
    assert state.reason is not None
    assert state.reason.id == "listrik padam"


def test_closing_can_take_the_whole_day_or_end_the_same_day() -> None:
    mall = MallFactory()

    close_on(TUESDAY, mall.schedule, from_time=time(10, 17), until_time=time(11))
    opens = mall_timetable().state_at(NOW).opens_next
    assert opens is not None
    assert (opens.hour, opens.minute) == (11, 0)

    close_on(TUESDAY, mall.schedule, reason="banjir")
    plan = mall_timetable().day(TUESDAY)
    assert plan.reason is not None
    assert plan.reason.id == "banjir"


def test_an_agency_that_follows_the_mall_can_close_alone() -> None:
    MallFactory()
    schedule = services.create_schedule(label="Imigrasi", follows_parent=True)

    close_on(TUESDAY, schedule)

    assert Closure.objects.get().schedule == schedule
    assert mall_timetable().state_at(NOW).is_open is True


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"first_day": TUESDAY, "last_day": date(2026, 11, 23)}, "last_day"),
        ({"from_time": time(15), "until_time": time(13)}, "until_time"),
        ({"from_time": time(13), "until_time": time(13)}, "until_time"),
        ({"from_time": time(13, 0, 30)}, "from_time"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 161}, "reason"),
    ],
)
def test_a_closure_that_makes_no_sense_is_refused(
    times: dict[str, object], field: str
) -> None:
    schedule = ScheduleFactory()
    given = {"first_day": TUESDAY, "last_day": TUESDAY, "reason": "rapat", **times}

    with pytest.raises(ValidationError) as refusal:
        services.add_closure(schedule=schedule, **given)  # type: ignore[arg-type]

    assert field in refusal.value.message_dict
    assert not Closure.objects.exists()


def test_a_closure_can_be_taken_back() -> None:
    schedule = ScheduleFactory()
    closure = close_on(TUESDAY, schedule)

    services.remove_closure(closure=closure)

    assert not Closure.objects.exists()


def test_weekly_hours_are_kept_in_order() -> None:
    schedule = ScheduleFactory(following=True)

    services.set_weekly_hours(
        schedule=schedule,
        weekly={"fri": [["08:00", "11:00"]], "mon": [["08:00", "12:00"]], "sat": []},
    )

    schedule.refresh_from_db()
    assert list(schedule.weekly) == ["mon", "fri"]
    assert schedule.follows_parent is False


def test_hours_can_become_unknown() -> None:
    schedule = ScheduleFactory()

    services.set_weekly_hours(schedule=schedule, weekly=None)

    assert Schedule.objects.filter(weekly__isnull=True).count() == 1


def test_faulty_weekly_hours_are_refused() -> None:
    schedule = ScheduleFactory()

    with pytest.raises(ValidationError) as refusal:
        services.set_weekly_hours(
            schedule=schedule, weekly={"mon": [["12:00", "08:00"]]}
        )

    assert set(refusal.value.message_dict) == {"weekly"}
    schedule.refresh_from_db()
    assert schedule.weekly["mon"] == [["08:00", "12:00"], ["13:00", "15:00"]]


def test_a_schedule_follows_or_has_hours_but_not_both() -> None:
    with pytest.raises(ValidationError):
        services.create_schedule(
            label="x", weekly={"mon": [["08:00", "12:00"]]}, follows_parent=True
        )

    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("first_day", "last_day", "is_free"),
    [
        (date(2027, 2, 1), date(2027, 2, 7), True),
        (date(2027, 2, 1), date(2027, 2, 8), False),
        (date(2027, 2, 10), date(2027, 2, 11), False),
        (date(2027, 3, 7), date(2027, 3, 20), False),
        (date(2027, 3, 8), date(2027, 3, 20), True),
        (date(2027, 1, 1), date(2027, 12, 31), False),
    ],
)
def test_two_seasons_never_share_a_day(
    first_day: date, last_day: date, is_free: bool
) -> None:
    schedule = SeasonFactory().schedule
    SeasonFactory()  # of another schedule

    def add() -> None:
        services.add_season(
            schedule=schedule,
            name="Lain",
            first_day=first_day,
            last_day=last_day,
            weekly=None,
        )

    if is_free:
        add()
    else:
        with pytest.raises(ValidationError) as refusal:
            add()
        assert "Ramadan 1448 H" in refusal.value.message_dict["first_day"][0]
    assert Season.objects.filter(name="Lain").exists() is is_free


def test_a_season_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        services.add_season(
            schedule=ScheduleFactory(),
            name="x",
            first_day=date(2027, 3, 2),
            last_day=date(2027, 3, 1),
            weekly=None,
        )

    assert "last_day" in refusal.value.message_dict


def test_a_holiday_is_cancelled_and_restored() -> None:
    day = date(2026, 12, 24)

    change = services.change_holiday(action=HolidayAction.CANCEL, day=day)
    assert holiday_calendar().get(day) is None

    services.remove_holiday_change(change=change)
    assert holiday_calendar().get(day) is not None


def test_the_same_change_of_a_day_replaces_the_former() -> None:
    day = date(2026, 11, 27)
    for name in ("Pilkada", "Pemilihan kepala daerah"):
        services.change_holiday(
            action=HolidayAction.ADD, day=day, name=name, kind=HolidayKind.NATIONAL
        )

    assert HolidayChange.objects.get().name == "Pemilihan kepala daerah"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action": HolidayAction.ADD}, "name"),
        ({"action": HolidayAction.MOVE}, "moved_to"),
        ({"action": HolidayAction.MOVE, "moved_to": TUESDAY}, "moved_to"),
        (
            {"action": HolidayAction.CANCEL, "moved_to": date(2026, 11, 25)},
            "moved_to",
        ),
    ],
)
def test_half_a_change_of_a_holiday_is_refused(
    change: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.change_holiday(day=TUESDAY, **change)  # type: ignore[arg-type]

    assert field in refusal.value.message_dict
    assert not HolidayChange.objects.exists()


def test_showing_one_fact_hides_the_other_of_its_kind() -> None:
    shown = MallFactFactory(value="Jl. Basuki Rahmat")
    other = MallFactFactory(mall=shown.mall, value="Jl. Pahlawan", is_shown=False)
    phone = MallFactFactory(mall=shown.mall, kind=FactKind.PHONE, value="(0541) 739614")

    services.show_fact(fact=other)

    visible = MallFact.objects.filter(is_shown=True)
    assert set(visible) == {other, phone}


def test_confirming_records_who_and_when() -> None:
    schedule = ScheduleFactory()
    user = get_user_model().objects.create_user(username="sari")

    services.confirm_record(record=schedule, by=user, at=NOW)

    schedule.refresh_from_db()
    assert schedule.trust == TrustLevel.CONFIRMED
    assert (schedule.confirmed_by, schedule.confirmed_by_name) == (user, "sari")
    assert schedule.confirmed_at == NOW


def test_each_write_leaves_one_line_in_the_log_with_its_author() -> None:
    user = get_user_model().objects.create_user(username="sari")
    schedule = services.create_schedule(label="Mal", weekly={}, by=user)
    close_on(TUESDAY, schedule, by=user)

    lines = ModelLogEntry.objects.order_by("pk").values_list("action", "user__username")
    assert list(lines) == [("wagtail.create", "sari"), ("wagtail.edit", "sari")]
