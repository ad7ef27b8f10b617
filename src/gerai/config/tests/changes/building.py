"""Opening hours, holidays, floors and facilities."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

from django.utils import timezone

from gerai.config.tests.changes.registry import NotNow, change, pick, words
from gerai.place.choices import FacilityKind, FacilityStatus, HolidayAction
from gerai.place.models import Closure, Facility, Floor, HolidayChange, Mall, Schedule
from gerai.place.selectors import mall_timezone
from gerai.place.services import (
    add_closure,
    add_season,
    change_holiday,
    create_schedule,
    mall_hours,
    remove_closure,
    remove_holiday_change,
    set_weekly_hours,
)


def _week(random: Random) -> dict[str, list[list[str]]]:
    opens, closes = random.randrange(7, 10), random.randrange(13, 17)
    days = ["mon", "tue", "wed", "thu", "fri", "sat"][: random.randrange(4, 7)]
    return {day: [[f"{opens:02}:00", f"{closes:02}:30"]] for day in days}


def _soon(random: Random, *, within: int = 100) -> date:
    return timezone.localdate() + timedelta(days=random.randrange(within))


def _hours_of_the_mall(random: Random) -> Schedule:
    return mall_hours(pick(random, Mall.objects.all()))


@change("the opening hours change")
def change_hours(random: Random) -> None:
    set_weekly_hours(schedule=_hours_of_the_mall(random), weekly=_week(random))


@change("hours that an agency may use are made or changed")
def change_other_hours(random: Random) -> None:
    if random.random() < 0.5:
        create_schedule(label=words(random), weekly=_week(random))
    else:
        schedule = pick(random, Schedule.objects.filter(mall=None))
        set_weekly_hours(schedule=schedule, weekly=_week(random))


@change("the note about the hours changes")
def change_note(random: Random) -> None:
    schedule = _hours_of_the_mall(random)
    schedule.note, schedule.note_en = words(random), words(random)
    schedule.save()


@change("a season with other hours is added")
def season(random: Random) -> None:
    first = _soon(random, within=110)
    add_season(
        schedule=_hours_of_the_mall(random),
        name=words(random),
        first_day=first,
        last_day=first + timedelta(days=random.randrange(1, 9)),
        weekly=_week(random),
    )


@change("a season with other hours is taken back")
def remove_season(random: Random) -> None:
    schedule = _hours_of_the_mall(random)
    pick(random, schedule.seasons.get_queryset()).delete()


@change("days on which the mall is closed are added")
def close_later(random: Random) -> None:
    day = _soon(random)
    add_closure(
        schedule=_hours_of_the_mall(random),
        first_day=day,
        last_day=day + timedelta(days=random.randrange(3)),
        reason=words(random),
    )


@change("the mall closes today")
def close_now(random: Random) -> None:
    today = timezone.now().astimezone(mall_timezone()).date()
    add_closure(
        schedule=_hours_of_the_mall(random),
        first_day=today,
        last_day=today,
        reason=words(random),
    )


@change("the mall closes for some hours")
def close_partly(random: Random) -> None:
    day, start = _soon(random, within=3), random.randrange(8, 12)
    add_closure(
        schedule=_hours_of_the_mall(random),
        first_day=day,
        last_day=day,
        from_time=time(start),
        until_time=time(start + 2),
        reason=words(random),
        reason_en=words(random),
    )


@change("a closure is taken back")
def open_again(random: Random) -> None:
    remove_closure(closure=pick(random, Closure.objects.all()))


@change("a holiday is added or cancelled")
def holiday(random: Random) -> None:
    action = random.choice([HolidayAction.ADD, HolidayAction.CANCEL])
    change_holiday(action=action, day=_soon(random), name=words(random))


@change("a change of a holiday is taken back")
def remove_holiday(random: Random) -> None:
    remove_holiday_change(change=pick(random, HolidayChange.objects.all()))


@change("a floor is renamed")
def rename_floor(random: Random) -> None:
    floor = pick(random, Floor.objects.all())
    floor.name, floor.description = words(random), words(random)
    floor.save()


@change("a floor is added")
def add_floor(random: Random) -> None:
    taken = set(Floor.objects.values_list("number", flat=True))
    free = sorted(set(range(-2, 12)) - taken)
    if not free:
        raise NotNow
    number = random.choice(free)
    Floor.objects.create(number=number, name=f"Lantai {number}", source="Denah")


@change("a facility is added")
def add_facility(random: Random) -> None:
    Facility.objects.create(
        kind=random.choice(FacilityKind.values),
        floor=random.choice([None, pick(random, Floor.objects.all())]),
        status=random.choice(FacilityStatus.values),
        note=words(random),
        source="Denah",
    )


@change("a facility breaks, or works again")
def change_facility(random: Random) -> None:
    facility = pick(random, Facility.objects.all())
    facility.status = random.choice(FacilityStatus.values)
    facility.save()


@change("a facility is removed")
def remove_facility(random: Random) -> None:
    pick(random, Facility.objects.all()).delete()
