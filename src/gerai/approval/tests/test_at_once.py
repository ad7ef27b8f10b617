"""What an agency changes without asking is told to managers."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from gerai.approval.tests.office import Office
from gerai.notifications.models import Notification
from gerai.place.models import Schedule
from gerai.place.services import add_closure, create_schedule, set_weekly_hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule() -> Schedule:
    return create_schedule(label="Jam Dukcapil")


def close(schedule: Schedule, office: Office, name: str) -> None:
    add_closure(
        schedule=schedule,
        first_day=date(2026, 11, 26),
        last_day=date(2026, 11, 27),
        from_time=time(13),
        reason="listrik padam",
        by=office.user(name),
    )


@pytest.mark.parametrize("name", ["editor", "operator"])
def test_a_closure_is_reported_with_its_reason(
    office: Office, schedule: Schedule, name: str
) -> None:
    close(schedule, office, name)

    rows = Notification.objects.order_by("pk")
    assert {row.person for row in rows} == {
        office.people["manager"],
        office.people["deputy"],
    }
    assert rows[0].subject == "Ditutup: Jam Dukcapil"
    assert rows[0].quote == "listrik padam"
    assert rows[0].path == f"/admin/snippets/place/schedule/edit/{schedule.pk}/"


def test_the_mail_says_who_and_when(office: Office, schedule: Schedule) -> None:
    from django.core import mail

    from gerai.notifications.postman import send_due

    close(schedule, office, "operator")
    send_due()

    body = mail.outbox[0].body
    assert "26 November 2026 sampai 27 November 2026, mulai 13.00" in body
    assert "Operator menutupnya" in body


def test_other_changes_are_reported_too(office: Office, schedule: Schedule) -> None:
    set_weekly_hours(schedule=schedule, weekly=None, by=office.user("editor"))

    assert {row.subject for row in Notification.objects.all()} == {
        "Langsung diubah: Jam Dukcapil"
    }


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_what_managers_do_is_not_reported(
    office: Office, schedule: Schedule, name: str
) -> None:
    close(schedule, office, name)
    add_closure(
        schedule=schedule,
        first_day=date(2026, 12, 1),
        last_day=date(2026, 12, 1),
        reason="pelatihan",
    )

    assert not Notification.objects.exists()


def test_the_act_and_its_report_stand_or_fall_together(
    office: Office, schedule: Schedule
) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        close(schedule, office, "editor")
        raise RuntimeError

    assert not Notification.objects.exists()
    assert not schedule.closures.exists()
    kind = ContentType.objects.get_for_model(Schedule)
    entries = ModelLogEntry.objects.filter(content_type=kind)
    assert not entries.filter(action="wagtail.edit").exists()


def test_records_of_nobodys_section_are_not_reported(office: Office) -> None:
    log(
        instance=office.people["editor"],
        action="wagtail.edit",
        user=office.user("editor"),
    )

    assert not Notification.objects.exists()
