"""What is written ends in the trail: one row at a time, in bulk, by links and by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, connections, transaction
from django.db.models import F
from django.db.models.functions import Upper
from django.test import Client, RequestFactory

from gerai.audit import acting as acting_module
from gerai.audit.acting import Acting, acting, in_bulk
from gerai.audit.models import Entry, Head
from gerai.audit.sealing import seal, shortened_address
from gerai.audit.services import record
from gerai.newsroom.models import Topic
from gerai.place.models import Floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> User:
    return User.objects.create_user("budi@example.go.id", first_name="Budi")


@pytest.fixture
def at_work(somebody: User) -> Iterator[Acting]:
    request = RequestFactory().post("/admin/", REMOTE_ADDR="203.0.113.77")
    request.user = somebody
    with acting("request", request=request) as one:
        yield one


def sealed() -> list[dict[str, Any]]:
    """What a commit would store now."""
    return [json.loads(entry.content) for entry in seal(connection)]


def changes() -> list[dict[str, Any]]:
    entries = sealed()
    return [change for entry in entries for change in entry["changes"]]


def test_one_entry_says_who_what_when_and_from_where(at_work: Acting) -> None:
    topic = Topic.objects.create(name="Paspor", slug="paspor")

    (entry,) = seal(connection)

    content = json.loads(entry.content)
    assert (entry.who, entry.kind, entry.action) == ("Budi", "person", "create")
    assert (entry.model, entry.key, entry.name) == (
        "newsroom.topic",
        str(topic.pk),
        "Paspor",
    )
    assert content["where"] == {
        "address": "203.0.113.0/24",
        "screen": "",
        "method": "POST",
    }
    assert content["changes"][0]["fields"]["name"] == [None, "Paspor"]
    assert abs((entry.at - entry.at.now(entry.at.tzinfo)).total_seconds()) < 60


def test_saving_tells_only_what_differs(at_work: Acting) -> None:
    topic = Topic.objects.create(name="Paspor", slug="paspor")
    seal(connection)
    topic.name = "Paspor dan visa"
    topic.save()
    topic.save()

    (change,) = changes()
    assert change["fields"] == {"name": ["Paspor", "Paspor dan visa"]}
    assert change["name"] == "Paspor dan visa"


def test_writing_many_rows_at_once_is_seen_row_by_row(at_work: Acting) -> None:
    Topic.objects.bulk_create(
        [Topic(name=f"Topik {number}", slug=f"t-{number}") for number in range(3)]
    )
    assert [change["how"] for change in changes()] == ["create"] * 3

    Topic.objects.filter(slug__startswith="t-").update(name=Upper(F("name")))
    assert {tuple(change["fields"]["name"]) for change in changes()} == {
        (f"Topik {number}", f"TOPIK {number}") for number in range(3)
    }

    topics = list(Topic.objects.filter(slug__startswith="t-"))
    for topic in topics:
        topic.name_en = "Topic"
    Topic.objects.bulk_update(topics, ["name_en"])
    assert [change["fields"] for change in changes()] == [
        {"name_en": ["", "Topic"]}
    ] * 3

    Topic.objects.filter(slug__startswith="t-").delete()
    assert {change["how"] for change in changes()} == {"delete"}


def test_links_between_records_are_seen(at_work: Acting, somebody: User) -> None:
    group = Group.objects.create(name="tim")
    seal(connection)
    somebody.groups.add(group)
    (added,) = changes()
    assert added["model"] == "auth.user_groups"
    assert added["fields"]["group_id"] == [None, group.pk]

    somebody.groups.set([])
    (removed,) = changes()
    assert removed["how"] == "delete"


def test_what_goes_with_a_deleted_record_is_seen(at_work: Acting) -> None:
    topic = Topic.objects.create(name="Paspor", slug="paspor")
    seal(connection)
    topic.delete()
    (change,) = changes()
    assert change["fields"]["name"] == ["Paspor", None]


def test_statements_by_hand_are_counted(at_work: Acting) -> None:
    Topic.objects.create(name="Paspor", slug="paspor")
    seal(connection)
    with connection.cursor() as cursor:
        cursor.execute('UPDATE "newsroom_topic" SET name = %s', ["X"])
    (change,) = changes()
    assert (change["model"], change["how"], change["rows"]) == (
        "newsroom.topic",
        "statement",
        1,
    )


def test_what_is_rolled_back_never_happened(at_work: Acting) -> None:
    Topic.objects.create(name="Bleibt", slug="a")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Topic.objects.create(name="Verschwindet", slug="b")
        raise ZeroDivisionError
    assert [change["name"] for change in changes()] == ["Bleibt"]


def test_made_and_removed_at_once_is_nothing(at_work: Acting) -> None:
    Topic.objects.create(name="Sekejap", slug="a").delete()
    assert sealed() == []


def test_secrets_are_never_kept_and_addresses_only_in_part(
    at_work: Acting, somebody: User
) -> None:
    somebody.set_password("rahasia-sekali-2026")
    somebody.email = "budi.santoso@example.go.id"
    somebody.save()

    (entry,) = seal(connection)
    (change,) = json.loads(entry.content)["changes"]
    assert change["fields"]["password"] == ["•••", "•••"]
    assert change["fields"]["email"] == ["", "b…@example.go.id"]
    assert somebody.password not in entry.content
    assert "budi.santoso" not in entry.content + entry.words


def test_passing_times_are_no_change(at_work: Acting, somebody: User) -> None:
    User.objects.filter(pk=somebody.pk).update(last_login="2026-01-01T00:00:00Z")
    assert sealed() == []


def test_signing_in_out_and_failing(client: Client, somebody: User) -> None:
    somebody.set_password("kata-sandi-panjang")
    somebody.save()
    seal(connection)
    name = somebody.username
    with acting("request", request=RequestFactory().post("/")):
        client.login(username=name, password="salah")
        client.login(username="kata-sandi-salah-kotak", password="salah")
        client.login(username=name, password="kata-sandi-panjang")
        client.logout()
    acts = [act for entry in sealed() for act in entry["acts"]]
    assert [(act["action"], act["name"]) for act in acts] == [
        ("audit.signin_failed", "Budi"),
        ("audit.signin_failed", ""),
        ("audit.signin", "Budi"),
        ("audit.signout", "Budi"),
    ]


def test_trying_many_passwords_fills_no_disk(client: Client) -> None:
    with acting("request", request=RequestFactory().post("/", REMOTE_ADDR="9.9.9.9")):
        for _ in range(60):
            client.login(username="x@example.go.id", password="salah")
    acts = [act for entry in sealed() for act in entry["acts"]]
    assert 0 < len(acts) <= 31


def test_a_command_and_a_chore_act_without_a_person() -> None:
    with acting("command", "staff"):
        Topic.objects.create(name="Paspor", slug="paspor")
    with acting("chore", "scheduled pages"):
        Topic.objects.create(name="Visa", slug="visa")
    first, second = sealed()
    assert (first["who"], second["who"]) == (
        {"kind": "command", "name": "staff"},
        {"kind": "chore", "name": "scheduled pages"},
    )
    assert first["where"]["account"]


def test_what_nobody_asked_for_is_recorded_too(settings: Any) -> None:
    settings.AUDIT_UNATTENDED = True
    acting_module.name_program("shell")
    Topic.objects.create(name="Paspor", slug="paspor")
    assert sealed()[0]["who"] == {"kind": "command", "name": "shell"}


def test_a_load_is_one_entry_with_a_digest_of_each_record() -> None:
    with acting("command", "load"), in_bulk():
        for number in range(3):
            Floor.objects.create(name=f"Lantai {number}", number=90 + number)
        record("audit.load", name="Mal")
    (entry,) = sealed()
    assert (entry["action"], entry["subject"]["name"]) == ("audit.load", "Mal")
    (floors,) = entry["changes"]
    assert floors["how"] == "bulk"
    assert all(len(digest) == 16 for _how, digest in floors["digests"].values())
    assert len(floors["digests"]) == 3


def test_questions_a_write_costs(
    at_work: Acting, django_assert_num_queries: Any
) -> None:
    topics = [
        Topic.objects.create(name=f"Topik {number}", slug=f"t-{number}")
        for number in range(20)
    ]
    seal(connection)
    with django_assert_num_queries(2):  # the row before, and the change
        Topic.objects.filter(pk=topics[0].pk).update(name_en="New")
    with django_assert_num_queries(2):  # also for twenty
        Topic.objects.filter(slug__startswith="t-").update(name_en="Newer")
    with django_assert_num_queries(1):
        Topic.objects.bulk_create(
            [Topic(name="A", slug="a"), Topic(name="B", slug="b")]
        )
    with django_assert_num_queries(3):  # the head, the entry, the head
        seal(connection)


def test_drafts_are_told_field_by_field(at_work: Acting) -> None:
    from gerai.directory.tests.factories import AgencyPageFactory

    page = AgencyPageFactory(title="Judul lama")
    page.save_revision()
    seal(connection)
    page.title = "Judul baru"
    page.save_revision()
    drafts = [change for change in changes() if change["how"] == "draft"]
    assert drafts[0]["fields"] == {"title": ["Judul lama", "Judul baru"]}


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("198.51.100.9", "198.51.100.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("unix:", ""),
    ],
)
def test_addresses_are_shortened(address: str, kept: str) -> None:
    assert shortened_address(address) == kept


def test_what_cannot_be_recorded_is_refused(at_work: Acting, monkeypatch: Any) -> None:
    """The connection rolls back; nothing is committed without its entry."""
    wrapper: Any = connection
    calls: list[str] = []
    monkeypatch.setattr("gerai.audit.sealing.append", lambda *a, **k: 1 / 0)
    monkeypatch.setattr(
        type(connections["default"]), "_rollback", lambda self: calls.append("back")
    )
    Topic.objects.create(name="Paspor", slug="paspor")
    with pytest.raises(Exception, match="can't be recorded"):
        wrapper._seal()
    assert calls == ["back"]
    assert not Entry.objects.exists()
    assert not Head.objects.exists()
