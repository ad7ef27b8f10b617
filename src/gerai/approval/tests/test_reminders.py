from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from gerai.approval import services
from gerai.approval.models import OfficeRules
from gerai.approval.reminders import remind
from gerai.approval.tests.office import Office, make_office
from gerai.guard.tests.once import kept_for_the_file
from gerai.notifications.models import Notification
from gerai.notifications.postman import send_due
from gerai.place.tests.factories import MallFactory

pytestmark = pytest.mark.django_db
# A Monday, eight in the morning in Samarinda.
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def built_office(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Office]:
    with kept_for_the_file(django_db_blocker):
        with time_machine.travel(MONDAY, tick=False):
            office = make_office()
        MallFactory()
        yield office


def told() -> list[str]:
    mail.outbox.clear()
    send_due(datetime(2027, 6, 1, tzinfo=UTC))
    return sorted(letter.to[0].partition("@")[0] for letter in mail.outbox)


def test_approvers_are_reminded_once_a_day_after_the_hours_of_the_office(
    office: Office,
) -> None:
    with time_machine.travel(MONDAY + HOUR, tick=False):
        office.handed_in(by="manager")
    told()

    assert remind(MONDAY + 7 * HOUR) == 0  # the same afternoon
    assert remind(MONDAY + DAY + 6 * HOUR) == 1
    assert remind(MONDAY + DAY + 7 * HOUR) == 1  # late still, but told today
    assert told() == ["deputy", "reviewer"]  # not who wrote it
    assert "Senin" not in mail.outbox[0].subject
    assert mail.outbox[0].subject == "Masih menunggu persetujuan: “Tarif baru”"

    remind(MONDAY + 2 * DAY + HOUR)
    assert told() == ["deputy", "reviewer"]


def test_nights_and_weekends_dont_count(office: Office) -> None:
    friday = MONDAY + 4 * DAY + 7 * HOUR
    with time_machine.travel(friday, tick=False):
        office.handed_in()
    told()

    assert remind(friday + DAY) == 0
    assert remind(friday + 2 * DAY) == 0
    assert told() == []
    assert remind(friday + 3 * DAY - 6 * HOUR) == 0  # Monday at nine
    assert remind(friday + 5 * DAY) == 1


def test_an_author_is_reminded_of_what_lies_untouched(office: Office) -> None:
    with time_machine.travel(MONDAY, tick=False):
        step = office.handed_in()
        services.decide(
            task_state=step,
            by=office.user("manager"),
            approve=False,
            comment="Sumbernya?",
        )
    told()

    assert remind(MONDAY + 2 * DAY + HOUR) == 0
    assert remind(MONDAY + 3 * DAY + HOUR) == 1
    remind(MONDAY + 4 * DAY + HOUR)
    assert told() == ["editor"]
    assert "“Sumbernya?”" in mail.outbox[0].body

    with time_machine.travel(MONDAY + 4 * DAY, tick=False):
        office.write("Sedang diperbaiki")
    assert remind(MONDAY + 14 * DAY + HOUR) == 0


def test_the_office_says_how_long(office: Office) -> None:
    rules = OfficeRules.load()
    rules.hours_to_decide = 1
    rules.save()
    with time_machine.travel(MONDAY, tick=False):
        office.handed_in()
    told()

    assert remind(MONDAY + 4 * HOUR) == 1


def test_when_nothing_waits_it_costs_next_to_nothing(office: Office) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert remind(MONDAY + 30 * DAY) == 0
    assert len(queries) <= 2
    assert not Notification.objects.exists()
