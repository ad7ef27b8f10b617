"""``gerai prepare``: does each thing once, and says what it did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Site

from gerai.audit.anchors import read_anchors
from gerai.operations import preparing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.GERAI_DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.GERAI_ADMIN_PASSWORD = "horse-battery-staple"  # noqa: S105
    settings.GERAI_BASE_URL = "http://127.0.0.1:8000"
    monkeypatch.setattr(preparing, "compile_catalogues", list)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that were run, without running them."""
    made: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        preparing, "call_command", lambda *names, **options: made.append(names)
    )
    return made


def prepare(content: Path | None = None) -> list[str]:
    said: list[str] = []
    preparing.prepare(content=content, say=said.append)
    return said


def test_the_trail_says_that_a_backup_was_put_back(
    tmp_path: Path, calls: list[tuple[str, ...]]
) -> None:
    (tmp_path / "restored.note").write_text("backup of 2026-11-26 16:36 UTC")
    prepare()
    prepare()
    (anchor,) = read_anchors()
    assert (anchor.kind, anchor.note) == ("restored", "backup of 2026-11-26 16:36 UTC")
    assert not (tmp_path / "restored.note").exists()


def test_static_files_are_collected_once(tmp_path: Path) -> None:
    prepare()
    assert list((tmp_path / "static").rglob("*.css"))
    # Tests collect without a manifest; the real storage writes one.
    (tmp_path / "static" / "staticfiles.json").write_text("{}")

    assert preparing.static_files_are_current()
    assert prepare() == []


def test_changed_static_file_is_noticed(
    tmp_path: Path,
    settings: Any,
    calls: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "new.css").write_text("a{}")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    settings.STATICFILES_DIRS = [source]
    monkeypatch.setattr(preparing, "get_finders", lambda: [FileSystemFinder()])
    prepare()
    assert preparing.static_files_are_current()

    (source / "new.css").write_text("a{color:red}")

    assert not preparing.static_files_are_current()


def test_migrations_run_only_when_some_are_missing(
    calls: list[tuple[str, ...]],
) -> None:
    prepare()
    assert ("migrate",) not in calls

    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    assert preparing.unapplied_migrations() == ["sessions.0001_initial"]
    prepare()
    assert ("migrate",) in calls


def test_no_migration_is_loaded_to_see_that_all_are_applied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(preparing, "MigrationExecutor")

    assert preparing.unapplied_migrations() == []


def test_empty_installation_gets_its_content(
    tmp_path: Path, calls: list[tuple[str, ...]]
) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()

    prepare(content=pack)

    assert ("load", str(pack)) in calls


def test_missing_pack_is_said_and_leaves_the_site_empty(
    tmp_path: Path, calls: list[tuple[str, ...]]
) -> None:
    said = prepare(content=tmp_path / "nowhere")

    assert any("no content pack" in line for line in said)
    assert not any(name == "load" for name, *_ in calls)


def test_existing_content_is_left_alone(
    tmp_path: Path, calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "current_mall", object)

    prepare(content=tmp_path)

    assert not any(name == "load" for name, *_ in calls)


def test_first_administrator_can_sign_in_with_the_given_password(
    calls: list[tuple[str, ...]],
) -> None:
    said = prepare()

    admin = get_user_model().objects.get(username="admin")
    assert admin.is_superuser
    assert admin.check_password("horse-battery-staple")
    assert "horse-battery-staple" not in " ".join(said)


def test_generated_password_is_said_once(
    settings: Any, calls: list[tuple[str, ...]]
) -> None:
    settings.GERAI_ADMIN_PASSWORD = None

    (line,) = [line for line in prepare() if "First sign-in" in line]

    password = line.split("password ")[1].split()[0]
    assert get_user_model().objects.get(username="admin").check_password(password)
    assert not any("First sign-in" in line for line in prepare())


def test_password_is_not_set_again(settings: Any, calls: list[tuple[str, ...]]) -> None:
    prepare()
    settings.GERAI_ADMIN_PASSWORD = "another-password"  # noqa: S105

    prepare()

    admin = get_user_model().objects.get(username="admin")
    assert admin.check_password("horse-battery-staple")


def test_nobody_is_made_administrator_by_name(calls: list[tuple[str, ...]]) -> None:
    get_user_model().objects.create_user("admin", password="x")

    said = prepare()

    assert any("changepassword" in line for line in said)
    assert not get_user_model().objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize(
    ("base_url", "hostname", "port"),
    [
        ("https://mpp.example.go.id", "mpp.example.go.id", 443),
        ("http://mpp.example.go.id", "mpp.example.go.id", 80),
        ("http://127.0.0.1:8123", "127.0.0.1", 8123),
    ],
)
def test_site_has_the_address_of_the_environment(
    settings: Any, calls: list[tuple[str, ...]], base_url: str, hostname: str, port: int
) -> None:
    settings.GERAI_BASE_URL = base_url

    prepare()

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == (hostname, port)


def test_command_ends_with_ready(
    capsys: pytest.CaptureFixture[str], calls: list[tuple[str, ...]]
) -> None:
    call_command("prepare")

    assert capsys.readouterr().out.splitlines()[-1] == "Ready."


def test_failing_load_ends_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str, *arguments: str, **options: Any) -> None:
        if name == "load":
            raise CommandError("mall.yaml:3: timezone: unknown")

    monkeypatch.setattr(preparing, "call_command", refuse)

    with pytest.raises(CommandError, match=r"mall\.yaml:3"):
        prepare(content=tmp_path)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("password123", "lists that thieves try first"),
        ("admin-2026!", "your own name or address"),
        ("sandi-gerai-mpp", "connects with this office"),
    ],
)
def test_a_guessable_first_password_is_refused_before_anything_is_loaded(
    tmp_path: Path,
    settings: Any,
    calls: list[tuple[str, ...]],
    password: str,
    words: str,
) -> None:
    settings.GERAI_ADMIN_PASSWORD = password
    get_user_model().objects.all().delete()
    with pytest.raises(CommandError, match=f"GERAI_ADMIN_PASSWORD .*({words})"):
        prepare(content=tmp_path)
    assert not any(name == "load" for name, *_ in calls)
    assert not get_user_model().objects.exists()
