"""Disks, clocks, names and links that are not as they should be."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group
from PIL import Image
from pytest_django import Settings

from gerai.publishing.addresses import AddressBook, NothingToPublish
from gerai.publishing.journal import Journal
from gerai.publishing.locking import TreeBelongsToAnother
from gerai.publishing.manifest import MANIFEST_NAME
from gerai.publishing.models import Change, FailedPage, GoneAddress
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import CopyLost, PublishedRecord, RecordLost
from gerai.publishing.tests import sample_site
from gerai.publishing.tests.test_publisher import files, open_publisher
from gerai.publishing.tree import PublishedTree
from gerai.publishing.worker import PublishingLoop

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("gerai.publishing.tests.sample_site"),
]
MOUNT, UMOUNT = (shutil.which(name) or name for name in ("mount", "umount"))
PAGE = b"<!doctype html><title>KTP</title>" + b"<p>Bawa ini</p>" * 100


@pytest.fixture(autouse=True)
def no_groups_yet(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    Group.objects.all().delete()


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return open_publisher(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A file system of 200 KB; needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    settings.PUBLISHER_FOLDER = folder / "publisher"
    mounted = subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        yield folder
    finally:
        subprocess.run([UMOUNT, str(folder)], check=True)


def fill(disk: Path) -> None:
    with (
        (disk / "ballast").open("wb", buffering=0) as file,
        pytest.raises(OSError, match="space"),
    ):
        for _ in range(1000):
            file.write(bytes(4096))


def test_a_full_disk_keeps_every_page_and_goes_on_once_there_is_room(
    small_disk: Path,
) -> None:
    publisher = open_publisher(small_disk)
    groups = [Group.objects.create(name=f"group {number}") for number in range(5)]
    publisher.sweep()
    before = files(publisher)
    fill(small_disk)
    for group in groups:
        group.name += " renamed"
        group.save()
    with pytest.raises(OSError, match="No space") as problem:
        publisher.sweep()
    assert problem.value.errno == errno.ENOSPC
    assert Change.objects.exists()
    for name, body in files(publisher).items():
        assert body in {
            before[name],
            before[name].replace("</title>", " renamed</title>"),
        }
    (small_disk / "ballast").unlink()
    again = open_publisher(small_disk)
    again.sweep()
    assert "group 4 renamed" in files(again)["index.html"]
    assert again.record.differences() == {}
    assert not Change.objects.exists()


def test_a_loop_reports_a_full_disk_and_goes_on_by_itself(small_disk: Path) -> None:
    from gerai.publishing.health import read_status

    publisher = open_publisher(small_disk)
    Group.objects.create(name="first")
    loop = PublishingLoop(publisher, should_stop=lambda: True)
    loop._attempt(loop._sweep)
    assert loop.status.trouble == ""
    fill(small_disk)
    Group.objects.create(name="second " + "x" * 100)
    loop._attempt(loop._sweep)
    assert loop.status.trouble == "disk"
    assert "No space" in loop.status.trouble_text
    (small_disk / "ballast").unlink()
    loop._attempt(loop.step)
    assert loop.status.trouble == ""
    assert "second" in files(publisher)["index.html"]
    assert read_status(publisher.record.private_folder).trouble == ""


def test_a_folder_that_cannot_be_written_is_reported(small_disk: Path) -> None:
    publisher = open_publisher(small_disk)
    Group.objects.create(name="first")
    publisher.sweep()
    Group.objects.create(name="second")
    subprocess.run([MOUNT, "-o", "remount,ro", str(small_disk)], check=True)
    loop = PublishingLoop(publisher, should_stop=lambda: True)
    loop._attempt(loop._sweep)
    assert loop.status.trouble == "folder"
    subprocess.run([MOUNT, "-o", "remount,rw", str(small_disk)], check=True)
    loop._attempt(loop._sweep)
    assert loop.status.trouble == ""
    assert "second" in files(publisher)["index.html"]


def test_a_database_without_content_leaves_the_tree_alone(tmp_path: Path) -> None:
    publisher = open_publisher(tmp_path)
    Group.objects.create(name="first")
    publisher.sweep()
    before = files(publisher)

    def empty() -> list[str]:
        raise NothingToPublish

    publisher.book.register("sample", empty)
    loop = PublishingLoop(publisher, should_stop=lambda: True)
    loop._attempt(loop._sweep)
    assert loop.status.trouble == "content"
    assert files(publisher) == before


@pytest.mark.parametrize("jump", [-7 * 86400, -3600, 3600, 400 * 86400])
def test_a_clock_that_is_set_starts_a_sweep_and_nothing_else(
    publisher: Publisher, jump: int
) -> None:
    loop = PublishingLoop(publisher, should_stop=lambda: False)
    with time_machine.travel("2026-11-24T10:00:00+08:00", tick=False) as clock:
        loop._sweep()
        loop._clock_was_set()
        assert not loop._is_sweep_due()
        clock.shift(jump)
        assert loop._is_sweep_due()
        loop._sweep()
        assert not loop._is_sweep_due()


@pytest.mark.parametrize("jump", [0, 0.4, -86400, 86400])
def test_two_versions_of_a_file_never_share_a_validator(
    tmp_path: Path, jump: float
) -> None:
    tree = PublishedTree(tmp_path)
    seen: set[tuple[int, int]] = set()
    for number in range(4):
        tree.put_back("a/index.html", b"version %d" % number)
        path = tmp_path / "a" / "index.html"
        found = path.stat()
        seen.add((int(found.st_mtime), found.st_size))
        if jump:
            # As if the clock had been elsewhere when it was written.
            moment = found.st_mtime + jump * (number + 1)
            os.utime(path, (moment, moment))
            seen.add((int(path.stat().st_mtime), found.st_size))
    times = [moment for moment, _ in seen]
    assert len(times) == len(set(times))
    assert len(seen) >= 4


def test_only_the_time_of_a_file_is_no_difference(publisher: Publisher) -> None:
    publisher.sweep()
    path = publisher.record.tree.root / "index.html"
    os.utime(path, (1, 1))
    assert publisher.record.differences() == {}


def test_two_installations_on_one_folder(tmp_path: Path) -> None:
    ours = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "ours", build="b"
    )
    theirs = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "theirs", build="b"
    )
    with (
        ours.lock(),
        pytest.raises(TreeBelongsToAnother, match="web"),
        theirs.lock(),
    ):
        pass
    ours.put({"/": PAGE})
    with pytest.raises(TreeBelongsToAnother), theirs.lock():
        pass


def test_a_manifest_signed_by_another_key_empties_nothing(tmp_path: Path) -> None:
    ours = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "ours", build="b"
    )
    ours.put({"/": PAGE, "/a/": PAGE})
    foreign = PublishedRecord(
        web_root=tmp_path / "elsewhere", private=tmp_path / "key", build="b"
    )
    foreign.put({"/": b"<h1>slot gacor</h1>"})
    for name in ("index.html", MANIFEST_NAME):
        (tmp_path / "web" / name).write_bytes(
            (tmp_path / "elsewhere" / name).read_bytes()
        )
    found = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "ours", build="b"
    )
    assert found.differences() == {"index.html": "changed", MANIFEST_NAME: "changed"}
    assert found.heal() == ["index.html", MANIFEST_NAME]
    assert (tmp_path / "web" / "index.html").read_bytes() == PAGE
    assert (tmp_path / "web" / "a" / "index.html").read_bytes() == PAGE


def test_an_old_tree_with_its_old_manifest_does_not_pass(tmp_path: Path) -> None:
    record = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "private", build="b"
    )
    record.put({"/": PAGE})
    old = {path: path.read_bytes() for path in (tmp_path / "web").iterdir()}
    record.put({"/": PAGE + b"the fee is Rp 0"})
    for path, body in old.items():
        path.write_bytes(body)
    again = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "private", build="b"
    )
    assert set(again.differences()) == {path.name for path in old}


def test_a_lost_record_is_made_anew_and_never_heals_blindly(tmp_path: Path) -> None:
    publisher = open_publisher(tmp_path)
    Group.objects.create(name="first")
    publisher.sweep()
    (tmp_path / "publisher" / MANIFEST_NAME).write_text("{}")
    (tmp_path / "published" / MANIFEST_NAME).write_text("{}")
    (tmp_path / "published" / "slot.html").write_text("slot gacor")
    before = set(files(publisher)) - {"slot.html"}
    again = open_publisher(tmp_path)
    with pytest.raises(RecordLost):
        again.record.heal()
    assert (tmp_path / "published" / "index.html").exists()
    with again.record.lock():
        again.sweep()
    assert set(files(again)) == before
    assert open_publisher(tmp_path).record.differences() == {}


def test_a_lost_copy_is_reported_and_rendered_anew(tmp_path: Path) -> None:
    publisher = open_publisher(tmp_path)
    Group.objects.create(name="first")
    publisher.sweep()
    for path in (tmp_path / "publisher" / "objects").rglob("*"):
        if path.is_file():
            path.write_bytes(b"rotten")
    (tmp_path / "published" / "index.html").write_text("slot gacor")
    (tmp_path / "published" / "count" / "index.html").unlink()
    with pytest.raises(CopyLost) as lost:
        open_publisher(tmp_path).record.heal()
    assert lost.value.args[0] == ["count/index.html", "index.html"]
    publisher.sweep()
    assert "first" in files(publisher)["index.html"]
    assert publisher.record.differences() == {}


def test_a_torn_line_of_the_journal_is_no_line(tmp_path: Path) -> None:
    record = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "private", build="b"
    )
    journal = Journal(tmp_path / "private" / "journal", record._key)
    journal.append({"a": "1"})
    whole = (tmp_path / "private" / "journal").read_bytes()
    journal.append({"b": "2"})
    both = (tmp_path / "private" / "journal").read_bytes()
    for length in range(len(whole), len(both)):
        (tmp_path / "private" / "journal").write_bytes(both[:length])
        assert journal.lines() == [{"a": "1"}]
        journal.append({"c": "3"})
        assert journal.lines() == [{"a": "1"}, {"c": "3"}]


@pytest.mark.parametrize("where", ["file", "folder", "parent", "temporary"])
def test_a_planted_link_leads_no_write_outside(tmp_path: Path, where: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("precious")
    record = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "private", build="b"
    )
    record.put({"/a/b/": PAGE})
    web = tmp_path / "web"
    plant: dict[str, Callable[[], None]] = {
        "file": lambda: _replace(
            web / "a" / "b" / "index.html", outside / "index.html"
        ),
        "folder": lambda: _replace(web / "a" / "b", outside),
        "parent": lambda: _replace(web / "a", outside),
        "temporary": lambda: (web / "a" / "b" / ".x.part").symlink_to(
            outside / "index.html"
        ),
    }
    plant[where]()
    assert record.differences()
    record.put({"/a/b/": PAGE + b"new"})
    assert (web / "a" / "b" / "index.html").read_bytes() == PAGE + b"new"
    assert not (web / "a").is_symlink()
    assert not (web / "a" / "b").is_symlink()
    record.heal()
    assert record.differences() == {}
    record.remove(["/a/b/"])
    assert list(outside.iterdir()) == [outside / "index.html"]
    assert (outside / "index.html").read_text() == "precious"


def _replace(path: Path, target: Path) -> None:
    aside = path.with_name(f"aside-{path.name}")
    path.rename(aside)
    path.symlink_to(target)


def test_names_that_are_no_file_names_are_reported_and_hold_nobody_up(
    publisher: Publisher,
) -> None:
    Group.objects.create(name="first")
    bad = [
        "/" + "é" * 200 + "/",
        "/a/../b/",
        "/%2e%2e/b/",
        "/.env/",
        "/" + "a" * 254 + ".css",
    ]
    good = "/" + "é" * 120 + "/"
    publisher.book.register("odd", lambda: [*bad, good])
    report = publisher.sweep()
    assert set(report.failed) == {*bad, good}  # the sample site knows no such page
    assert "404" in report.failed[good]
    for address in bad:
        assert report.failed[address].startswith("UnsafeAddress")
    listed = set(FailedPage.objects.values_list("address", flat=True))
    assert listed == {*bad, good}
    assert "first" in files(publisher)["index.html"]


def test_pages_with_unicode_dots_and_long_names_are_whole(tmp_path: Path) -> None:
    record = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "private", build="b"
    )
    addresses = [
        "/kantor-é/",
        "/日本/",
        "/a.b.c/",
        "/" + "é" * 127 + "/",
        "/v1.2/x.json",
    ]
    record.put(dict.fromkeys(addresses, PAGE))
    assert sorted(record.addresses) == sorted(addresses)
    assert record.differences() == {}
    assert sorted(record.remove(addresses)) == sorted(addresses)
    assert [path.name for path in (tmp_path / "web").iterdir()] == [MANIFEST_NAME]


def test_two_thousand_changes_at_once(publisher: Publisher) -> None:
    Group.objects.create(name="first")
    publisher.sweep()
    Change.objects.bulk_create(
        Change(table="auth_group", values=[number]) for number in range(2000)
    )
    Group.objects.bulk_create(Group(name=f"bulk {number}") for number in range(300))
    report = publisher.publish_changes()
    assert "bulk 299" in files(publisher)["index.html"]
    assert len(report.written) == 301
    assert not Change.objects.exists()


def test_a_picture_that_cannot_be_decoded_fails_its_page_only(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = Group.objects.create(name="good")
    publisher.sweep()
    page = sample_site.page

    def decode(request: object, pk: int) -> object:
        Image.open(io.BytesIO(b"this is no picture"))
        return page(request, pk)  # type: ignore[arg-type]

    for pattern in sample_site.urlpatterns:
        if pattern.callback is page:
            monkeypatch.setattr(pattern, "callback", decode)
    other = Group.objects.create(name="other")
    report = publisher.publish_changes()
    assert set(report.failed) == {f"/group/{other.pk}/"}
    assert "UnidentifiedImageError" in report.failed[f"/group/{other.pk}/"]
    # Noted at once, not only by the next sweep.
    assert FailedPage.objects.get().address == f"/group/{other.pk}/"
    assert "other" in files(publisher)["index.html"]
    assert files(publisher)[f"group/{good.pk}/index.html"] == "<title>good</title>"


def test_what_was_published_and_vanishes_is_noted_as_gone(tmp_path: Path) -> None:
    publisher = open_publisher(tmp_path)
    group = Group.objects.create(name="first")
    publisher.sweep()
    address = f"/group/{group.pk}/"
    group.delete()
    publisher.publish_changes()
    assert list(GoneAddress.objects.values_list("address", flat=True)) == [address]
    assert f"group/{group.pk}/index.html" not in files(publisher)


def test_an_empty_book_is_an_empty_tree(tmp_path: Path) -> None:
    record = PublishedRecord(
        web_root=tmp_path / "web", private=tmp_path / "private", build="b"
    )
    assert Publisher(record, AddressBook()).sweep().is_quiet
