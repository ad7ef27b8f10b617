"""The command line as an operator meets it: one line, exit code 1, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def gerai(
    *arguments: str, folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GERAI_", "DJANGO_"))
        and name not in {"DATABASE_URL", "VALKEY_URL", "EMAIL_URL"}
    }
    return subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", *arguments],
        env={**environment, "GERAI_DATA": str(folder / "data"), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["serve", "prepare", "migrate", "doctor", "help"])
def test_bad_value_stops_the_start_with_one_line(tmp_path: Path, command: str) -> None:
    done = gerai(command, folder=tmp_path, GERAI_LOG="loud")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "gerai: GERAI_LOG=loud must be one of: text, json.\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GERAI_TYPO", "1"),
        ("GERAI_BASE_URL", "mpp.example.go.id"),
        ("GERAI_ALLOWED_HOSTS", "*"),
        ("GERAI_SECRET_KEY", "short"),
        ("GERAI_ADMIN_PASSWORD", "short"),
        ("DATABASE_URL", "postgresql://a:b@c:d/e"),
        ("VALKEY_URL", "cache"),
        ("EMAIL_URL", "mail"),
        ("MEDIA_STORAGE_URL", "s3://bucket"),
    ],
)
def test_each_bad_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = gerai("serve", folder=tmp_path, **{name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(f"gerai: {name}")
    assert done.stderr.count("\n") == 1


def test_version(tmp_path: Path) -> None:
    done = gerai("--version", folder=tmp_path)

    assert done.returncode == 0
    assert done.stdout.startswith("Gerai ")


def test_unreachable_database_is_one_line(tmp_path: Path) -> None:
    done = gerai(
        "prepare",
        folder=tmp_path,
        DATABASE_URL=f"sqlite:///{tmp_path}/no-such-folder/db.sqlite3",
    )

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database can't be used:")
    assert "Traceback" not in done.stderr
