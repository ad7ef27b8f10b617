"""Keeps the published tree exact (the sweep) and prompt (the memory)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.core.cache import cache

from gerai.publishing.addresses import (
    AddressBook,
    UnsafeAddress,
    address_of,
    file_of,
)
from gerai.publishing.departures import DEPARTURES_ADDRESS
from gerai.publishing.failures import note_failures
from gerai.publishing.gone import note_gone
from gerai.publishing.memory import Memory
from gerai.publishing.models import Change
from gerai.publishing.record import CopyLost, PublishedRecord
from gerai.publishing.rendering import Renderer, RenderFailed
from gerai.publishing.snapshot import database_snapshot, mend_snapshot

log = structlog.get_logger(__name__)
# Small batches: a page is on disk soon, and an urgent one needn't wait long.
BATCH_PAGES = 10
WAGTAIL_ROOT_PATHS_KEY = "wagtail_site_root_paths"


@dataclass(slots=True)
class Report:
    """What a sweep or a prompt run did."""

    rendered: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    seconds: float = 0.0

    @property
    def is_quiet(self) -> bool:
        return not (self.written or self.removed)


class Publisher:
    """Renders addresses and keeps files, record and manifest in step.

    One publisher at a time works on a tree; ``PublishedRecord.lock`` sees to that.
    """

    def __init__(self, record: PublishedRecord, book: AddressBook) -> None:
        self.record = record
        self.book = book
        self.memory = Memory()
        self._renderer = Renderer()

    def sweep(self, *, between_batches: Callable[[], None] | None = None) -> Report:
        """Render every address and write what differs. Afterwards the tree is exact.

        ``between_batches`` is called outside the snapshot every few pages, so that
        urgent pages needn't wait for the end.
        """
        started = time.monotonic()
        report = Report()
        last_change = _last_change()
        addresses = self._addresses(report)
        with self.record.batch():
            for batch in _batches(addresses, BATCH_PAGES):
                self._publish(batch, report)
                if between_batches is not None:
                    between_batches()
            self._remove_vanished(addresses, report)
            self._repair_files(report)
        _forget_changes(last_change)
        note_failures(report.failed, succeeded=None)
        report.seconds = time.monotonic() - started
        log.info(
            "sweep",
            pages=report.rendered,
            written=len(report.written),
            removed=len(report.removed),
            failed=len(report.failed),
            seconds=round(report.seconds, 2),
        )
        return report

    def publish_changes(self) -> Report:
        """Render first what the committed changes affect, as far as is remembered."""
        started = time.monotonic()
        report = Report()
        changes = list(Change.objects.order_by("pk"))
        values: set[Any] = {value for change in changes for value in change.values}
        seen: set[str] = set()
        with database_snapshot():
            affected_groups = self.memory.affected(values=values)
            for affected in affected_groups:
                due = sorted(affected - seen)
                seen |= affected
                for batch in _batches(due, BATCH_PAGES):
                    self._publish(batch, report, is_in_snapshot=True)
        addresses = self._addresses(Report())
        known = set(self.record.addresses)
        self._publish([new for new in addresses if new not in known], report)
        self._remove_vanished(addresses, report)
        if changes:
            _forget_changes(changes[-1].pk)
        note_failures(report.failed, succeeded=report.succeeded)
        report.seconds = time.monotonic() - started
        return report

    def _addresses(self, report: Report) -> list[str]:
        cache.delete(WAGTAIL_ROOT_PATHS_KEY)
        safe: list[str] = []
        for address in self.book.all():
            try:
                file_of(address)
            except UnsafeAddress as problem:
                report.failed[address] = f"UnsafeAddress: {problem}"
                log.warning("unsafe address", problem=str(problem))
            else:
                safe.append(address)
        return safe

    def _publish(
        self, addresses: Iterable[str], report: Report, *, is_in_snapshot: bool = False
    ) -> None:
        addresses = list(addresses)
        if not addresses:
            return
        cache.delete(WAGTAIL_ROOT_PATHS_KEY)
        if is_in_snapshot:
            pages = self._render(addresses, report)
        else:
            with database_snapshot():
                pages = self._render(addresses, report)
        report.written += self.record.put(pages)

    def _render(self, addresses: Iterable[str], report: Report) -> dict[str, bytes]:
        pages: dict[str, bytes] = {}
        for address in addresses:
            try:
                with self.memory.recording(address):
                    rendered = self._renderer.render(address)
                    if rendered.status != 200:
                        raise RenderFailed(f"it moved to {rendered.location}")
            except RenderFailed as problem:
                mend_snapshot()
                report.failed[address] = str(problem)
                log.warning("page failed", address=address, reason=str(problem))
            else:
                pages[address] = rendered.body
                report.rendered += 1
                report.succeeded.add(address)
        return pages

    def _remove_vanished(self, addresses: Iterable[str], report: Report) -> None:
        vanished = sorted(set(self.record.addresses) - set(addresses))
        # Before their files go, so that no moment is left without an answer.
        if note_gone(vanished) and DEPARTURES_ADDRESS in addresses:
            self._publish([DEPARTURES_ADDRESS], report)
        for address in vanished:
            self.memory.forget(address)
        report.removed += self.record.remove(vanished)

    def _repair_files(self, report: Report) -> None:
        self.record.establish()
        try:
            report.written += self.record.heal()
        except CopyLost as problem:
            self._publish([address_of(name) for name in problem.args[0]], report)
            report.written += self.record.heal()


def _batches(addresses: list[str], size: int) -> Iterable[list[str]]:
    for start in range(0, len(addresses), size):
        yield addresses[start : start + size]


def _last_change() -> int:
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _forget_changes(up_to: int) -> None:
    Change.objects.filter(pk__lte=up_to).delete()
