from __future__ import annotations

import errno
import gzip
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import brotli
import pytest

from gerai.publishing.locking import PublisherIsRunning, TreeBelongsToAnother
from gerai.publishing.manifest import MANIFEST_NAME, ManifestProblem, read_manifest
from gerai.publishing.record import PublishedRecord
from gerai.publishing.tree import PublishedTree

PAGE = b"<!doctype html><title>KTP</title>" + b"<p>Bawa ini</p>" * 100


@pytest.fixture
def open_record(tmp_path: Path) -> Callable[[], PublishedRecord]:
    return lambda: PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "publisher", build="b1"
    )


def test_a_page_stands_beside_its_compressed_siblings(
    open_record: Callable[[], PublishedRecord], tmp_path: Path
) -> None:
    record = open_record()
    assert record.put({"/a/": PAGE}) == ["/a/"]
    folder = tmp_path / "published" / "a"
    assert (folder / "index.html").read_bytes() == PAGE
    assert gzip.decompress((folder / "index.html.gz").read_bytes()) == PAGE
    assert brotli.decompress((folder / "index.html.br").read_bytes()) == PAGE
    assert record.differences() == {}


def test_the_same_page_again_touches_no_file(
    open_record: Callable[[], PublishedRecord], tmp_path: Path
) -> None:
    record = open_record()
    record.put({"/": PAGE})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert record.put({"/": PAGE}) == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_page_that_becomes_small_loses_its_siblings(
    open_record: Callable[[], PublishedRecord], tmp_path: Path
) -> None:
    record = open_record()
    record.put({"/a.txt": b"long " * 100})
    record.put({"/a.txt": b"short"})
    assert sorted(path.name for path in (tmp_path / "published").iterdir()) == [
        "a.txt",
        MANIFEST_NAME,
    ]
    assert record.differences() == {}


def test_removing_takes_page_siblings_and_empty_folders(
    open_record: Callable[[], PublishedRecord], tmp_path: Path
) -> None:
    record = open_record()
    record.put({"/a/b/": PAGE, "/": PAGE})
    assert record.remove(["/a/b/", "/never/"]) == ["/a/b/"]
    assert not (tmp_path / "published" / "a").exists()
    assert record.addresses == ["/"]


def test_a_new_process_knows_what_is_published(
    open_record: Callable[[], PublishedRecord],
) -> None:
    open_record().put({"/a/": PAGE})
    again = open_record()
    assert again.addresses == ["/a/"]
    assert again.put({"/a/": PAGE}) == []


@pytest.mark.parametrize("victim", ["a/index.html", "a/index.html.br"])
def test_an_altered_file_is_found_and_healed(
    open_record: Callable[[], PublishedRecord], tmp_path: Path, victim: str
) -> None:
    record = open_record()
    record.put({"/a/": PAGE})
    (tmp_path / "published" / victim).write_bytes(b"slot gacor")
    assert record.differences() == {victim: "changed"}
    assert open_record().heal() == [victim]
    assert record.differences() == {}


def test_added_and_removed_files_and_planted_links_are_healed(
    open_record: Callable[[], PublishedRecord], tmp_path: Path
) -> None:
    record = open_record()
    record.put({"/a/": PAGE, "/b/": PAGE})
    root = tmp_path / "published"
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(PAGE)
    (root / "slot.html").write_bytes(b"slot gacor")
    (root / "b" / "index.html").unlink()
    for path in (root / "a").iterdir():
        path.unlink()
    (root / "a").rmdir()
    (root / "a").symlink_to(outside)
    (root / "c.html").symlink_to("/etc/hostname")
    found = record.differences()
    assert found["slot.html"] == "added"
    assert found["c.html"] == "added"
    assert found["b/index.html"] == "removed"
    assert "a" in found
    record.heal()
    assert record.differences() == {}
    assert not (root / "a").is_symlink()
    assert (outside / "index.html").read_bytes() == PAGE
    assert Path("/etc/hostname").exists()


def test_a_manifest_that_somebody_edited_does_not_verify(
    open_record: Callable[[], PublishedRecord], tmp_path: Path
) -> None:
    record = open_record()
    record.put({"/a/": PAGE})
    path = tmp_path / "published" / MANIFEST_NAME
    document = json.loads(path.read_bytes())
    document["files"]["a/index.html"] = "0" * 64
    path.write_text(json.dumps(document))
    with pytest.raises(ManifestProblem):
        read_manifest(path.read_bytes(), record._key.public_key())
    assert record.differences() == {MANIFEST_NAME: "changed"}
    assert open_record().heal() == [MANIFEST_NAME]
    read_manifest(path.read_bytes(), record._key.public_key())


def test_a_tree_of_another_installation_is_refused(
    open_record: Callable[[], PublishedRecord], tmp_path: Path
) -> None:
    open_record().put({"/a/": PAGE})
    with pytest.raises(TreeBelongsToAnother):
        PublishedRecord(
            web_root=tmp_path / "published", private=tmp_path / "other", build="b1"
        )


def test_only_one_publisher_at_a_time(
    open_record: Callable[[], PublishedRecord],
) -> None:
    with (
        open_record().lock(),
        pytest.raises(PublisherIsRunning),
        open_record().lock(),
    ):
        pass
    with open_record().lock():
        pass


@pytest.mark.parametrize("fails_at", range(1, 12))
def test_a_full_disk_leaves_every_page_old_or_new_and_the_next_run_mends(
    open_record: Callable[[], PublishedRecord],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fails_at: int,
) -> None:
    record = open_record()
    old = {"/a/": PAGE, "/b/": PAGE}
    new = {"/a/": PAGE + b"new", "/b/": PAGE + b"newer"}
    record.put(old)
    calls = count(1)
    write = PublishedTree._write

    def failing(*given: Any, **options: Any) -> None:
        if next(calls) >= fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(*given, **options)

    with monkeypatch.context() as patch:
        patch.setattr(PublishedTree, "_write", staticmethod(failing))
        try:
            record.put(new)
        except OSError:
            failed = True
        else:
            failed = False
    for address, name in (("/a/", "a"), ("/b/", "b")):
        body = (tmp_path / "published" / name / "index.html").read_bytes()
        assert body in {old[address], new[address]}
    assert failed is (fails_at <= 10)
    again = open_record()
    again.put(new)
    again.heal()
    assert again.differences() == {}
    for address, name in (("/a/", "a"), ("/b/", "b")):
        body = (tmp_path / "published" / name / "index.html").read_bytes()
        assert body == new[address]
