"""Drafts on their way: what happens, who is told, what is refused in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, TaskState, Workflow, WorkflowState
from wagtail.users.models import UserProfile

from gerai.approval import services
from gerai.approval.exceptions import AlreadyDecided, ApprovalError, ChangedMeanwhile
from gerai.approval.models import Approval, OfficeRules, Remark
from gerai.approval.tests.office import Office
from gerai.approval.workflow import settle_approval
from gerai.notifications.models import Notification
from gerai.notifications.postman import send_due

pytestmark = pytest.mark.django_db


def mails() -> dict[str, list[Any]]:
    """What was mailed since the last call, by the name before the @."""
    mail.outbox.clear()
    send_due()
    found: dict[str, list[Any]] = {}
    for letter in mail.outbox:
        found.setdefault(letter.to[0].partition("@")[0], []).append(letter)
    return found


def desk_of(office: Office, name: str) -> list[str]:
    unread = Notification.objects.filter(person=office.people[name], read_at=None)
    return [row.subject for row in unread]


def test_from_draft_to_publication(office: Office) -> None:
    step = office.handed_in("Tarif baru")
    told = mails()
    assert set(told) == {"manager", "deputy", "reviewer"}
    (letter,) = told["manager"]
    assert letter.subject == "“Tarif baru” menunggu persetujuan Anda"
    assert "Editor" in letter.body
    assert f"/admin/naskah/{office.page.pk}/" in letter.body
    assert "@" not in letter.body
    assert office.fresh().title != "Tarif baru"

    services.decide(task_state=step, by=office.user("manager"), approve=True)

    assert office.fresh().title == "Tarif baru"
    told = mails()
    assert set(told) == {"editor"}
    assert told["editor"][0].subject == "“Tarif baru” sudah disetujui"
    assert "Pengunjung sudah bisa melihatnya" in told["editor"][0].body
    # Nobody is still asked to decide.
    assert desk_of(office, "deputy") == []
    assert desk_of(office, "editor") == ["“Tarif baru” sudah disetujui"]


def test_an_approval_with_a_comment_sends_the_comment(office: Office) -> None:
    step = office.handed_in()
    mails()

    services.decide(
        task_state=step,
        by=office.user("reviewer"),
        approve=True,
        comment=" Bagus & rapi.\r\nTerima kasih ",
    )

    letter = mails()["editor"][0]
    assert "“Bagus & rapi.\nTerima kasih”" in letter.body
    assert "Bagus &amp; rapi." in letter.alternatives[0][0]
    told = Notification.objects.get(person=office.people["editor"])
    assert told.quote == "Bagus & rapi.\nTerima kasih"


def test_a_rejection_reaches_the_author_with_its_reason_and_comes_back(
    office: Office,
) -> None:
    step = office.handed_in()
    mails()
    services.decide(
        task_state=step, by=office.user("manager"), approve=False, comment="Sumbernya?"
    )

    told = mails()
    assert set(told) == {"editor"}
    assert told["editor"][0].subject == "“Tarif baru” dikembalikan kepada Anda"
    assert "“Sumbernya?”" in told["editor"][0].body
    assert office.fresh().title == "Tarif lama"
    assert office.step() is None

    office.write("Tarif baru dengan sumber", by="colleague")
    again = services.hand_in(page=office.fresh(), by=office.user("colleague"))
    assert set(mails()) == {"manager", "deputy", "reviewer"}
    assert desk_of(office, "manager") == [
        "“Tarif baru dengan sumber” menunggu persetujuan Anda"
    ]
    services.decide(task_state=again, by=office.user("deputy"), approve=True)
    assert set(mails()) == {"colleague"}
    assert WorkflowState.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   \r\n ", "\x00"])
def test_nothing_is_sent_back_without_a_reason(office: Office, reason: str) -> None:
    step = office.handed_in()
    with pytest.raises(ApprovalError, match="Tulis"):
        services.decide(
            task_state=step, by=office.user("manager"), approve=False, comment=reason
        )
    assert office.step() == step


def test_an_author_takes_it_back(office: Office) -> None:
    office.handed_in()
    with pytest.raises(PermissionDenied):
        services.take_back(page=office.fresh(), by=office.user("colleague"))
    mails()

    services.take_back(page=office.fresh(), by=office.user("editor"))

    assert mails() == {}
    assert desk_of(office, "manager") == []
    assert office.fresh().get_latest_revision().content["title"] == "Tarif baru"
    with pytest.raises(AlreadyDecided):
        services.take_back(page=office.fresh(), by=office.user("editor"))


def test_a_manager_publishes_directly_and_a_waiting_author_hears(
    office: Office,
) -> None:
    office.handed_in()
    mails()

    assert services.publish_or_hand_in(page=office.fresh(), by=office.user("manager"))

    assert office.fresh().title == "Tarif baru"
    assert mails()["editor"][0].subject == "“Tarif baru” sudah diterbitkan"
    assert office.step() is None


def test_publish_or_hand_in_does_what_the_person_may(office: Office) -> None:
    office.write("Satu")
    assert not services.publish_or_hand_in(
        page=office.fresh(), by=office.user("editor")
    )
    assert office.step() is not None
    with pytest.raises(AlreadyDecided):
        services.publish_or_hand_in(page=office.fresh(), by=office.user("editor"))
    with pytest.raises(PermissionDenied):
        services.publish_or_hand_in(page=office.fresh(), by=office.user("stranger"))


def test_nothing_new_is_not_handed_in(office: Office) -> None:
    with pytest.raises(ApprovalError):
        services.hand_in(page=office.fresh(), by=office.user("editor"))


def test_the_second_press_of_the_button_says_who_was_faster(office: Office) -> None:
    step = office.handed_in()
    services.decide(task_state=step, by=office.user("manager"), approve=True)

    with pytest.raises(AlreadyDecided, match="Manager sudah menyetujui"):
        services.decide(task_state=step, by=office.user("deputy"), approve=True)
    with pytest.raises(AlreadyDecided):
        services.decide(
            task_state=step, by=office.user("deputy"), approve=False, comment="Salah"
        )
    assert len(mails()["editor"]) == 1


def test_what_changed_meanwhile_isnt_approved(office: Office) -> None:
    step = office.handed_in()
    seen = office.fresh().latest_revision_id
    office.write("Diubah pengelola", by="deputy")

    with pytest.raises(ChangedMeanwhile):
        services.decide(
            task_state=step,
            by=office.user("manager"),
            approve=True,
            seen_revision=seen,
        )
    assert office.fresh().title == "Tarif lama"


def test_a_page_that_cant_be_published_stays_in_the_queue(office: Office) -> None:
    step = office.handed_in()
    revision = office.fresh().get_latest_revision()
    revision.content["slug"] = ""
    revision.content["title"] = ""
    revision.save()

    with pytest.raises(ApprovalError, match="belum dapat diterbitkan"):
        services.decide(task_state=step, by=office.user("manager"), approve=True)
    assert office.step() == step


def test_a_draft_with_a_date_is_approved_for_that_date(office: Office) -> None:
    page = office.fresh()
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.save_revision(user=office.user("editor"))
    step = services.hand_in(page=office.fresh(), by=office.user("editor"))
    mails()

    services.decide(task_state=step, by=office.user("manager"), approve=True)

    assert "Pengunjung akan melihatnya mulai" in mails()["editor"][0].body


@pytest.mark.parametrize("approve", [True, False])
def test_nobody_decides_on_their_own_change_unless_the_office_says_so(
    office: Office, approve: bool
) -> None:
    step = office.handed_in(by="manager")
    assert set(mails()) == {"deputy", "reviewer"}
    with pytest.raises(PermissionDenied):
        services.decide(
            task_state=step, by=office.user("manager"), approve=approve, comment="Ya"
        )
    # Neither does who wrote what somebody else handed in.
    services.take_back(page=office.fresh(), by=office.user("manager"))
    step = services.hand_in(page=office.fresh(), by=office.user("editor"))
    with pytest.raises(PermissionDenied):
        services.decide(
            task_state=step, by=office.user("manager"), approve=approve, comment="Ya"
        )

    rules = OfficeRules.load()
    rules.four_eyes = False
    rules.save()
    services.decide(
        task_state=step, by=office.user("manager"), approve=approve, comment="Ya"
    )


def test_a_change_of_the_rule_is_recorded_and_told(office: Office) -> None:
    rules = OfficeRules.load()
    rules.hours_to_decide = 4
    rules.save()
    assert mails() == {}

    rules.four_eyes = False
    rules.save()

    assert set(mails()) == {"manager", "deputy"}
    entry = ModelLogEntry.objects.get(action="gerai.approval.rules")
    assert entry.data == {"four_eyes": False}


def test_comments_reach_those_who_work_on_the_draft(office: Office) -> None:
    office.write("Draf")
    services.add_remark(
        page=office.fresh(), by=office.user("colleague"), text="Cek tarifnya"
    )
    told = mails()
    assert set(told) == {"editor"}
    assert told["editor"][0].subject == "Komentar pada “Draf”"
    assert "“Cek tarifnya”" in told["editor"][0].body

    services.hand_in(page=office.fresh(), by=office.user("editor"))
    mails()
    for _press in range(2):
        services.add_remark(
            page=office.fresh(), by=office.user("reviewer"), text="Sudah benar?"
        )
    assert set(mails()) == {"editor", "colleague", "manager", "deputy"}
    assert Remark.objects.count() == 2


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_comment_has_words_and_not_too_many(office: Office, text: str) -> None:
    with pytest.raises(ApprovalError):
        services.add_remark(page=office.fresh(), by=office.user("editor"), text=text)


@pytest.mark.parametrize("name", ["stranger", "operator", "reviewer"])
def test_only_who_sees_a_draft_comments_on_it(office: Office, name: str) -> None:
    office.write("Draf")
    with pytest.raises(PermissionDenied):
        services.add_remark(page=office.fresh(), by=office.user(name), text="Halo")


def test_each_reads_their_own_language(office: Office) -> None:
    UserProfile.objects.create(user=office.user("manager"), preferred_language="en")

    office.handed_in()

    told = mails()
    assert told["manager"][0].subject == "“Tarif baru” waits for your approval"
    assert told["deputy"][0].subject == "“Tarif baru” menunggu persetujuan Anda"


def test_a_mail_server_that_is_away_changes_nothing(
    office: Office, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    step = office.handed_in()

    services.decide(task_state=step, by=office.user("manager"), approve=True)

    assert send_due() == 0
    assert office.fresh().title == "Tarif baru"
    assert desk_of(office, "editor") == ["“Tarif baru” sudah disetujui"]


def test_a_fresh_database_has_the_workflow() -> None:
    """Nobody calls the settling but the migration that made this database."""
    root = Page.objects.get(depth=1)
    assert isinstance(root.get_workflow().tasks.get().specific, Approval)
    assert not Workflow.objects.filter(name="Moderators approval", active=True)


def test_settling_twice_changes_nothing(office: Office) -> None:
    step = office.handed_in()
    workflow = settle_approval()

    assert settle_approval() == workflow
    assert office.fresh().get_workflow() == workflow
    assert office.step() == step
    assert not TaskState.objects.filter(status="cancelled").exists()
