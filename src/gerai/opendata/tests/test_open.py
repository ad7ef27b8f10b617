"""``GET /api/v1/open``: the contract, its errors and its cost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from gerai.directory.tests.factories import AgencyPageFactory
from gerai.place.choices import HolidayAction, TrustLevel
from gerai.place.models import Mall
from gerai.place.tests.factories import (
    ClosureFactory,
    HolidayChangeFactory,
    MallFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db

URL = "/api/v1/open"


@pytest.fixture
def mall() -> Mall:
    mall: Mall = MallFactory(schedule__trust=TrustLevel.CONFIRMED)
    return mall


def ask(client: Client, at: str, **more: str) -> Any:
    response = client.get(URL, {"at": at, **more})
    assert response.status_code == 200, response.content
    return response.json()


def test_the_answer_has_exactly_the_contracts_shape(client: Client, mall: Mall) -> None:
    AgencyPageFactory(title="Imigrasi", slug="imigrasi")

    assert ask(client, "2026-11-24T09:30") == {
        "at": "2026-11-24T09:30:00+08:00",
        "mall": {
            "open": True,
            "closes": "2026-11-24T12:00:00+08:00",
            "opens_next": "2026-11-24T13:00:00+08:00",
            "reason": None,
            "confirmed": True,
        },
        "agencies": [
            {
                "slug": "imigrasi",
                "name": "Imigrasi",
                "open": True,
                "closes": "2026-11-24T12:00:00+08:00",
                "opens_next": "2026-11-24T13:00:00+08:00",
                "reason": None,
                # Nobody has confirmed when this agency is there.
                "confirmed": False,
            }
        ],
    }


@pytest.mark.parametrize(
    ("at", "reason", "opens_next"),
    [
        ("2026-11-24T12:30", "istirahat", "2026-11-24T13:00:00+08:00"),
        ("2026-11-24T15:00", "di luar jam layanan", "2026-11-25T08:00:00+08:00"),
        (
            "2026-11-28T10:00",
            "tidak melayani pada hari ini",
            "2026-11-30T08:00:00+08:00",
        ),
        ("2026-12-25T10:00", "Hari Raya Natal", "2026-12-28T08:00:00+08:00"),
        ("2026-12-01T10:00", "rapat", "2026-12-02T08:00:00+08:00"),
        ("2026-11-27T09:00", "Pilkada", "2026-11-30T08:00:00+08:00"),
    ],
)
def test_why_the_mall_is_closed_and_when_it_opens(
    client: Client, mall: Mall, at: str, reason: str, opens_next: str
) -> None:
    ClosureFactory(schedule=mall.schedule, first_day=date(2026, 12, 1))
    HolidayChangeFactory(action=HolidayAction.ADD, day=date(2026, 11, 27))

    answer = ask(client, at)["mall"]

    assert answer == {
        "open": False,
        "closes": None,
        "opens_next": opens_next,
        "reason": reason,
        "confirmed": True,
    }


def test_the_reason_in_english(client: Client, mall: Mall) -> None:
    answer = ask(client, "2026-12-25T10:00", language="en")

    assert answer["mall"]["reason"] == "Christmas Day"


def test_an_agency_with_its_own_days(client: Client, mall: Mall) -> None:
    three_days = ScheduleFactory(
        confirmed=True,
        weekly={day: [["08:00", "12:00"]] for day in ("mon", "wed", "fri")},
    )
    AgencyPageFactory(title="BPOM", slug="bpom", schedule=three_days)

    (agency,) = ask(client, "2026-11-24T09:00")["agencies"]

    assert agency["open"] is False
    assert agency["reason"] == "tidak melayani pada hari ini"
    assert agency["opens_next"] == "2026-11-25T08:00:00+08:00"
    assert agency["confirmed"] is True


def test_unknown_hours_are_null(client: Client, mall: Mall) -> None:
    AgencyPageFactory(slug="bpom", title="BPOM", schedule=ScheduleFactory(unknown=True))

    (agency,) = ask(client, "2026-11-24T09:00")["agencies"]

    assert agency == {
        "slug": "bpom",
        "name": "BPOM",
        "open": None,
        "closes": None,
        "opens_next": None,
        "reason": "jam belum diketahui",
        "confirmed": False,
    }


def test_agencies_that_visitors_see_come_by_name(client: Client, mall: Mall) -> None:
    for number, title in enumerate(["Taspen", "BNN", "imigrasi"]):
        AgencyPageFactory(title=title, order=number)
    AgencyPageFactory(title="Entwurf", draft=True)
    AgencyPageFactory(title="Unknown", unknown=True)
    AgencyPageFactory(title="Disdukcapil", elsewhere=True)

    agencies = ask(client, "2026-11-24T09:00")["agencies"]

    assert [agency["name"] for agency in agencies] == ["BNN", "imigrasi", "Taspen"]


def test_without_an_instant_it_answers_for_now(client: Client, mall: Mall) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 1, 0, 30, 7, UTC), tick=False):
        response = client.get(URL)

    assert response.json()["at"] == "2026-11-24T09:00:30+08:00"
    assert response.json()["mall"]["open"] is True
    assert response["Cache-Control"] == "no-cache"


def test_an_offset_is_respected_and_the_answer_is_in_the_malls_zone(
    client: Client, mall: Mall
) -> None:
    answer = ask(client, "2026-11-23T23:59:59Z")

    assert answer["at"] == "2026-11-24T07:59:59+08:00"
    assert answer["mall"]["opens_next"] == "2026-11-24T08:00:00+08:00"


def test_before_a_pack_is_loaded_nothing_is_claimed(client: Client) -> None:
    answer = ask(client, "2026-11-24T09:30")

    assert answer["mall"]["open"] is None
    assert answer["agencies"] == []


@pytest.mark.parametrize(
    "at", ["", "kemarin", "2026-02-30", "9999-12-31T23:59", "1' OR '1'='1", "9" * 9_000]
)
def test_what_is_no_instant_is_refused_in_json(
    client: Client, mall: Mall, at: str
) -> None:
    response = client.get(URL, {"at": at})

    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/json")
    problem = response.json()
    assert problem["field"] == "at"
    assert problem["detail"]


def test_an_unknown_language_is_refused_in_json(client: Client, mall: Mall) -> None:
    response = client.get(URL, {"language": "de"})

    assert response.status_code == 422
    assert response.json()["field"] == "language"


def test_only_reading_is_allowed(client: Client, mall: Mall) -> None:
    assert client.post(URL).status_code == 405


def test_the_number_of_queries_doesnt_grow_with_the_agencies(
    client: Client, mall: Mall, django_assert_max_num_queries: Any
) -> None:
    for _ in range(2):
        AgencyPageFactory(schedule=ScheduleFactory())
    with django_assert_max_num_queries(20) as few:
        ask(client, "2026-11-24T09:00")
    for _ in range(6):
        AgencyPageFactory(schedule=ScheduleFactory())

    with django_assert_max_num_queries(len(few)):
        ask(client, "2026-11-24T09:00")


def test_the_interface_is_described(client: Client) -> None:
    description = client.get("/openapi.json").json()

    operation = description["paths"]["/api/v1/open"]["get"]
    assert set(operation["responses"]) == {"200", "422"}
    assert [one["name"] for one in operation["parameters"]] == ["at", "language"]
    answer = description["components"]["schemas"]["OpenAnswer"]
    assert set(answer["properties"]) == {
        "open",
        "closes",
        "opens_next",
        "reason",
        "confirmed",
    }
