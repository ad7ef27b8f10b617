"""A load that fails late leaves no trace, a check none at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError
from wagtail.documents.models import Document

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
from gerai.files.models import EarlierFile
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


def test_a_replaced_document_keeps_its_address_and_its_old_file(
    tmp_path: Path,
) -> None:
    load(EXAMPLE)
    before = {document.pk: document.url for document in Document.objects.all()}
    pack = PackFactory.create(tmp_path)
    pack.write("files/formulir-ktp.txt", "isi yang baru")
    load(pack.root)
    after = {document.pk: document.url for document in Document.objects.all()}
    assert after == before
    earlier = EarlierFile.objects.get()
    assert earlier.document.file.read() == b"isi yang baru"
    assert earlier.file.read() == (EXAMPLE / "files/formulir-ktp.txt").read_bytes()


def test_a_file_that_is_something_else_refuses_the_pack(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    (pack.root / "files/formulir-ktp.txt").write_bytes(b"MZ\x90\x00 program")
    (fault,) = refused(pack.root)
    assert fault.startswith("files/formulir-ktp.txt: ")
    assert not Mall.objects.exists()


def test_files_of_a_pack_are_shown_to_the_virus_scanner(
    tmp_path: Path, settings: Any
) -> None:
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody.ctl"
    (fault, *_others) = refused(PackFactory.create(tmp_path / "pack").root)
    assert fault.startswith("files/formulir-ktp.txt: ")
    assert "virus" in fault
    assert not Mall.objects.exists()


def test_there_is_nothing_to_dump_before_a_load(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        dump(tmp_path / "paket")
    assert not (tmp_path / "paket").exists()
