from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from gerai.approval import services
from gerai.approval.tests.office import Office
from gerai.notifications.models import Notification

pytestmark = pytest.mark.django_db


def client_of(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.user(name))
    return client


def text_at(office: Office, name: str, address: str) -> str:
    answer = client_of(office, name).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_says_what_each_change_is_about(office: Office) -> None:
    office.handed_in("Tarif baru")

    text = text_at(office, "manager", "/admin/persetujuan/")

    assert "Tarif baru" in text
    assert "Mengubah: Judul" in text
    assert "Dukcapil" in text
    assert "Editor" in text


def more_drafts(office: Office, count: int) -> None:
    for number in range(count):
        page = office.section.add_child(title=f"Hal {number}", slug=f"hal-{number}")
        page.title = f"Hal baru {number}"
        page.save_revision(user=office.user("editor"))
        services.hand_in(page=page, by=office.user("editor"))


@pytest.mark.parametrize("address", ["/admin/persetujuan/", "/admin/"])
def test_as_many_queries_for_many_as_for_few(office: Office, address: str) -> None:
    client = client_of(office, "manager")
    office.handed_in()
    more_drafts(office, 1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    office.section.refresh_from_db()
    for number in range(10, 14):
        page = office.section.add_child(title=f"Hal {number}", slug=f"hal-{number}")
        page.title = f"Hal baru {number}"
        page.save_revision(user=office.user("colleague"))
        services.hand_in(page=page, by=office.user("colleague"))
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) <= len(few)
    assert len(many) < 70


def test_the_first_screen_shows_what_needs_attention_once(office: Office) -> None:
    step = office.handed_in("Tarif baru")
    text = text_at(office, "manager", "/admin/")
    assert "1 perubahan menunggu persetujuan Anda" in text
    assert "Pemberitahuan (1)" in text
    assert text.count("Tarif baru") == 1
    assert "Needs your attention" not in text

    services.decide(
        task_state=step, by=office.user("manager"), approve=False, comment="Sumbernya?"
    )
    text = text_at(office, "editor", "/admin/")
    assert "Dikembalikan kepada Anda" in text
    assert "Sumbernya?" in text
    assert "menunggu persetujuan Anda" not in text_at(office, "manager", "/admin/")


def test_an_english_desk_is_english(office: Office) -> None:
    office.handed_in("Tarif baru")
    UserProfile.objects.create(user=office.user("manager"), preferred_language="en")

    text = text_at(office, "manager", f"/admin/naskah/{office.page.pk}/")

    assert "Approve and publish" in text
    assert "Setujui" not in text


def test_the_screen_offers_what_one_may_do(office: Office) -> None:
    address = f"/admin/naskah/{office.page.pk}/"
    office.write("Tarif baru")
    assert 'value="hand-in"' in text_at(office, "editor", address)

    office.handed_in("Tarif baru")
    for name, offered, withheld in (
        ("editor", {"take-back", "remark"}, {"approve", "send-back", "hand-in"}),
        ("colleague", {"remark"}, {"take-back", "approve", "hand-in"}),
        ("reviewer", {"approve", "send-back", "remark"}, {"hand-in", "take-back"}),
        ("manager", {"approve", "send-back", "remark"}, {"hand-in", "take-back"}),
    ):
        text = text_at(office, name, address)
        assert {act for act in offered if f'value="{act}"' in text} == offered, name
        assert not {act for act in withheld if f'value="{act}"' in text}, name
        assert "<del>lama</del>" in text


def test_what_is_new_is_there_to_be_read(office: Office) -> None:
    page = office.section.add_child(title="Baru", slug="baru", live=False)
    page.save_revision(user=office.user("editor"))
    services.hand_in(page=page, by=office.user("editor"))

    text = text_at(office, "reviewer", f"/admin/naskah/{page.pk}/")

    assert "Baru: halaman" in text


def test_a_reviewer_previews_what_was_handed_in_and_nothing_else(
    office: Office,
) -> None:
    step = office.handed_in()
    address = reverse(
        "wagtailadmin_pages:workflow_preview", args=[office.page.pk, step.task_id]
    )
    assert address in text_at(office, "reviewer", f"/admin/naskah/{office.page.pk}/")

    services.take_back(page=office.fresh(), by=office.user("editor"))
    assert client_of(office, "reviewer").get(address).status_code == 302


def test_looking_at_a_draft_settles_its_notification(office: Office) -> None:
    office.handed_in()
    unread = Notification.objects.filter(person=office.people["manager"], read_at=None)
    assert unread.count() == 1

    text_at(office, "manager", f"/admin/naskah/{office.page.pk}/")

    assert unread.count() == 0


def test_the_inbox(office: Office) -> None:
    office.handed_in()
    row = Notification.objects.get(person=office.people["manager"])
    manager, deputy = client_of(office, "manager"), client_of(office, "deputy")
    assert row.subject in manager.get("/admin/pemberitahuan/").content.decode()

    follow = f"/admin/pemberitahuan/{row.pk}/"
    assert deputy.get(follow).status_code == 404
    assert manager.get(follow)["Location"] == row.path
    row.refresh_from_db()
    assert row.read_at is not None

    assert deputy.post("/admin/pemberitahuan/dibaca/").status_code == 302
    assert not Notification.objects.filter(
        person=office.people["deputy"], read_at=None
    ).exists()


def test_the_editor_names_no_workflow(office: Office) -> None:
    address = f"/admin/pages/{office.page.pk}/edit/"
    office.write("Tarif baru")
    text = text_at(office, "editor", address)
    assert "Ajukan untuk disetujui" in text
    assert "Komentar dan persetujuan" in text

    office.handed_in("Tarif baru")
    text = text_at(office, "editor", address)
    assert "menunggu persetujuan. Untuk mengubahnya, tarik kembali" in text
    assert "Tarik kembali" in text
    assert "Setujui atau kembalikan" in text_at(office, "manager", address)


def test_a_comment_is_sent_from_the_screen(office: Office) -> None:
    office.write("Draf")
    address = f"/admin/naskah/{office.page.pk}/"

    answer = client_of(office, "editor").post(
        address, {"act": "remark", "text": "<b>Cek</b>"}, follow=True
    )

    assert "&lt;b&gt;Cek&lt;/b&gt;" in answer.content.decode()


@pytest.mark.parametrize("name", ["manager", "reviewer", "editor"])
def test_the_draft_says_what_it_changes_in_plain_words(
    office: Office, name: str
) -> None:
    step = office.handed_in("Tarif baru")
    compare = (
        f"/admin/pages/{office.page.pk}/revisions/compare/live...{step.revision_id}/"
    )

    for address in (f"/admin/naskah/{office.page.pk}/", compare):
        shown = text_at(office, name, address)
        assert "<del>lama</del>" in shown
        assert "<ins>baru</ins>" in shown
    stranger = client_of(office, "stranger").get(compare)
    assert stranger.status_code == 302
