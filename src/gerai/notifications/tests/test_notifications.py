from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPConnectError, SMTPRecipientsRefused
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from gerai.notifications import postman, services
from gerai.notifications.checks import mail_is_sent
from gerai.notifications.messages import Message
from gerai.notifications.models import Notification, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti() -> User:
    return User.objects.create_user("siti", "siti@example.go.id", first_name="Siti")


def message() -> Message:
    return Message(
        subject=_("Notifications"),
        paragraphs=("Satu <b>baris</b>.",),
        quote="Tarifnya salah & lama",
        path="/admin/halaman/",
        action="Lihat",
    )


@pytest.fixture
def server(settings: Any) -> Callable[[Exception | None], None]:
    """A mail server that can be told to fail."""
    state: dict[str, Exception | None] = {"problem": None}

    class Server(EmailBackend):
        def send_messages(self, messages: Any) -> int:
            if state["problem"] is not None:
                raise state["problem"]
            return int(super().send_messages(messages))

    settings.EMAIL_BACKEND = f"{__name__}.Server"
    globals()["Server"] = Server
    return lambda problem: state.update(problem=problem)


def test_a_person_is_told_in_the_desk_and_by_mail(siti: User, settings: Any) -> None:
    settings.GERAI_BASE_URL = "https://mpp.example.go.id"
    assert services.tell([siti, siti], message) == 1
    assert postman.send_due() == 1

    told = Notification.objects.get()
    assert (told.subject, told.path) == ("Pemberitahuan", "/admin/halaman/")
    (letter,) = mail.outbox
    assert letter.to == ["siti@example.go.id"]
    assert letter.subject == "Pemberitahuan"
    assert "Halo Siti," in letter.body
    assert "“Tarifnya salah & lama”" in letter.body
    assert "https://mpp.example.go.id/admin/halaman/" in letter.body
    html = letter.alternatives[0][0]  # type: ignore[attr-defined]
    assert "Satu &lt;b&gt;baris&lt;/b&gt;." in html
    assert 'lang="id"' in html


def test_each_is_told_in_their_language(siti: User) -> None:
    UserProfile.objects.create(user=siti, preferred_language="en")
    siti.refresh_from_db()

    with override("id"):
        services.tell([siti], message)

    assert Notification.objects.get().subject == "Notifications"
    assert "Hello Siti," in OutgoingMail.objects.get().text


def test_what_was_undone_tells_nobody(siti: User) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        services.tell([siti], message)
        raise RuntimeError

    assert not OutgoingMail.objects.exists()
    assert not Notification.objects.exists()


def test_the_same_thing_is_told_once(siti: User) -> None:
    assert [services.tell([siti], message, key="a") for _time in range(2)] == [1, 0]
    assert services.tell([siti], message, key="b") == 1
    assert OutgoingMail.objects.count() == 2


def test_closed_accounts_and_switched_off_mail(siti: User) -> None:
    UserProfile.objects.create(user=siti, rejected_notifications=False)
    siti.refresh_from_db()
    services.tell([siti], message, mail_preference="rejected")
    assert not OutgoingMail.objects.exists()

    services.tell([siti], message, mail_preference="approved")
    siti.is_active = False
    siti.save()
    services.tell([siti], message)
    assert postman.send_due() == 0
    assert mail.outbox == []
    assert Notification.objects.count() == 2


def test_without_a_mail_server_the_desk_still_tells(siti: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    services.tell([siti], message)

    assert Notification.objects.count() == 1
    assert not OutgoingMail.objects.exists()
    assert mail_is_sent() == []


def test_a_broken_server_loses_nothing(siti: User, server: Any) -> None:
    services.tell([siti], message)
    services.tell([siti], message)
    server(SMTPConnectError(421, "siti@example.go.id is unknown here"))
    now = timezone.now()
    assert postman.send_due(now) == 0

    first, second = OutgoingMail.objects.order_by("pk")
    assert (first.attempts, second.attempts) == (1, 0)  # the server was asked once
    assert first.problem == "SMTPConnectError 421"
    assert first.due_at is not None
    assert first.due_at > now

    server(None)
    assert postman.send_due(now + timedelta(minutes=2)) == 2
    assert len(mail.outbox) == 2
    assert not OutgoingMail.objects.exclude(text="", html="", address="").exists()


def test_a_server_that_stays_away_is_given_up_in_days_not_hours(
    siti: User, server: Any
) -> None:
    services.tell([siti], message)
    server(TimeoutError())
    start = at = timezone.now()
    while (row := OutgoingMail.objects.get()).due_at is not None:
        at = max(at, row.due_at)
        postman.send_due(at)

    assert timedelta(days=2) < at - start < timedelta(days=5)
    assert row.given_up_at == at
    assert row.text == ""


def test_an_address_that_is_refused_doesnt_hold_up_the_others(
    siti: User, server: Any
) -> None:
    services.queue_mail(message(), address="salah@example.go.id")
    services.tell([siti], message)
    server(SMTPRecipientsRefused({"salah@example.go.id": (550, b"no such user")}))
    postman.send_due()

    first = OutgoingMail.objects.order_by("pk")[0]
    assert first.given_up_at is not None
    assert first.problem == "SMTPRecipientsRefused 550"
    assert OutgoingMail.objects.order_by("pk")[1].attempts == 1


def test_a_mail_that_another_process_claimed_is_left_alone(siti: User) -> None:
    services.tell([siti], message)
    row = OutgoingMail.objects.get()
    now = timezone.now()

    assert postman._claim(row, now)
    assert not postman._claim(row, now)
    assert postman.send_due(now) == 0
    assert postman.send_due(now + postman.CLAIM) == 1


@pytest.mark.parametrize("both", [True, False])
def test_a_mail_has_exactly_one_recipient(siti: User, both: bool) -> None:
    recipients = {"person": siti, "address": "a@example.go.id"} if both else {}
    with pytest.raises(ValueError, match="person or an address"):
        services.queue_mail(message(), **recipients)  # type: ignore[arg-type]


def test_the_subject_is_one_line_of_a_length_that_fits() -> None:
    long = Message(subject="Kata\r\nBcc: semua@example.com " + "kata " * 100)

    assert "\n" not in long.short_subject
    assert len(long.short_subject) <= 250
    assert long.short_subject.endswith("kata…")


def test_the_doctor_names_stuck_mail(siti: User, server: Any) -> None:
    assert [found.level for found in mail_is_sent()] == [20]

    services.tell([siti], message)
    past = timezone.now() - timedelta(hours=1)
    OutgoingMail.objects.update(created_at=past, due_at=past)
    server(TimeoutError())
    postman.send_due(past + timedelta(minutes=5))
    (stuck,) = mail_is_sent()
    assert stuck.level == 40
    assert "Pemberitahuan" in str(stuck.msg)
    assert "TimeoutError" in str(stuck.msg)

    OutgoingMail.objects.update(due_at=None, given_up_at=timezone.now())
    (lost,) = mail_is_sent()
    assert lost.level == 30


def test_old_lines_go_and_unread_ones_stay_longer(siti: User) -> None:
    services.tell([siti], message)
    services.tell([siti], message, key="b")
    services.mark_read(person=siti, keys=[Notification.objects.first().pk])  # type: ignore[union-attr]
    postman.send_due()

    assert postman.tidy(timezone.now() + timedelta(days=10)) == 0
    postman.tidy(timezone.now() + timedelta(days=100))

    assert Notification.objects.count() == 1
    assert not OutgoingMail.objects.exists()


def test_only_ones_own_are_marked(siti: User) -> None:
    other = User.objects.create_user("budi", "budi@example.go.id")
    services.tell([siti, other], message)

    assert (
        services.mark_read(person=other, keys=[siti.gerai_notifications.get().pk]) == 0
    )
    assert services.settle(path="/admin/halaman/", people=[siti]) == 1
    assert Notification.objects.filter(read_at=None).get().person == other
