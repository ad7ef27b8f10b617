"""The publisher's loop: urgent pages at once, a sweep soon after and every hour."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    close_old_connections,
    connection,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from gerai.publishing.addresses import NothingToPublish
from gerai.publishing.chores import chores
from gerai.publishing.health import (
    REPORT_EVERY_SECONDS,
    PublisherStatus,
    kind_of_trouble,
    write_status,
)
from gerai.publishing.memory import database_counter
from gerai.publishing.models import Change
from gerai.publishing.moments import next_moment
from gerai.publishing.progress import Progress
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import CopyLost, RecordLost

log = structlog.get_logger(__name__)
POLL_SECONDS = 0.02
LOOK_FOR_NOTES_EVERY_SECONDS = 0.5
QUIET_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 20.0
SWEEP_EVERY_SECONDS = 3600.0
WATCH_EVERY_SECONDS = 30.0
# Who has written into the web folder once tries again.
WATCH_CLOSELY_SECONDS = 3.0
ALERT_SECONDS = 600.0
SHORTEST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
CLOCK_JUMP_SECONDS = 30.0
MOST_NAMED_FILES = 20
LONGEST_OVERTAKEN_SECONDS = 1.0
"""After that a run looks for the unlikely, too, whatever comes meanwhile."""


class _Stopped(Exception):
    """The process is to end; the next start sweeps again."""


@dataclass(slots=True)
class PublishingLoop:
    """Follows the database until ``should_stop`` says so.

    A change is first published from memory, then a sweep follows once the editors have
    been quiet for a moment (or after 20 seconds of steady editing).
    """

    publisher: Publisher
    should_stop: Callable[[], bool]
    progress: Progress | None = None
    _counter: Hashable = None
    _changed_at: float | None = None
    _first_changed_at: float | None = None
    _swept_at: float = field(default=0.0)
    _watched_at: float = field(default=0.0)
    _altered_at: float = -ALERT_SECONDS
    _due_moment: datetime | None = None
    _reported_at: float = field(default=0.0)
    _pause: float = SHORTEST_PAUSE_SECONDS
    _clock_offset: float = field(default_factory=lambda: time.time() - time.monotonic())
    status: PublisherStatus = field(
        default_factory=lambda: PublisherStatus(pid=os.getpid(), started_at=time.time())
    )
    _wants_sweep: bool = False
    _is_afresh: bool = True
    _is_warm: bool = False
    _overtaken_at: float | None = None
    _looked_for_notes_at: float = -math.inf
    _usual: BaseDatabaseWrapper = field(
        default_factory=lambda: connections[DEFAULT_DB_ALIAS]
    )

    def run(self) -> None:
        """Sweep, then follow. Whatever is in the way is reported and waited out."""
        self._counter = _counter_or_none()
        self._attempt(self._sweep)
        while not self.should_stop():
            self._attempt(self.step)
            self._watch_when_due()
            self._report()
            time.sleep(POLL_SECONDS)

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (DatabaseError, InterfaceError, OSError, NothingToPublish) as problem:
            kind = kind_of_trouble(problem)
            if kind != self.status.trouble:
                log.error("publishing has stopped", trouble=kind, problem=str(problem))
                self.status.trouble_since = time.time()
            self.status.trouble, self.status.trouble_text = kind, str(problem)
            self._report(at_once=True)
            close_old_connections()
            self._pause = min(LONGEST_PAUSE_SECONDS, self._pause * 2)
            until = time.monotonic() + self._pause
            while time.monotonic() < until and not self.should_stop():
                time.sleep(POLL_SECONDS)
            self._wants_sweep = True  # it finds whatever was missed meanwhile
        else:
            self._pause = SHORTEST_PAUSE_SECONDS
            if self.status.trouble:
                log.info("publishing goes on", trouble=self.status.trouble)
                self.status.trouble = self.status.trouble_text = ""
                self._report(at_once=True)

    def _report(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if at_once or now - self._reported_at >= REPORT_EVERY_SECONDS:
            self._reported_at = now
            write_status(self.publisher.record.private_folder, self.status)

    def step(self) -> None:
        """Look once, and do what is due."""
        chores.run_due()
        if self._something_changed():
            now = time.monotonic()
            self._changed_at = now
            self._first_changed_at = self._first_changed_at or now
            self._publish_changes(gives_way=self._must_give_way)
            has_waited = time.monotonic() - self._first_changed_at
            if self._has_changed_since() and has_waited < LONGEST_WAIT_SECONDS:
                return  # what came meanwhile is published before a sweep begins
        if self._is_sweep_due():
            self._sweep()
        elif not self._is_warm:
            self._warm_up()

    def _warm_up(self) -> None:
        """While nothing happens, once: what comes next is the faster."""
        self._usual = connections[DEFAULT_DB_ALIAS]
        self._is_warm = self.publisher.warm_up(lambda: not self._must_give_way())

    def _watch_when_due(self) -> None:
        """Look at the files; whatever is away, this needs nothing but the disk."""
        now = time.monotonic()
        is_attacked = now - self._altered_at < ALERT_SECONDS
        pause = WATCH_CLOSELY_SECONDS if is_attacked else WATCH_EVERY_SECONDS
        if now - self._watched_at < pause:
            return
        try:
            self._watch()
        except (OSError, RecordLost) as problem:
            log.error("published files can't be verified", problem=str(problem))

    def _watch(self) -> None:
        """Put back whatever was changed in the web root by somebody else."""
        self._watched_at = time.monotonic()
        record = self.publisher.record
        try:
            healed = record.heal()
        except CopyLost as problem:
            log.error("copies of published files are lost", files=problem.args[0])
            self._changed_at = self._first_changed_at = 0.0  # a sweep makes them anew
            return
        self.status.verified_at = time.time()
        if healed:
            self.status.altered = healed[:MOST_NAMED_FILES]
            self.status.altered_at = time.time()
            self._altered_at = time.monotonic()
            self._report(at_once=True)
        for name in healed:
            log.error("published file was altered and has been restored", file=name)

    def _sweep(self) -> None:
        self._changed_at = self._first_changed_at = None
        self._wants_sweep = False
        started = timezone.now()
        try:
            report = self.publisher.sweep(
                afresh=self._is_afresh,
                between_batches=self._urgent,
                on_connected=self._connected,
                progress=self.progress,
            )
        except _Stopped:
            return
        self.publisher.record.forget_old_copies()
        self._watched_at = time.monotonic()
        if self._is_afresh:
            self._swept_at, self._is_afresh = self._watched_at, False
        # Pages from before and after a midnight: then it is due at once.
        self._due_moment = next_moment(started)
        self.status.swept_at = self.status.verified_at = time.time()
        self.status.sweep_seconds = report.seconds
        self.status.pages, self.status.failed = report.pages, len(report.failed)
        self._report(at_once=True)

    def _connected(self) -> None:
        # Each connection counts for itself what others commit.
        self._usual = connections[DEFAULT_DB_ALIAS]
        self._counter = database_counter(self._usual)

    def _must_give_way(self) -> bool:
        """Whether something has changed since; the publisher may be in a snapshot."""
        return self._has_changed_since() or self.should_stop()

    def _has_changed_since(self) -> bool:
        return database_counter(self._usual) != self._counter

    def _urgent(self) -> None:
        """Between two batches of a sweep: pages that somebody waits for."""
        if self.should_stop():
            raise _Stopped
        self._watch_when_due()
        self._report()
        chores.run_due()
        if self._something_changed():
            self._changed_at = time.monotonic()
            self._first_changed_at = self._first_changed_at or self._changed_at
            self._publish_changes()

    def _publish_changes(self, *, gives_way: Callable[[], bool] | None = None) -> None:
        report = self.publisher.publish_changes(
            on_connected=self._connected,
            gives_way=gives_way,
            is_overtaken=self._is_overtaken,
        )
        self._wants_sweep |= report.is_for_a_sweep
        now = time.monotonic()
        self._overtaken_at = (
            (self._overtaken_at or now) if report.is_overtaken else None
        )

    def _is_overtaken(self) -> bool:
        """Whether something has changed since, and not for long already."""
        since = self._overtaken_at or time.monotonic()
        is_late = time.monotonic() - since > LONGEST_OVERTAKEN_SECONDS
        return not is_late and self._has_changed_since()

    def _something_changed(self) -> bool:
        counter = database_counter(connection)
        if counter == self._counter and not self._has_notes():
            return False
        self._counter = counter
        return True

    def _has_notes(self) -> bool:
        """Whether there are notes of a change that no count has told of.

        It may have been counted just before a run, and noted too late for it.
        """
        now = time.monotonic()
        if now - self._looked_for_notes_at < LOOK_FOR_NOTES_EVERY_SECONDS:
            return False
        self._looked_for_notes_at = now
        return Change.objects.exists()

    def _is_sweep_due(self) -> bool:
        now = time.monotonic()
        if now - self._swept_at >= SWEEP_EVERY_SECONDS or self._clock_was_set():
            self._is_afresh = True
        if self._is_afresh or self._wants_sweep:
            return True
        if self._due_moment is not None and timezone.now() >= self._due_moment:
            return True
        if self._changed_at is None or self._first_changed_at is None:
            return False
        return (
            now - self._changed_at >= QUIET_SECONDS
            or now - self._first_changed_at >= LONGEST_WAIT_SECONDS
        )

    def _clock_was_set(self) -> bool:
        """Whether the wall clock has jumped, forwards or back, or the machine slept."""
        offset = time.time() - time.monotonic()
        jumped = abs(offset - self._clock_offset) > CLOCK_JUMP_SECONDS
        if jumped:
            seconds = round(offset - self._clock_offset)
            log.warning("the clock was set; publishing everything", seconds=seconds)
            self._clock_offset = offset
        return jumped


def _counter_or_none() -> Hashable:
    try:
        return database_counter(connection)
    except DatabaseError:
        return None
