"""Closing for today from one screen of the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from gerai.place.models import Closure, Schedule
from gerai.place.tests.factories import MallFactory

pytestmark = pytest.mark.django_db

CLOSE_TODAY = "/admin/tutup-hari-ini/"
TUESDAY_MORNING = datetime(2026, 11, 24, 2, 17, tzinfo=UTC)


def close(desk: Client, **changes: str) -> Any:
    data = {
        "schedule": str(Schedule.objects.get().pk),
        "reason": "listrik padam",
        "reason_en": "power cut",
        "duration": "rest",
        "until": "",
        **changes,
    }
    with time_machine.travel(TUESDAY_MORNING, tick=False):
        return desk.post(CLOSE_TODAY, data)


@pytest.mark.parametrize(
    ("changes", "from_time", "until_time"),
    [
        ({}, time(10, 17), None),
        ({"duration": "day", "until": "11:00"}, None, None),
        ({"duration": "until", "until": "13:00"}, time(10, 17), time(13)),
    ],
)
def test_the_mall_is_closed_from_one_screen(
    desk: Client,
    changes: dict[str, str],
    from_time: time | None,
    until_time: time | None,
) -> None:
    MallFactory()

    assert close(desk, **changes).status_code == 302

    closure = Closure.objects.get()
    assert closure.first_day == closure.last_day == date(2026, 11, 24)
    assert (closure.from_time, closure.until_time) == (from_time, until_time)
    assert (closure.reason, closure.reason_en) == ("listrik padam", "power cut")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"duration": "until"}, "until"),
        ({"duration": "until", "until": "10:00"}, "until"),
        ({"duration": "until", "until": "25:00"}, "until"),
        ({"schedule": "4711"}, "schedule"),
    ],
)
def test_closing_with_a_mistake_changes_nothing(
    desk: Client, changes: dict[str, str], field: str
) -> None:
    MallFactory()

    response = close(desk, **changes)

    assert list(response.context["form"].errors) == [field]
    assert not Closure.objects.exists()


def test_closing_is_in_the_menu_of_those_who_may(desk: Client, client: Client) -> None:
    MallFactory()

    page = desk.get(CLOSE_TODAY).content.decode()
    assert "Sejak sekarang sampai akhir hari" in page
    assert CLOSE_TODAY in desk.get("/admin/").content.decode()

    reader = get_user_model().objects.create_user(username="budi")
    reader.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(reader)
    assert client.get(CLOSE_TODAY).status_code == 302
    assert CLOSE_TODAY not in client.get("/admin/").content.decode()
