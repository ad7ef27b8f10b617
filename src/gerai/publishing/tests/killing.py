"""Kills publishers at random instants and looks at what they leave behind.

``python -m gerai.publishing.tests.killing FOLDER KILLS SEED`` prints how many publishers
it has killed and in which step; it fails at the first that left anything wrong.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli

from gerai.publishing.tests.sample_installation import in_child, set_up

STEPS = ("open", "fsync", "replace", "unlink", "mkdir", "rmdir", "write", "utime")
HALF_A_WRITE = "half a write"
FAILPOINTS = (
    HALF_A_WRITE,
    *(f"{when} {step}" for step in STEPS for when in ("before", "after")),
)
MOST_OF_A_KIND = 30


def main(folder: Path, kills: int, seed: int) -> None:
    set_up(folder)
    chance = random.Random(seed)  # noqa: S311
    died: Counter[str] = Counter()
    while sum(died.values()) < kills:
        number = chance.randrange(1 << 30)
        if chance.random() < 0.5:
            step = _kill_at_an_instant(folder, number, chance.uniform(0.0, 0.08))
        else:
            point = Failpoint(
                where=chance.choice(FAILPOINTS),
                number=chance.randrange(1, MOST_OF_A_KIND),
            )
            step = _kill_in_a_step(folder, number, point)
        if step:
            died[step] += 1
        _expect_nothing_torn(folder)
        # Now and then the next publisher is killed while it mends.
        if chance.random() < 0.8:
            _expect_all_well(folder, f"seed {seed}, after {sum(died.values())} kills")
    _expect_all_well(folder, "at the end")
    print(json.dumps(died))  # noqa: T201


def _kill_at_an_instant(folder: Path, number: int, seconds: float) -> str:
    marker = folder / "began"
    marker.unlink(missing_ok=True)
    pid = in_child(lambda: _publish(folder, number, began=marker))
    deadline = time.monotonic() + 20
    while not marker.exists() and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return "any instant" if _died(pid) else ""


def _kill_in_a_step(folder: Path, number: int, point: Failpoint) -> str:
    pid = in_child(lambda: _publish(folder, number, failpoint=point))
    return point.where if _died(pid) else ""


def _died(pid: int) -> bool:
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the publisher failed by itself"
    return False


class Failpoint:
    """Kills its process at the n-th time that it comes to a place."""

    def __init__(self, *, where: str, number: int) -> None:
        self.where = where
        self._left = number

    def arm(self) -> None:
        from gerai.publishing.tree import PublishedTree

        for name in STEPS:
            setattr(os, name, self._around(name, getattr(os, name)))
        whole = PublishedTree._write

        def torn(
            name: str, body: bytes, folder: int, replaced: Any, **options: bool
        ) -> None:
            if self._is_here(HALF_A_WRITE):
                descriptor = os.open(name, os.O_WRONLY | os.O_CREAT, dir_fd=folder)
                os.write(descriptor, body[: len(body) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            whole(name, body, folder, replaced, **options)

        PublishedTree._write = staticmethod(torn)  # type: ignore[method-assign]

    def _around(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            if self._is_here(f"before {name}"):
                os.kill(os.getpid(), signal.SIGKILL)
            result = act(*args, **kwargs)
            if self._is_here(f"after {name}"):
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return step

    def _is_here(self, place: str) -> bool:
        if place != self.where:
            return False
        self._left -= 1
        return self._left == 0


def _publish(
    folder: Path,
    number: int,
    *,
    began: Path | None = None,
    failpoint: Failpoint | None = None,
) -> None:
    """What a publisher does in its life, with an editor's changes in between."""
    chance = random.Random(number)  # noqa: S311
    publisher = open_publisher(folder)
    with publisher.record.lock():
        if began is not None:
            began.touch()
        if failpoint is not None:
            failpoint.arm()
        publisher.sweep()
        for _ in range(6):
            for _ in range(chance.randrange(1, 4)):
                edit(chance)
            if chance.random() < 0.7:
                publisher.publish_changes()
            else:
                publisher.sweep()
                publisher.record.forget_old_copies()


def open_publisher(folder: Path) -> Any:
    from gerai.publishing.addresses import AddressBook
    from gerai.publishing.publisher import Publisher
    from gerai.publishing.record import PublishedRecord
    from gerai.publishing.tests import sample_site

    book = AddressBook()
    book.register("sample", sample_site.addresses)
    record = PublishedRecord(
        web_root=folder / "published", private=folder / "publisher", build="b"
    )
    return Publisher(record, book)


def edit(chance: random.Random) -> None:
    """One change that an editor commits."""
    from django.contrib.auth.models import Group

    groups = list(Group.objects.order_by("pk"))
    kind = chance.choice(["create", "create", "rename", "delete", "bulk", "break"])
    name = f"{chance.choice('ab')}{chance.randrange(10**9)} " + "isi " * 80
    if kind == "create" and len(groups) < 12:
        Group.objects.create(name=name[:150])
    elif groups and kind == "delete":
        chance.choice(groups).delete()
    elif groups and kind == "bulk":
        Group.objects.filter(pk=chance.choice(groups).pk).update(name=name[:140])
    elif groups:
        group = chance.choice(groups)
        group.name = "broken" if kind == "break" else name[:150]
        if not Group.objects.filter(name=group.name).exists():
            group.save()


def _expect_nothing_torn(folder: Path) -> None:
    """Right after the kill: each file is one that was to be published, and whole."""
    from gerai.publishing.manifest import sha256

    for path in (folder / "published").rglob("*"):
        if not path.is_file() or path.name.endswith(".part"):
            continue
        body = path.read_bytes()
        if path.name == "manifest.json":
            json.loads(body)
        elif path.suffix == ".gz":
            gzip.decompress(body)
        elif path.suffix == ".br":
            brotli.decompress(body)
        else:
            text = body.decode()
            assert text.startswith("<title>") or text.isdigit(), path
            copy = folder / "publisher" / "objects" / sha256(body)[:2] / sha256(body)
            assert copy.is_file(), f"{path} is no file that we have published"


def _expect_all_well(folder: Path, when: str) -> None:
    """After a restart: nothing lost, nothing left over, the tree as if made anew."""
    from django.contrib.auth.models import Group
    from django.db import connections

    from gerai.publishing.models import Change, FailedPage
    from gerai.publishing.tree import COMPRESSED_ENDINGS

    publisher = open_publisher(folder)
    with publisher.record.lock():
        publisher.sweep()
        publisher.record.forget_old_copies()
    broken = {
        f"/group/{pk}/"
        for pk in Group.objects.filter(name="broken").values_list("pk", flat=True)
    }
    shutil.rmtree(folder / "fresh", ignore_errors=True)
    fresh = open_publisher(folder / "fresh")
    fresh.sweep()
    ours, wanted = (
        {
            name: hash_
            for name, hash_ in one.record.files.items()
            if not _is_of(name, broken)
        }
        for one in (publisher, fresh)
    )
    assert ours == wanted, f"{when}: {set(ours.items()) ^ set(wanted.items())}"
    again = open_publisher(folder).record
    assert again.files == publisher.record.files, when
    assert again.differences() == {}, f"{when}: {again.differences()}"
    assert not Change.objects.exists(), when
    failed = set(FailedPage.objects.values_list("address", flat=True))
    assert failed == broken, when
    private = folder / "publisher"
    left = [path.name for path in private.rglob("*.part")]
    left += [path.name for path in (folder / "published").rglob("*.part")]
    assert not left, f"{when}: {left}"
    assert not (private / "journal").exists(), when
    copies = {path.name for path in (private / "objects").rglob("*") if path.is_file()}
    assert copies == {
        hash_
        for name, hash_ in again.files.items()
        if not name.endswith(COMPRESSED_ENDINGS)
    }, when
    connections.close_all()


def _is_of(name: str, addresses: set[str]) -> bool:
    return any(name.startswith(address[1:]) for address in addresses)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
