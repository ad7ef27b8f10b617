"""What the desk, the doctor and the follower say of backups."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import ERROR, INFO, WARNING
from django.test import Client
from django.utils import timezone, translation

from gerai.guard.models import StaffMember
from gerai.guard.roles import Role
from gerai.operations.backups import following, health
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.state import State, read_state, write_state
from gerai.operations.tests.test_backups import add_row, make_installation

NOW = 1_800_000_000.0
ADDRESS = "/admin/laporan/cadangan/"
WELL = State(
    began_at=NOW - 9e6,
    backup_at=NOW - 60,
    seen_at=NOW,
    drill_at=NOW - 86_400,
    backup_pages=994,
    backup_bytes=30_000_000,
    place="/mnt/cadangan",
)


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.GERAI_DATA = tmp_path
    settings.GERAI_BACKUP_URL = (tmp_path / "backups").as_uri()
    return tmp_path


@pytest.mark.parametrize(
    ("changes", "level", "id_"),
    [
        ({}, INFO, "backup.A1"),
        ({"trouble": "The disk is full.", "trouble_since": NOW}, ERROR, "backup.A2"),
        ({"backup_at": 0.0, "seen_at": 0.0}, WARNING, "backup.A3"),
        ({"backup_at": NOW - 2e5, "seen_at": NOW - 1e5}, ERROR, "backup.A4"),
        ({"drill_trouble": "3 rows of page"}, ERROR, "backup.B1"),
        ({"drill_at": NOW - 20 * 86_400}, WARNING, "backup.B2"),
        ({"drill_at": 0.0}, WARNING, "backup.B2"),
    ],
)
def test_each_state_has_its_words(
    data: Path, changes: dict[str, Any], level: int, id_: str
) -> None:
    state = State(**{name: getattr(WELL, name) for name in WELL.__slots__} | changes)
    write_state(data, state)
    worst = max(health.findings(NOW), key=lambda found: found.level)
    assert (worst.level, worst.id) == (level, id_)
    assert worst.what
    assert bool(worst.remedy) == (level > INFO)


def test_the_same_disk_and_open_storage_are_warned_of(
    data: Path, settings: Any
) -> None:
    write_state(data, WELL)
    assert max(found.level for found in health.findings(NOW)) == INFO
    settings.GERAI_BASE_URL = "https://mpp.example.go.id"
    assert "backup.C1" in [found.id for found in health.findings(NOW)]
    settings.GERAI_BACKUP_URL = "s3://key:secret@storage.example/a/b"
    assert "backup.C2" in [found.id for found in health.findings(NOW)]
    settings.GERAI_BACKUP_URL = ""
    assert [found.id for found in health.findings(NOW)] == ["backup.A1"]


@pytest.mark.django_db
def test_managers_and_administrators_see_it_in_their_language(data: Path) -> None:
    people = {}
    for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.EDITOR, Role.AUDITOR):
        user = User.objects.create_user(role, is_superuser=role is Role.ADMINISTRATOR)
        StaffMember.objects.update_or_create(
            user=user, defaults={"role": role, "invited_at": timezone.now()}
        )
        user.user_permissions.set(_enter_the_desk())
        people[role] = Client()
        people[role].force_login(user)
    write_state(data, State(trouble="No space left", trouble_since=time.time()))

    manager = people[Role.MANAGER]
    page = manager.get(ADDRESS).content.decode()
    assert "Cadangan tidak dapat dibuat sejak" in page
    assert "No space left" in page
    assert "Cadangan perlu perhatian" in manager.get("/admin/").content.decode()
    for role in (Role.EDITOR, Role.AUDITOR):
        assert people[role].get(ADDRESS).status_code == 302
        assert "Cadangan perlu perhatian" not in (
            people[role].get("/admin/").content.decode()
        )

    write_state(data, WELL)
    page = manager.get(ADDRESS).content.decode()
    assert "994 halaman terbit" in page
    assert "Semua baris data dan berkas sama persis" in page
    assert Client().get(ADDRESS).status_code == 302


def _enter_the_desk() -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="access_admin")


class TestFollowing:
    @pytest.fixture
    def followed(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> following.Following:
        from gerai.operations.backups import services

        site = make_installation(data / "site")
        monkeypatch.setattr(services, "this_installation", lambda: site)
        return following.Following(site, started=time.monotonic() - 1000)

    def wait(self, one: following.Following) -> None:
        assert one._tried is not None
        one._tried -= 60

    def test_what_is_committed_is_backed_up_within_the_minute_and_once(
        self, followed: following.Following, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(following, "run_drill", lambda: None)
        followed.step()
        data = followed.installation.data
        first = read_state(data)
        assert first.backup_at > time.time() - 60
        followed.step()
        self.wait(followed)
        followed.step()
        assert read_state(data).backup_at == first.backup_at

        add_row(followed.installation, "baru")
        followed._tried = time.monotonic() - 50
        followed.step()
        second = read_state(data)
        assert second.backup_at > first.backup_at
        assert second.fingerprint != first.fingerprint

    def test_trouble_is_noted_and_goes(
        self,
        followed: following.Following,
        monkeypatch: pytest.MonkeyPatch,
        settings: Any,
    ) -> None:
        monkeypatch.setattr(following, "run_drill", lambda: None)
        good = settings.GERAI_BACKUP_URL
        data = followed.installation.data
        (data / "file").write_text("")
        settings.GERAI_BACKUP_URL = (data / "file" / "x").as_uri()
        followed.step()
        assert "Trouble while writing the backup" in read_state(data).trouble
        settings.GERAI_BACKUP_URL = good
        self.wait(followed)
        followed.step()
        assert read_state(data).trouble == ""

    def test_drills_follow_by_themselves(
        self, followed: following.Following, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drills: list[int] = []
        monkeypatch.setattr(following, "run_drill", lambda: drills.append(1))
        followed.step()
        followed.step()
        assert drills == [1]


def test_words_of_trouble_are_translated(data: Path) -> None:
    write_state(data, State())
    with translation.override("id"):
        assert health.findings(NOW)[0].what == "Belum ada cadangan."


def test_a_backup_switched_off_says_so(settings: Any) -> None:
    from gerai.operations.backups.services import our_place

    settings.GERAI_BACKUP_URL = ""
    with pytest.raises(BackupProblem, match="gerai backup FILE"):
        our_place()


def test_a_server_that_never_makes_a_database_finds_it_all_the_same(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """It has made an address of the path, for its own connections."""
    from gerai.operations.backups.installation import this_installation

    address = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "file:/srv/ge%20rai/db.sqlite3?mode=rw",
    }
    monkeypatch.setitem(settings.DATABASES, "default", address)
    assert this_installation().database["NAME"] == "/srv/ge rai/db.sqlite3"
