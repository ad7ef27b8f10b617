"""Whatever somebody does to the trail behind Gerai's back is found."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from gerai.audit.acting import acting
from gerai.audit.anchors import FILE_NAME, anchor_head, audit_folder
from gerai.audit.chain import BEGINNING, hash_of
from gerai.audit.checks import anchors_are_ours_alone, trail_is_whole
from gerai.audit.keeping import keep, keep_thoroughly
from gerai.audit.models import Entry, Head
from gerai.audit.sealing import seal
from gerai.audit.services import continue_after_restore, purge, record
from gerai.audit.verifying import verify
from gerai.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.GERAI_DATA = tmp_path
    return audit_folder()


def act(count: int = 1) -> None:
    for _ in range(count):
        with acting("command", "test"):
            record("test", name="Sesuatu")
            seal(connection)


@pytest.fixture
def chain() -> None:
    """Six entries; the fourth is anchored."""
    act(4)
    anchor_head()
    act(2)


def problems() -> str:
    return " ".join(verify().problems)


@pytest.mark.usefixtures("chain")
def test_an_untouched_chain_is_whole() -> None:
    verdict = verify()
    assert verdict.is_whole, verdict.problems
    assert (verdict.first, verdict.last, verdict.anchors) == (1, 6, 1)
    assert [one.number for one in Entry.objects.order_by("number")] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


@pytest.mark.usefixtures("chain")
def test_many_fields_of_one_record_are_no_alarm() -> None:
    with acting("command", "test"):
        User.objects.create(
            username="zaenab", last_name="Zaenab", first_name="Aminah", email="a@b.id"
        )
        seal(connection)
    assert problems() == ""


@pytest.mark.usefixtures("chain")
def test_a_changed_entry_is_found() -> None:
    entry = Entry.objects.get(number=3)
    Entry.objects.filter(number=3).update(
        content=entry.content.replace("Sesuatu", "Lainnya")
    )
    assert "Entry 3 was changed" in problems()


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize(
    ("column", "value"),
    [("who", "Orang lain"), ("words", ""), ("touched", ""), ("person_id", 7)],
)
def test_what_is_searched_cannot_be_changed_either(column: str, value: Any) -> None:
    Entry.objects.filter(number=3).update(**{column: value})
    assert "Entry 3: what is searched was changed" in problems()


@pytest.mark.usefixtures("chain")
def test_a_removed_entry_is_found() -> None:
    Entry.objects.filter(number=3).delete()
    assert "Entry 3 is missing" in problems()


@pytest.mark.usefixtures("chain")
def test_a_removed_beginning_is_found() -> None:
    Entry.objects.filter(number__lte=2).delete()
    assert "Entries 1 to 2 are missing" in problems()


@pytest.mark.usefixtures("chain")
def test_a_tail_that_was_cut_off_is_found() -> None:
    Entry.objects.filter(number__gte=5).delete()
    assert "Entries 5 to 6 are missing" in problems()


@pytest.mark.usefixtures("chain")
def test_a_tail_cut_off_with_its_end_put_right_contradicts_the_file() -> None:
    last = Entry.objects.get(number=3)
    Entry.objects.filter(number__gt=3).delete()
    Head.objects.update(number=3, hash=last.hash, anchored=0, anchored_at=None)
    assert "Entry 4 is missing" in problems()


def rewrite_from(number: int) -> None:
    """As somebody would who knows how it is done and may write into the database."""
    previous = Entry.objects.get(number=number - 1).hash
    for entry in Entry.objects.filter(number__gte=number).order_by("number"):
        content = entry.content.replace("Sesuatu", "Lainnya")
        words = entry.words.replace("sesuatu", "lainnya")
        hash_ = hash_of(previous, entry.number, content)
        Entry.objects.filter(number=entry.number).update(
            content=content, words=words, name="Lainnya", previous=previous, hash=hash_
        )
        previous = hash_
    Head.objects.update(hash=previous)


@pytest.mark.usefixtures("chain")
def test_a_rewritten_chain_contradicts_the_file() -> None:
    rewrite_from(3)
    assert problems().startswith("Entry 4 isn't the one that was anchored")
    assert "rewritten" in problems()


@pytest.mark.usefixtures("chain")
def test_everything_emptied_is_found() -> None:
    Entry.objects.all().delete()
    Head.objects.all().delete()
    assert "was removed" in problems()
    act()  # and nobody is kept from working
    assert not verify().is_whole


@pytest.mark.usefixtures("chain")
def test_a_file_that_was_changed_cut_or_removed_is_found(folder: Path) -> None:
    anchor_head()
    path = folder / FILE_NAME
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)

    path.write_bytes(whole.replace(b'"number": 4', b'"number": 3'))
    assert "isn't signed by this installation" in problems()
    path.write_bytes(lines[1])
    assert "doesn't follow" in problems()
    path.write_bytes(lines[0])
    assert "the file was cut or lost" in problems()
    path.write_bytes(b"{}\n")
    assert "can't be read" in problems()
    path.unlink()
    assert "the file was cut or lost" in problems()
    path.write_bytes(whole)
    assert verify().is_whole


@pytest.mark.usefixtures("chain")
def test_a_forged_line_needs_the_key(folder: Path) -> None:
    path = folder / FILE_NAME
    forged = json.loads(path.read_text())
    forged["hash"] = BEGINNING
    path.write_text(json.dumps(forged) + "\n")
    assert "isn't signed" in problems()


@pytest.mark.usefixtures("chain")
def test_old_entries_go_and_the_rest_stays_verifiable() -> None:
    later = timezone.now() + timedelta(days=1)
    assert purge(at=timezone.now()) == 0
    # The moment is part of what is hashed, so time passes instead.
    assert purge(at=later, days=0) == 6
    seal(connection)
    act(2)
    verdict = verify()
    assert verdict.is_whole, verdict.problems
    assert verdict.first == 7

    Entry.objects.filter(number=7).delete()
    assert not verify().is_whole


@pytest.mark.usefixtures("chain")
def test_a_restored_backup_goes_on_and_says_so() -> None:
    anchor_head()
    kept = Entry.objects.get(number=3)
    Entry.objects.filter(number__gt=3).delete()
    Head.objects.update(number=3, hash=kept.hash, anchored=0)
    assert not verify().is_whole
    with acting("command", "restore"):
        continue_after_restore(note="disk failed")
        seal(connection)
    act(4)
    verdict = verify()
    assert verdict.is_whole, verdict.problems
    assert "at least 3 entries after number 3" in verdict.remarks[0]


@pytest.mark.usefixtures("chain")
def test_the_command_and_the_doctor_say_it() -> None:
    said = StringIO()
    call_command("audit", "verify", stdout=said)
    assert "6 entries (1 to 6) are whole; 1 anchors agree." in said.getvalue()
    (message,) = trail_is_whole()
    assert "6 entries, whole" in str(message.msg)

    Entry.objects.filter(number=2).update(who="Orang lain")
    with pytest.raises(CommandError, match="tampered"):
        call_command("audit", "verify", stderr=StringIO())
    (message,) = trail_is_whole()
    assert message.is_serious()


@pytest.mark.usefixtures("chain")
def test_administrators_are_told_once_a_day(admin_user: Any) -> None:
    Entry.objects.filter(number=2).update(who="Orang lain")
    for _ in range(2):
        assert not keep_thoroughly().is_whole
    assert Notification.objects.filter(person=admin_user).count() == 1
    assert Head.objects.get().problems == 1


def test_the_chore_anchors_by_the_hour(
    monkeypatch: Any, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr("gerai.audit.keeping.COMMAND", ("true",))
    act()
    Head.objects.update(verified_at=timezone.now())
    keep()
    act()
    with django_assert_num_queries(1):
        keep()
    assert Head.objects.get().anchored == 1
    Head.objects.update(anchored_at=F("anchored_at") - timedelta(hours=1))
    keep()
    assert Head.objects.get().anchored == 2


def test_doctor_wants_the_key_for_ourselves_alone(folder: Path) -> None:
    act()
    anchor_head()
    assert anchors_are_ours_alone() == []
    (folder / FILE_NAME).chmod(0o644)
    assert "chmod go-rwx" in str(anchors_are_ours_alone()[0].hint)
