"""Which files a pack is made of, and hostile ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gerai.contentpack.reading.folder import REQUIRED
from gerai.contentpack.tests.factories import PackFactory, database_state, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", REQUIRED)
def test_half_a_pack_is_refused(name: str, tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.delete(name)
    before = database_state()
    assert any(fault.startswith(f"{name}: is missing") for fault in refused(pack.root))
    assert database_state() == before


def test_a_pack_without_agencies_is_refused(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    for path in (pack.root / "agencies").iterdir():
        path.unlink()
    assert any(fault.startswith("agencies/: ") for fault in refused(pack.root))


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path / "tiada")
    assert "is not a folder" in fault
    (tmp_path / "berkas").write_text("x")
    (fault,) = refused(tmp_path / "berkas")
    assert "is not a folder" in fault


@pytest.mark.parametrize(
    "name", ["agencies/imigrasi.yml", "malls.yaml", "files/virus.exe", "images/x.svg"]
)
def test_a_mistyped_file_is_not_overlooked(name: str, tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.write(name, "x: 1\n")
    (fault,) = refused(pack.root)
    assert fault.startswith(f"{name}: doesn't belong")


def test_hidden_files_and_notes_are_left_alone(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.write(".gitignore", "*.bak\n")
    pack.write("README.md", "# Catatan\n")
    pack.replace("pack.yaml", "format: 1", "format: 3")
    assert len(refused(pack.root)) == 1


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)),
        b"\x00" * 100,
        b"\xff\xfe" + "a: 1".encode("utf-16-le"),
        b"%PDF-1.7\x80",
    ],
)
def test_binary_garbage_is_refused(content: bytes, tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.write("home.yaml", content)
    before = database_state()
    assert any(fault.startswith("home.yaml:") for fault in refused(pack.root))
    assert database_state() == before


def test_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.write("home.yaml", b"title: x\nsummary: caf\xe9\n")
    assert "home.yaml:2: is not text in UTF-8; save it again as UTF-8 text" in refused(
        pack.root
    )


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    with (pack.root / "home.yaml").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with (pack.root / "files/formulir-ktp.txt").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    faults = refused(pack.root)
    assert any(fault.startswith("home.yaml: is larger than 2") for fault in faults)
    assert any(
        fault.startswith("files/formulir-ktp.txt: is larger than 20")
        for fault in faults
    )


def test_links_are_not_followed(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    secret = tmp_path / "rahasia.txt"
    secret.write_text("rahasia")
    (pack.root / "files/rahasia.txt").symlink_to(secret)
    (pack.root / "lain").symlink_to(tmp_path)
    faults = refused(pack.root)
    assert [fault.partition(":")[0] for fault in faults] == [
        "files/rahasia.txt",
        "lain",
    ]
    assert all("symbolic link" in fault for fault in faults)


def test_a_linked_pack_is_refused(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    link = tmp_path / "tautan"
    link.symlink_to(pack.root)
    assert len(refused(link)) == 1


def test_a_pipe_is_refused_and_not_read(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    os.mkfifo(pack.root / "files/pipa.txt")
    (fault,) = refused(pack.root)
    assert fault.startswith("files/pipa.txt: ")


@pytest.mark.parametrize("text", ["", "[]", "a", "- 1", "{}"])
def test_a_file_of_the_wrong_shape(text: str, tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    for name in REQUIRED:
        pack.write(name, text)
    faults = refused(pack.root)
    named = {fault.partition(":")[0] for fault in faults}
    assert {"pack.yaml", "mall.yaml", "places.yaml", "hours.yaml", "home.yaml"} <= named
