"""A load that fails late leaves no trace, a check none at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError

from gerai.contentpack.loading import loader
from gerai.contentpack.models import LoadedRecord
from gerai.contentpack.reading.problems import PackRefused, Problem
from gerai.contentpack.tests.factories import (
    EXAMPLE,
    PackFactory,
    database_state,
    dump,
    load,
    refused,
)
from gerai.place.models import Mall

pytestmark = pytest.mark.django_db


def media() -> set[str]:
    if not default_storage.exists("documents"):
        return set()
    return set(default_storage.listdir("documents")[1])


def test_the_command_says_what_it_did() -> None:
    assert "3 " in load(EXAMPLE).splitlines()[0]
    assert load(EXAMPLE, check=True).count("\n") == 1


def test_checking_changes_nothing(tmp_path: Path) -> None:
    load(EXAMPLE, check=True)
    assert not Mall.objects.exists()


def test_a_late_failure_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Any) -> None:
        assert media() != before
        raise OSError("disk full")

    monkeypatch.setattr(loader, "load_pages", fail)
    pack = PackFactory.create(tmp_path)
    pack.write("files/formulir-ktp.txt", "isi yang baru")
    before, rows = media(), database_state()
    with pytest.raises(OSError, match="disk full"):
        load(pack.root)
    assert media() == before
    assert database_state() == rows


def test_a_row_that_refuses_a_value_is_a_fault_of_the_pack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(session: Any) -> None:
        raise PackRefused([Problem("home.yaml", 0, "home: title", "too long")])

    monkeypatch.setattr(loader, "load_home", fail)
    assert refused(EXAMPLE) == ["home.yaml: home: title: too long"]
    assert not Mall.objects.exists()
    assert not LoadedRecord.objects.exists()


def test_a_replaced_document_leaves_no_old_file(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    load(EXAMPLE)
    before = media()
    pack = PackFactory.create(tmp_path)
    pack.write("files/formulir-ktp.txt", "isi yang baru")
    with django_capture_on_commit_callbacks(execute=True):
        load(pack.root)
    assert len(media()) == len(before)
    assert media() != before


def test_there_is_nothing_to_dump_before_a_load(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        dump(tmp_path / "paket")
    assert not (tmp_path / "paket").exists()
