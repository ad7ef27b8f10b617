"""What other rooms and commands may ask of the publisher."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from gerai.publishing.addresses import address_book
from gerai.publishing.build import build_id
from gerai.publishing.locking import when_free
from gerai.publishing.outages import never_create_database
from gerai.publishing.publisher import Publisher, Report
from gerai.publishing.record import PublishedRecord
from gerai.publishing.worker import PublishingLoop


def register_addresses(name: str, source: Callable[[], list[str]]) -> None:
    """Tell the publisher of a kind of public address (from ``apps.ready``)."""
    address_book.register(name, source)


def published_record() -> PublishedRecord:
    """The record of this installation's tree."""
    return PublishedRecord(
        web_root=settings.PUBLISHED_FOLDER,
        private=settings.PUBLISHER_FOLDER,
        build=build_id(),
    )


def publish_everything() -> Report:
    """One sweep, while no other publisher is at work.

    Raises:
        PublisherIsRunning: when one is.
    """
    record = published_record()
    with record.lock():
        report = Publisher(record, address_book).sweep()
        record.forget_old_copies()
    return report


def follow_changes() -> None:
    """Publish whatever changes until the process is told to end (SIGTERM, SIGINT).

    While another process does so already, wait to take over from it.

    Raises:
        TreeBelongsToAnother: when another installation has the folder.
    """
    ending = threading.Event()
    parent = os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())

    def should_stop() -> bool:
        # Whoever started it may have been killed without a word.
        return ending.is_set() or os.getppid() != parent

    never_create_database()
    record = published_record()
    with when_free(record.lock, should_stop) as is_ours:
        if is_ours:
            PublishingLoop(Publisher(record, address_book), should_stop).run()


def compare_with_fresh_render() -> dict[str, str]:
    """Render everything from nothing beside the tree and compare byte by byte.

    Returns file name → ``changed`` (the tree is stale or was altered), ``missing`` or
    ``surplus``. Nothing in the tree is touched.
    """
    record = published_record()
    with tempfile.TemporaryDirectory(prefix="gerai-check-") as scratch:
        folder = Path(scratch)
        fresh = PublishedRecord(
            web_root=folder / "tree", private=folder / "private", build=record.build
        )
        Publisher(fresh, address_book).sweep()
        wanted = fresh.files
    actual = {
        name: kind for name, kind in record.differences().items() if kind != "added"
    }
    differences = dict.fromkeys(actual, "changed")
    for name, hash_ in wanted.items():
        if name not in record.files:
            differences[name] = "missing"
        elif record.files[name] != hash_:
            differences[name] = "changed"
    for name in record.files:
        if name not in wanted:
            differences[name] = "surplus"
    for name, kind in record.differences().items():
        if kind == "added":
            differences[name] = "surplus"
    return dict(sorted(differences.items()))
