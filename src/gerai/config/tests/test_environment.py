"""Every variable: what it may be, what it does when absent, what is refused."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.config.environment import (
    GERAI_VARIABLES,
    NOT_YET,
    SHARED_VARIABLES,
    Environment,
    read_environment,
)
from gerai.config.environment_problem import EnvironmentProblem

SETTINGS_PAGE = Path(__file__).parents[4] / "docs" / "operators" / "settings.md"


def read(folder: Path, **variables: str) -> Environment:
    return read_environment({"GERAI_DATA": str(folder / "data"), **variables})


def problem_of(folder: Path, **variables: str) -> str:
    with pytest.raises(EnvironmentProblem) as caught:
        read(folder, **variables)
    return str(caught.value)


def test_nothing_set_gives_a_site_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    environment = read_environment({})

    assert environment.data_folder == tmp_path / "var"
    assert environment.base_url == "http://127.0.0.1:8000"
    assert environment.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert environment.database["NAME"] == str(tmp_path / "var" / "db.sqlite3")
    assert environment.cache_url is None
    assert environment.admin_password is None
    assert environment.email["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert environment.log_format == "text"
    assert not environment.is_https


def test_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    second = read(tmp_path).secret_key
    kept = tmp_path / "data" / "secret_key"

    assert first == second
    assert len(first) >= 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff\xfe\x00"])
def test_damaged_secret_key_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "secret_key").write_bytes(content)

    assert "secret_key" in problem_of(tmp_path)
    assert (folder / "secret_key").read_bytes() == content


def test_secrets_stay_out_of_the_representation(tmp_path: Path) -> None:
    environment = read(
        tmp_path,
        GERAI_SECRET_KEY="k" * 40,
        GERAI_ADMIN_PASSWORD="horse-battery",
        DATABASE_URL="postgresql://gerai:db-secret@db/gerai",
        VALKEY_URL="valkey://:cache-secret@cache:6379/0",
        EMAIL_URL="smtp+tls://gerai:mail-secret@mail:587",
    )

    shown = repr(environment)

    for secret in ("kkkk", "horse", "db-secret", "cache-secret", "mail-secret"):
        assert secret not in shown


@pytest.mark.parametrize("name", sorted(GERAI_VARIABLES | SHARED_VARIABLES))
def test_no_value_at_all_ends_in_anything_but_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for value in ("", " ", "\n", "://", "http://[", "x" * 5000, "ünïcödé", "%", "[::"):
        try:
            read(tmp_path, **{name: value})
        except EnvironmentProblem as problem:
            assert name in str(problem)
            assert str(problem).endswith(".")
            assert "\n" not in str(problem).replace(value, "")


@given(
    name=st.sampled_from(sorted((GERAI_VARIABLES | SHARED_VARIABLES) - {"GERAI_DATA"})),
    value=st.one_of(
        st.text(max_size=60),
        st.from_regex(r"[a-z+]{1,12}://[a-z0-9:@\[\]/?#%.-]{0,40}", fullmatch=True),
    ),
)
def test_any_text_is_used_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-text"
    folder.mkdir(exist_ok=True)
    try:
        environment = read(folder, **{name: value})
    except EnvironmentProblem as problem:
        assert name in str(problem)
    else:
        assert isinstance(environment, Environment)


def test_unknown_name_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, GERAI_BASEURL="https://mpp.example.go.id")

    assert problem.startswith("GERAI_BASEURL is not a setting of Gerai.")
    assert "GERAI_BASE_URL" in problem


@pytest.mark.parametrize(
    "value",
    [
        "s3://bucket",
        "s3://key:secret@host",
        "s3://key:secret@host/",
        "s3://host/bucket",
        "s3://key@host/bucket",
        "https://key:secret@host/bucket",
        "file:///mnt/uploads",
        "s3://key:secret@host:0/bucket",
        "s3://key:secret@host/bucket?region=x",
        "none",
    ],
)
def test_place_of_uploads_is_refused_and_not_shown(tmp_path: Path, value: str) -> None:
    problem = problem_of(tmp_path, MEDIA_STORAGE_URL=value)

    assert problem.startswith("MEDIA_STORAGE_URL must look like s3://key:secret@host/")
    assert "hush" not in problem_of(tmp_path, MEDIA_STORAGE_URL="s3://hush:hush@h")


@pytest.mark.parametrize("backups", ["bucket", "bucket/uploads", "bucket/uploads/b"])
def test_uploads_and_backups_lie_apart(tmp_path: Path, backups: str) -> None:
    uploads = "s3://key:secret@host/bucket/uploads"
    assert read(tmp_path, MEDIA_STORAGE_URL=uploads).media_url == uploads
    read(
        tmp_path,
        MEDIA_STORAGE_URL=uploads,
        GERAI_BACKUP_URL="s3://key:secret@host/bucket/backups",
    )

    assert "Give each a folder of its own" in problem_of(
        tmp_path,
        MEDIA_STORAGE_URL=uploads,
        GERAI_BACKUP_URL=f"s3://other:word@host/{backups}",
    )


@pytest.mark.parametrize("name", sorted(NOT_YET))
def test_reserved_name_is_refused_while_it_would_do_nothing(
    tmp_path: Path, name: str
) -> None:
    assert "not supported by this version" in problem_of(tmp_path, **{name: "s3://x"})
    read(tmp_path, **{name: ""})


def test_data_folder_is_made(tmp_path: Path) -> None:
    environment = read_environment({"GERAI_DATA": str(tmp_path / "a" / "b")})

    assert environment.data_folder == tmp_path / "a" / "b"
    assert environment.data_folder.is_dir()


def test_data_folder_must_not_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    assert "is a file" in problem_of(tmp_path)


def test_data_folder_below_a_file_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert "can't be created: Not a directory" in problem_of(
        tmp_path, GERAI_DATA=str(tmp_path / "file" / "data")
    )


@pytest.mark.parametrize(
    ("value", "base_url"),
    [
        ("https://mpp.samarindakota.go.id", "https://mpp.samarindakota.go.id"),
        ("https://mpp.samarindakota.go.id/", "https://mpp.samarindakota.go.id"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("http://[::1]:8001", "http://[::1]:8001"),
        ("HTTPS://MPP.Example.go.id", "https://mpp.example.go.id"),
    ],
)
def test_base_url(tmp_path: Path, value: str, base_url: str) -> None:
    assert read(tmp_path, GERAI_BASE_URL=value).base_url == base_url


@pytest.mark.parametrize(
    "value",
    [
        "mpp.example.go.id",
        "ftp://mpp.example.go.id",
        "https://",
        "https://mpp.example.go.id/situs",
        "https://mpp.example.go.id?x=1",
        "https://mpp.example.go.id:99999",
        "https://mpp.example.go.id:0",
        "https://user:password@mpp.example.go.id",
        "https://mpp example.go.id",
        "https://*.example.go.id",
        "https://<script>",
        "",
    ],
)
def test_base_url_is_refused(tmp_path: Path, value: str) -> None:
    assert "must be an address without a path" in problem_of(
        tmp_path, GERAI_BASE_URL=value
    )


def test_https_is_read_from_the_base_url(tmp_path: Path) -> None:
    assert read(tmp_path, GERAI_BASE_URL="https://mpp.example.go.id").is_https


def test_hosts_follow_the_base_url(tmp_path: Path) -> None:
    environment = read(tmp_path, GERAI_BASE_URL="https://mpp.example.go.id")

    assert environment.allowed_hosts[0] == "mpp.example.go.id"
    assert "localhost" in environment.allowed_hosts


def test_named_hosts_are_taken_as_they_are(tmp_path: Path) -> None:
    environment = read(
        tmp_path, GERAI_ALLOWED_HOSTS="mpp.example.go.id, .example.id,[::1]"
    )

    assert environment.allowed_hosts == ("mpp.example.go.id", ".example.id", "[::1]")


@pytest.mark.parametrize(
    "value", ["", ",", "*", "https://x.id", "a b", "x.id/y", "x:80"]
)
def test_hosts_are_refused(tmp_path: Path, value: str) -> None:
    assert "GERAI_ALLOWED_HOSTS" in problem_of(tmp_path, GERAI_ALLOWED_HOSTS=value)


def test_short_secret_key_is_refused_and_not_shown(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, GERAI_SECRET_KEY="hush-hush")

    assert "GERAI_SECRET_KEY is too short" in problem
    assert "hush-hush" not in problem


def test_short_password_is_refused_and_not_shown(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, GERAI_ADMIN_PASSWORD="hush")

    assert "GERAI_ADMIN_PASSWORD is too short" in problem
    assert "hush" not in problem


def test_postgresql_keeps_connections_in_a_pool(tmp_path: Path) -> None:
    database = read(
        tmp_path, DATABASE_URL="postgresql://gerai:p%40ss@db.local:5433/mall"
    ).database

    assert database["ENGINE"] == "gerai.audit.backends.postgresql"
    assert (database["HOST"], database["PORT"]) == ("db.local", 5433)
    assert (database["NAME"], database["PASSWORD"]) == ("mall", "p@ss")
    assert database["CONN_MAX_AGE"] == 0
    assert database["OPTIONS"]["pool"]["max_size"] == 16


def test_a_network_that_swallows_everything_is_not_waited_for(tmp_path: Path) -> None:
    usual = read(tmp_path, DATABASE_URL="postgresql://a:b@db/mall").database["OPTIONS"]
    own = read(
        tmp_path, DATABASE_URL="postgresql://a:b@db/mall?connect_timeout=9"
    ).database["OPTIONS"]

    assert (usual["connect_timeout"], usual["tcp_user_timeout"]) == (5, 10_000)
    assert own["connect_timeout"] == 9


def test_sqlite_is_durable_and_waits_its_turn(tmp_path: Path) -> None:
    database = read(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/own.sqlite3").database

    assert database["NAME"] == f"{tmp_path}/own.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    "value",
    [
        "mysql://root@db/mall",
        "sqlite://",
        "sqlite:///",
        "sqlite://:memory:",
        "sqlite://relative.sqlite3",
        "postgresql://gerai:top-secret@db:port/mall",
        "postgresql://gerai:top-secret@db/",
        "postgresql://gerai:top-secret@[db/mall",
        "db.sqlite3",
    ],
)
def test_database_is_refused_without_showing_a_password(
    tmp_path: Path, value: str
) -> None:
    problem = problem_of(tmp_path, DATABASE_URL=value)

    assert problem.startswith("DATABASE_URL")
    assert "top-secret" not in problem


@pytest.mark.parametrize(
    ("value", "cache_url"),
    [
        ("valkey://cache:6379/0", "redis://cache:6379/0"),
        ("valkeys://:pw@cache:6379/1", "rediss://:pw@cache:6379/1"),
        ("redis://valkey.local:6379", "redis://valkey.local:6379"),
        ("", None),
    ],
)
def test_valkey(tmp_path: Path, value: str, cache_url: str | None) -> None:
    assert read(tmp_path, VALKEY_URL=value).cache_url == cache_url


@pytest.mark.parametrize(
    "value", ["cache:6379", "http://cache", "valkey://", "redis://x:0"]
)
def test_valkey_is_refused(tmp_path: Path, value: str) -> None:
    assert "VALKEY_URL must look like" in problem_of(tmp_path, VALKEY_URL=value)


def test_mail(tmp_path: Path) -> None:
    email = read(tmp_path, EMAIL_URL="smtp+tls://gerai:pw@mail.local:587").email

    assert email["EMAIL_HOST"] == "mail.local"
    assert email["EMAIL_PORT"] == 587
    assert email["EMAIL_USE_TLS"] is True


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp+tls://mpp%40samarinda.go.id:x@host:587", "mpp@samarinda.go.id"),
        ("smtp+tls://mpp:x@host:587", "gerai@mpp.example.go.id"),
        ("consolemail://", "gerai@mpp.example.go.id"),
    ],
)
def test_mail_comes_from_somebody(tmp_path: Path, url: str, sender: str) -> None:
    base = "https://mpp.example.go.id"
    assert read(tmp_path, EMAIL_URL=url, GERAI_BASE_URL=base).sender == sender


@pytest.mark.parametrize("value", ["mail.local", "http://mail.local", "smtp://x:port"])
def test_mail_is_refused(tmp_path: Path, value: str) -> None:
    assert "EMAIL_URL must look like" in problem_of(tmp_path, EMAIL_URL=value)


@pytest.mark.parametrize("value", ["text", "json"])
def test_log_format(tmp_path: Path, value: str) -> None:
    assert read(tmp_path, GERAI_LOG=value).log_format == value


@pytest.mark.parametrize("value", ["", "JSON", "xml"])
def test_log_format_is_refused(tmp_path: Path, value: str) -> None:
    assert "must be one of: text, json" in problem_of(tmp_path, GERAI_LOG=value)


def test_every_variable_is_described_for_operators() -> None:
    described = SETTINGS_PAGE.read_text()

    for name in sorted(GERAI_VARIABLES | SHARED_VARIABLES):
        assert f"`{name}`" in described, f"{name} is missing in {SETTINGS_PAGE.name}"


def test_operators_read_of_no_variable_that_does_not_exist() -> None:
    known = GERAI_VARIABLES | SHARED_VARIABLES | set(NOT_YET)
    named = set(re.findall(r"GERAI_[A-Z_]+", SETTINGS_PAGE.read_text()))

    assert named <= known


@pytest.mark.parametrize(
    "value", ["unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "tcp://scan"]
)
def test_a_virus_scanner_can_be_named(tmp_path: Path, value: str) -> None:
    assert read(tmp_path).scanner_url is None
    assert read(tmp_path, CLAMD_URL=value).scanner_url == value


@pytest.mark.parametrize(
    "value", ["clamd", "http://x:3310", "tcp://", "unix://", "unix://a/b", "tcp://x:0"]
)
def test_a_virus_scanner_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    assert "CLAMD_URL" in problem_of(tmp_path, CLAMD_URL=value)
