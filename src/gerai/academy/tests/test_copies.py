"""Making, beginning anew and removing copies."""

from __future__ import annotations

import sqlite3
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from gerai.academy.practice import places, services
from gerai.academy.practice.connecting import MOST_PAGES, inside
from gerai.academy.practice.exceptions import CopyGone, NoRoom
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import Persona
from gerai.academy.practice.selectors import bytes_of, copy_of
from gerai.academy.practice.services import (
    become,
    persona_of,
    prepare_copy,
    remove_copy,
    remove_unused,
    reset_copy,
)
from gerai.academy.practice.template import stored
from gerai.directory.models import AgencyPage
from gerai.guard.roles import Role
from gerai.guard.sections import role_of
from gerai.rehearsal.current import current_rehearsal
from gerai.workspace.tests.cast import SECRET, Cast

pytestmark = pytest.mark.django_db

MOST_SECONDS = 3
MOST_BYTES = 5_000_000


def test_a_copy_is_ready_soon_and_small(office: Cast) -> None:
    started = time.monotonic()
    copy = prepare_copy(office.people["manager"])
    assert time.monotonic() - started < MOST_SECONDS
    assert 0 < bytes_of(copy) <= MOST_BYTES


def test_preparing_again_keeps_the_work(office: Cast, copy: Copy) -> None:
    with inside(copy):
        Page.objects.filter(slug="layanan-a").update(title="Dikerjakan")
    again = prepare_copy(office.people["editor"])
    assert again == copy
    with inside(again):
        assert Page.objects.filter(title="Dikerjakan").exists()


def test_beginning_anew_takes_everything_back(office: Cast, copy: Copy) -> None:
    before = places.folder_of(copy)
    with inside(copy):
        Page.objects.filter(slug="layanan-a").update(title="Dikerjakan")
    fresh = reset_copy(office.people["editor"])
    with inside(fresh):
        assert not Page.objects.filter(title="Dikerjakan").exists()
    assert not before.exists()
    with pytest.raises(CopyGone), inside(copy):
        pass


def test_a_reset_in_the_middle_leaves_nothing_open(office: Cast, copy: Copy) -> None:
    with inside(copy):
        assert Page.objects.exists()
        with pytest.raises(RuntimeError):
            reset_copy(office.people["editor"])


def test_the_colleague_is_another_person(copy: Copy) -> None:
    assert persona_of(copy) is Persona.SELF
    become(copy, Persona.MANAGER)
    assert persona_of(copy) is Persona.MANAGER


def test_only_the_trainee_and_two_colleagues_are_in_it(
    office: Cast, copy: Copy
) -> None:
    with inside(copy):
        people = list(User.objects.order_by("pk"))
        assert [role_of(one) for one in people] == [
            Role.EDITOR,
            Role.EDITOR,
            Role.MANAGER,
        ]
        assert not any(one.has_usable_password() for one in people)
        assert people[0].pk == office.people["editor"].pk


def test_nobodys_data_is_in_the_file(copy: Copy) -> None:
    content = places.database_of(copy).read_bytes()
    assert b"editor-b@example.go.id" not in content
    assert b"manager@example.go.id" not in content
    with sqlite3.connect(places.database_of(copy)) as found:
        rows = [line for line in found.iterdump() if SECRET in line]
    found.close()
    assert rows == []


def test_drafts_of_others_are_not_in_it(office: Cast, copy: Copy) -> None:
    assert Page.objects.filter(live=False, depth__gt=1).exists()
    with inside(copy):
        assert not Page.objects.filter(live=False, depth__gt=1).exists()
        assert not Page.find_problems()[3], "numbers of children"


def test_the_file_has_no_loose_ends(copy: Copy) -> None:
    with sqlite3.connect(places.database_of(copy)) as found:
        assert found.execute("PRAGMA foreign_key_check").fetchall() == []
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found.close()


def test_what_nobody_uses_is_put_away(office: Cast, copy: Copy) -> None:
    now = timezone.now()
    assert remove_unused(now) == 0
    assert remove_unused(now + services.KEPT_UNUSED + timedelta(minutes=1)) >= 1
    assert copy_of(office.people["editor"]) is None
    assert not places.folder_of_person(copy).exists()


def test_who_left_leaves_no_copy(office: Cast, copy: Copy) -> None:
    User.objects.filter(pk=copy.user_id).update(is_active=False)
    assert remove_unused() >= 1


def test_folders_without_an_owner_go(office: Cast, copy: Copy) -> None:
    Copy.objects.all().delete()
    later = timezone.now() + timedelta(hours=1)
    assert remove_unused(later) >= 1
    assert not places.folder_of_person(copy).exists()
    assert places.template().exists()


def test_a_copy_of_an_older_version_begins_anew(office: Cast, copy: Copy) -> None:
    (places.folder_of(copy) / places.CODE).write_text("older")
    assert copy_of(office.people["editor"]) is None
    assert prepare_copy(office.people["editor"]).generation == copy.generation + 1


def test_there_are_only_so_many(
    office: Cast, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_COPIES", 1)
    with pytest.raises(NoRoom):
        prepare_copy(office.people["manager"])
    rested = timezone.now() - services.SPARED_WHEN_FULL - timedelta(minutes=1)
    Copy.objects.update(used_at=rested)
    assert prepare_copy(office.people["manager"])
    assert copy_of(office.people["editor"]) is None


def test_a_full_disk_is_said(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "LEAST_FREE_BYTES", 1 << 62)
    with pytest.raises(NoRoom):
        prepare_copy(office.people["manager"])


def test_without_an_agency_there_is_nothing_to_practise_with(
    office: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    Page.objects.filter(pk__in=AgencyPage.objects.all()).update(live=False)
    with pytest.raises(NoRoom, match="instansi"):
        prepare_copy(office.people["manager"])
    assert not list(tmp_path.rglob("db.sqlite3"))
    Page.objects.filter(pk__in=AgencyPage.objects.all()).update(live=True)
    # Nobody waits until tomorrow.
    assert prepare_copy(office.people["manager"])


def test_putting_away_is_harmless_without_a_copy(office: Cast) -> None:
    remove_copy(office.people["reviewer"])
    assert copy_of(office.people["reviewer"]) is None


def test_everything_is_back_after_the_block(copy: Copy) -> None:
    database, kept = connections["default"], cache.get_or_set("real", 1)
    with pytest.raises(ValueError, match="broken"), inside(copy):
        assert connections["default"] is not database
        assert current_rehearsal() is not None
        assert cache.get("real") is None
        cache.set("real", 2)
        raise ValueError("broken")
    assert connections["default"] is database
    assert current_rehearsal() is None
    assert cache.get("real") == kept
    cache.delete("real")


def test_another_thread_stays_on_the_real_site(copy: Copy) -> None:
    seen = []
    with inside(copy):
        other = threading.Thread(target=lambda: seen.append(current_rehearsal()))
        other.start()
        other.join()
    assert seen == [None]


def test_a_failed_transaction_is_taken_back_within(copy: Copy) -> None:
    done: list[str] = []
    with inside(copy):
        with pytest.raises(ValueError, match="no"), transaction.atomic():
            Page.objects.filter(slug="layanan-a").update(title="Halb")
            transaction.on_commit(lambda: done.append("never"))
            raise ValueError("no")
        assert not Page.objects.filter(title="Halb").exists()
        with transaction.atomic():
            transaction.on_commit(lambda: done.append(connection.vendor))
    assert done == ["sqlite"]


def test_permissions_of_the_files(copy: Copy) -> None:
    assert places.database_of(copy).stat().st_mode & 0o077 == 0
    assert Path(places.folder_of(copy)).stat().st_mode & 0o077 == 0


def test_a_copy_cannot_grow_without_end(copy: Copy) -> None:
    with inside(copy), connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count")
        assert cursor.fetchone()[0] == MOST_PAGES


@given(st.datetimes(timezones=st.timezones()) | st.booleans() | st.uuids() | st.dates())
def test_values_are_stored_as_django_does(value: object) -> None:
    kept = stored(value)
    assert isinstance(kept, str | int)
    assert not isinstance(kept, bool)
