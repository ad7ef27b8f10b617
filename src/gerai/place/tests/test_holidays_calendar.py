"""National holidays and collective leave, and what the mall changes in them."""

from __future__ import annotations

from datetime import date

from gerai.place.choices import HolidayAction, HolidayKind
from gerai.place.clock import Holiday, LocalText
from gerai.place.holidays_calendar import (
    HolidayCalendar,
    calendar_with,
    national_holidays,
)
from gerai.place.models import HolidayChange

CHRISTMAS = date(2026, 12, 25)
CHRISTMAS_LEAVE = date(2026, 12, 24)


def test_it_knows_national_holidays_by_their_indonesian_and_english_names() -> None:
    assert HolidayCalendar().get(CHRISTMAS) == Holiday(
        LocalText("Hari Raya Natal", "Christmas Day"), HolidayKind.NATIONAL
    )


def test_it_knows_collective_leave() -> None:
    leave = HolidayCalendar().get(CHRISTMAS_LEAVE)

    assert leave is not None
    assert leave.kind == HolidayKind.COLLECTIVE_LEAVE
    assert leave.name.id == "Cuti Bersama Hari Raya Natal"


def test_a_date_that_hangs_on_the_moon_is_estimated_and_says_so_apart() -> None:
    feast = HolidayCalendar().get(date(2027, 3, 10))

    assert feast is not None
    assert feast.is_estimated
    assert feast.name == LocalText("Hari Raya Idul Fitri", "Eid al-Fitr")
    assert not any(
        "perkiraan" in holiday.name.id or "estimated" in holiday.name.en
        for holiday in national_holidays(2027).values()
    )


def test_a_working_day_is_no_holiday() -> None:
    assert HolidayCalendar().get(date(2026, 11, 24)) is None


def test_all_holidays_of_a_year_lie_in_it() -> None:
    for year in range(2020, 2036):
        days = list(national_holidays(year))
        assert len(days) >= 15
        assert all(day.year == year for day in days)
        assert days == sorted(days)


def test_a_range_includes_both_ends() -> None:
    found = HolidayCalendar().between(CHRISTMAS_LEAVE, date(2027, 1, 1))

    assert [day for day, _holiday in found] == [
        CHRISTMAS_LEAVE,
        CHRISTMAS,
        date(2027, 1, 1),
    ]


def add(day: date, name: str) -> HolidayChange:
    return HolidayChange(action=HolidayAction.ADD, day=day, name=name)


def test_the_mall_adds_a_holiday() -> None:
    day = date(2026, 11, 27)
    calendar = calendar_with([add(day, "Pilkada")])

    assert calendar.get(day) == Holiday(LocalText("Pilkada"), HolidayKind.LOCAL)
    assert calendar.get(CHRISTMAS) is not None


def test_the_mall_cancels_a_holiday() -> None:
    cancel = HolidayChange(action=HolidayAction.CANCEL, day=CHRISTMAS_LEAVE)

    assert calendar_with([cancel]).get(CHRISTMAS_LEAVE) is None


def test_a_moved_holiday_keeps_its_name_and_kind_and_frees_its_day() -> None:
    target = date(2026, 12, 28)
    move = HolidayChange(
        action=HolidayAction.MOVE, day=CHRISTMAS_LEAVE, moved_to=target
    )
    calendar = calendar_with([move])

    assert calendar.get(CHRISTMAS_LEAVE) is None
    moved = calendar.get(target)
    assert moved is not None
    assert moved.name.id == "Cuti Bersama Hari Raya Natal"
    assert moved.kind == HolidayKind.COLLECTIVE_LEAVE


def test_a_moved_holiday_may_get_another_name() -> None:
    target = date(2026, 12, 28)
    move = HolidayChange(
        action=HolidayAction.MOVE, day=CHRISTMAS, moved_to=target, name="Natal"
    )

    moved = calendar_with([move]).get(target)

    assert moved is not None
    assert moved.name == LocalText("Natal")


def test_a_fixed_date_replaces_an_estimated_one() -> None:
    feast = date(2027, 3, 10)
    calendar = calendar_with([add(feast, "Idul Fitri 1448 H")])

    fixed = calendar.get(feast)
    assert fixed is not None
    assert not fixed.is_estimated


def test_the_order_of_changes_doesnt_matter() -> None:
    changes = [
        HolidayChange(action=HolidayAction.CANCEL, day=CHRISTMAS),
        add(CHRISTMAS, "Natal"),
        HolidayChange(
            action=HolidayAction.MOVE, day=CHRISTMAS_LEAVE, moved_to=date(2026, 12, 28)
        ),
        HolidayChange(action=HolidayAction.CANCEL, day=date(2026, 12, 28)),
    ]

    forwards, backwards = calendar_with(changes), calendar_with(changes[::-1])

    assert forwards == backwards
    assert forwards.get(CHRISTMAS) is not None
    assert forwards.get(date(2026, 12, 28)) is not None
