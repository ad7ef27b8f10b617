"""``gerai doctor``: names what is wrong, says what to do, exits 1."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.checks import ERROR, INFO, WARNING, CheckMessage, Error
from django.core.checks.registry import registry
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from gerai.operations import doctor, messages, preparing
from gerai.operations.checks import database, machine, site
from gerai.place.tests.factories import MallFactory

DiskUsage = namedtuple("DiskUsage", "total used free")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.GERAI_DATA = tmp_path
    settings.GERAI_BASE_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    return tmp_path


def worst(found: Sequence[CheckMessage]) -> int:
    return max((message.level for message in found), default=INFO)


def text(found: Sequence[CheckMessage]) -> str:
    return " ".join(f"{message.msg} {message.hint or ''}" for message in found)


def test_address(settings: Any) -> None:
    assert worst(site.address_is_allowed()) == INFO

    settings.GERAI_BASE_URL = "https://mpp.example.go.id"
    found = site.address_is_allowed()

    assert worst(found) == ERROR
    assert "Add mpp.example.go.id to GERAI_ALLOWED_HOSTS" in text(found)


def test_public_address_wants_tls_and_mail(settings: Any) -> None:
    settings.GERAI_BASE_URL = "http://mpp.example.go.id"
    settings.ALLOWED_HOSTS = [".go.id"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    found = site.address_is_allowed()

    assert worst(found) == WARNING
    assert "without TLS" in text(found)
    assert "EMAIL_URL" in text(found)


@pytest.mark.django_db
def test_database_in_order() -> None:
    assert worst(list(database.database_answers())) == INFO
    assert worst(list(database.database_is_sound())) == INFO
    assert "up to date" in text(list(database.database_is_current()))


@pytest.mark.django_db
def test_database_behind_and_ahead() -> None:
    MigrationRecorder(connection).record_applied("place", "0999_from_tomorrow")
    found = list(database.database_is_current())
    assert worst(found) == WARNING
    assert "place.0999_from_tomorrow" in text(found)

    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    found = list(database.database_is_current())
    assert worst(found) == ERROR
    assert 'Run "gerai prepare"' in text(found)


def test_silent_database_is_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        vendor = "sqlite"

        def cursor(self) -> None:
            raise DatabaseError("connection refused\nmore")

    monkeypatch.setattr(database, "connection", Silent())

    def refuse() -> list[str]:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(preparing, "unapplied_migrations", refuse)

    found = database.database_answers()
    assert worst(found) == ERROR
    assert "connection refused" in text(found)
    assert "more" not in text(found)
    assert database.database_is_sound() == []
    assert database.database_is_current() == []


def test_cache(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.cache_answers() == []

    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }
    assert worst(database.cache_answers()) == WARNING

    class Broken:
        def set(self, *args: Any, **kwargs: Any) -> None:
            raise ConnectionError("refused")

    monkeypatch.setattr(database, "cache", Broken())
    assert worst(database.cache_answers()) == ERROR


def test_data_folder(own_folder: Path) -> None:
    secret = own_folder / "secret_key"
    secret.write_text("x")
    secret.chmod(0o600)
    own_folder.chmod(0o750)
    assert worst(machine.data_folder_is_ours()) == INFO

    secret.chmod(0o644)
    found = machine.data_folder_is_ours()
    assert worst(found) == ERROR
    assert f"chmod 600 {secret}" in text(found)

    own_folder.chmod(0o777)
    assert f"chmod o-w {own_folder}" in text(machine.data_folder_is_ours())
    own_folder.chmod(0o700)


def test_data_folder_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    assert worst(machine.data_folder_is_ours()) == ERROR


@pytest.mark.parametrize(
    ("free", "level"), [(2 * 1024**3, INFO), (500 * 1024**2, WARNING), (1024, ERROR)]
)
def test_disk(monkeypatch: pytest.MonkeyPatch, free: int, level: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: DiskUsage(1, 1, free))

    assert worst(machine.disk_has_room()) == level


@pytest.mark.django_db
def test_clock(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert worst(machine.clock_is_right()) == INFO
    assert list(own_folder.iterdir()) == []

    with time_machine.travel(datetime(1970, 1, 2, tzinfo=UTC)):
        assert worst(machine.clock_is_right()) == ERROR
    with time_machine.travel(datetime(2031, 1, 2, tzinfo=UTC)):
        found = machine.clock_is_right()
    assert worst(found) == WARNING
    assert "clock of the disk" in text(found)


@pytest.mark.django_db
def test_content() -> None:
    found = list(site.content_is_loaded())

    assert worst(found) == ERROR
    assert "gerai load" in text(found)


def test_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(preparing, "static_files_are_current", lambda: True)
    monkeypatch.setattr(messages, "catalogues", lambda: iter([]))
    assert worst(site.files_are_prepared()) == INFO

    catalogue = tmp_path / "django.po"
    catalogue.write_text("")
    monkeypatch.setattr(messages, "catalogues", lambda: iter([catalogue]))
    monkeypatch.setattr(preparing, "static_files_are_current", lambda: False)
    found = site.files_are_prepared()
    assert [message.id for message in found] == ["doctor.F1", "doctor.F2"]


@pytest.fixture
def only_one_check() -> Iterator[list[CheckMessage]]:
    """The registry with a single check of another room in it."""
    kept = registry.deployment_checks
    answers: list[CheckMessage] = []

    def of_another_room(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
        return answers

    registry.deployment_checks = set()
    registry.register(of_another_room, doctor.DOCTOR, deploy=True)
    yield answers
    registry.deployment_checks = kept


def test_other_rooms_are_asked(
    only_one_check: list[CheckMessage], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("doctor")
    assert "All is well." in capsys.readouterr().out

    only_one_check.append(
        Error("The queue stands still.", hint="Wake it.", id="queue.1")
    )
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")

    assert ended.value.code == 1
    shown = capsys.readouterr().out
    assert "PROBLEM  The queue stands still." in shown
    assert "→ Wake it." in shown
    assert "1 problem found." in shown


def test_report_has_a_fixed_order(only_one_check: list[CheckMessage]) -> None:
    only_one_check += [Error("b", id="x.2"), Error("c", id="x.1"), Error("a", id="x.2")]

    assert [message.msg for message in doctor.examine()] == ["c", "a", "b"]


@pytest.mark.django_db
def test_somebody_is_named_to_whom_a_weakness_is_reported() -> None:
    assert site.weaknesses_can_be_reported() == []  # no mall yet

    mall = MallFactory.create()
    assert worst(site.weaknesses_can_be_reported()) == WARNING
    assert "Keamanan" in text(site.weaknesses_can_be_reported())

    mall.security_contact = "keamanan@mpp.example.go.id"
    mall.save()
    assert worst(site.weaknesses_can_be_reported()) == INFO
