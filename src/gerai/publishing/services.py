"""What other rooms and commands may ask of the publisher."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from gerai.publishing.addresses import address_book
from gerai.publishing.build import build_id
from gerai.publishing.locking import when_free
from gerai.publishing.outages import never_create_database
from gerai.publishing.progress import STATE_NAME, Progress, read_progress
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.report import Report
from gerai.publishing.worker import PublishingLoop

log = structlog.get_logger(__name__)
MOST_PROCESSES = 4


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


def publish_everything(
    say: Callable[[int, int, float], None] | None = None,
) -> Report:
    """One sweep, while no other publisher is at work.

    Args:
        say: is told every two seconds how many pages are done, of how many, and how many
            pages that is a second.

    Raises:
        PublisherIsRunning: when one is.
    """
    record = published_record()
    with record.lock():
        publisher = Publisher(record, address_book, processes=rendering_processes())
        report = publisher.sweep(progress=_progress(record, report=say))
        record.forget_old_copies()
    return report


def rendering_processes() -> int:
    """How many processes render a sweep: one for each processor, four at most."""
    return min(os.cpu_count() or 1, MOST_PROCESSES)


def publishing_state() -> dict[str, Any] | None:
    """How far the newest sweep is; see :func:`gerai.publishing.progress.read_progress`."""
    return read_progress(settings.PUBLISHER_FOLDER / STATE_NAME)


def _progress(
    record: PublishedRecord, report: Callable[[int, int, float], None] | None = None
) -> Progress:
    return Progress(report=report, file=record.private_folder / STATE_NAME)


def follow_changes(*, beside: int | None = None) -> None:
    """Publish whatever changes until the process is told to end (SIGTERM, SIGINT).

    While another process does so already, wait to take over from it. It ends when the
    process that started it is gone; ``beside`` is that process, which may be gone
    already when this one gets to look.

    Raises:
        TreeBelongsToAnother: when another installation has the folder.
    """
    ending = threading.Event()
    parent = os.getppid() if beside is None else beside
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())

    def should_stop() -> bool:
        # Whoever started it may have been killed without a word.
        return ending.is_set() or os.getppid() != parent

    never_create_database()
    record = published_record()
    with when_free(record.lock, should_stop) as is_ours:
        if is_ours:
            PublishingLoop(
                Publisher(record, address_book, processes=rendering_processes()),
                should_stop=should_stop,
                progress=_progress(record, report=_log_progress),
            ).run()


def _log_progress(done: int, total: int, pages_per_second: float) -> None:
    log.info("sweeping", done=done, total=total, per_second=round(pages_per_second))


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
        Publisher(fresh, address_book, processes=rendering_processes()).sweep()
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
