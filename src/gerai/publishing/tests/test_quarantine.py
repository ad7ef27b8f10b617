"""What somebody else puts into the web folder goes, and is kept as evidence."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gerai.publishing.quarantine import LIST_NAME, Quarantine
from gerai.publishing.record import PublishedRecord

PAGE = b"<!doctype html><title>KTP</title>" + b"<p>Bawa ini</p>" * 100
DEFACED = b"<h1>Slot gacor</h1>"


@pytest.fixture
def record(tmp_path: Path) -> PublishedRecord:
    found = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "publisher", build="b"
    )
    found.put({"/": PAGE, "/layanan/": PAGE})
    return found


def test_all_kinds_of_tampering_are_put_right_and_kept(
    record: PublishedRecord, tmp_path: Path
) -> None:
    root = tmp_path / "published"
    (root / "index.html").write_bytes(DEFACED)
    (root / "layanan" / "index.html").unlink()
    (root / "shell.php").write_bytes(b"<?php system($_GET['c']);")
    (root / ".htaccess").write_text("RewriteRule .* https://gacor.vip")
    (root / "etc").symlink_to("/etc")
    (root / "layanan" / ".hidden").mkdir()
    (root / "layanan" / ".hidden" / "x.html").write_bytes(DEFACED)

    record.heal()

    assert record.differences() == {}
    assert (root / "index.html").read_bytes() == PAGE
    assert not (root / "shell.php").exists()
    assert not (root / "etc").is_symlink()
    quarantine = Quarantine(tmp_path / "publisher")
    found, end = quarantine.findings()
    by_name = {one.name: one for one in found}
    assert by_name["etc"].target == "/etc"
    assert by_name["layanan/index.html"].kind == "removed"
    assert quarantine.body(by_name["index.html"]) == DEFACED
    assert b"system" in quarantine.body(by_name["shell.php"])
    assert {".htaccess", "layanan/.hidden/x.html"} <= set(by_name)
    assert quarantine.findings(after=end) == ([], end)


def test_only_its_owner_reads_the_evidence_and_nothing_of_it_runs(
    record: PublishedRecord, tmp_path: Path
) -> None:
    (tmp_path / "published" / "x.php").write_bytes(b"<?php")
    (tmp_path / "published" / "x.php").chmod(0o777)

    record.heal()

    for path in (tmp_path / "publisher" / "quarantine").iterdir():
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO | stat.S_IXUSR)
        assert path.suffix in {".evidence", ".jsonl"}


def test_an_attacker_fills_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarantine = Quarantine(tmp_path)
    root = tmp_path / "web"
    root.mkdir()
    monkeypatch.setattr("gerai.publishing.quarantine.MOST_COPIES", 10)
    for number in range(30):
        (root / "x").write_text(str(number))
        quarantine.keep(root, {"x": "added"})

    assert len(list(quarantine.folder.glob("*.evidence"))) <= 10


def test_a_quarantine_that_cant_be_written_doesnt_stop_the_healing(
    record: PublishedRecord, tmp_path: Path
) -> None:
    (tmp_path / "publisher" / "quarantine").write_text("in the way")
    (tmp_path / "published" / "index.html").write_bytes(DEFACED)

    record.heal()

    assert (tmp_path / "published" / "index.html").read_bytes() == PAGE


def test_a_torn_or_foreign_line_is_left_out(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    quarantine.folder.mkdir()
    (quarantine.folder / LIST_NAME).write_text(
        '{"name": "a", "kind": "added"}\n{"na\n7\n'
    )

    found, _end = quarantine.findings()

    assert [one.name for one in found] == ["a"]
