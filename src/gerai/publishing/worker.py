"""The publisher's loop: urgent pages at once, a sweep soon after and every hour."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from gerai.publishing.chores import chores
from gerai.publishing.memory import database_counter
from gerai.publishing.models import Change
from gerai.publishing.moments import next_moment
from gerai.publishing.publisher import Publisher

log = structlog.get_logger(__name__)
POLL_SECONDS = 0.1
QUIET_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 20.0
SWEEP_EVERY_SECONDS = 3600.0
WATCH_EVERY_SECONDS = 30.0
CLOCK_JUMP_SECONDS = 2.0


@dataclass(slots=True)
class PublishingLoop:
    """Follows the database until ``should_stop`` says so.

    A change is first published from memory, then a sweep follows once the editors have
    been quiet for a moment (or after 20 seconds of steady editing).
    """

    publisher: Publisher
    should_stop: Callable[[], bool]
    _counter: Hashable = None
    _changed_at: float | None = None
    _first_changed_at: float | None = None
    _swept_at: float = field(default=0.0)
    _watched_at: float = field(default=0.0)
    _due_moment: datetime | None = None
    _drift: float = field(default_factory=lambda: time.time() - time.monotonic())

    def run(self) -> None:
        """Sweep, then follow. Database outages are waited out."""
        self._counter = _counter_or_none()
        self._sweep()
        while not self.should_stop():
            try:
                self.step()
            except DatabaseError as problem:
                log.warning("database not available", problem=type(problem).__name__)
                close_old_connections()
                time.sleep(1)
            time.sleep(POLL_SECONDS)

    def step(self) -> None:
        """Look once, and do what is due."""
        chores.run_due()
        self._notice_clock_jump()
        if self._something_changed():
            now = time.monotonic()
            self._changed_at = now
            self._first_changed_at = self._first_changed_at or now
            self.publisher.publish_changes()
        if self._is_sweep_due():
            self._sweep()
        elif time.monotonic() - self._watched_at >= WATCH_EVERY_SECONDS:
            self._watch()

    def _watch(self) -> None:
        """Put back whatever was changed in the web root by somebody else."""
        self._watched_at = time.monotonic()
        record = self.publisher.record
        healed = record.heal()
        if record.heal_manifest():
            healed.append("manifest.json")
        for name in healed:
            log.error("published file was altered and has been restored", file=name)

    def _sweep(self) -> None:
        self._changed_at = self._first_changed_at = None
        try:
            # Before, not after: a moment that passes during a long sweep is due at once.
            self._due_moment = next_moment(timezone.now())
            self.publisher.sweep(between_batches=self._urgent)
            self.publisher.record.forget_old_copies()
        except (DatabaseError, OSError) as problem:
            log.error("sweep stopped", problem=str(problem))
            self._changed_at = time.monotonic()
            close_old_connections()
        self._swept_at = time.monotonic()

    def _urgent(self) -> None:
        """Between two batches of a sweep: pages that somebody waits for."""
        chores.run_due()
        if self._something_changed():
            self._changed_at = time.monotonic()
            self._first_changed_at = self._first_changed_at or self._changed_at
            self.publisher.publish_changes()

    def _notice_clock_jump(self) -> None:
        """Sweep when the clock was set: what was over may not be, and the reverse."""
        drift = time.time() - time.monotonic()
        if abs(drift - self._drift) > CLOCK_JUMP_SECONDS:
            log.warning("the clock was set", seconds=round(drift - self._drift))
            self._due_moment = timezone.now()
        self._drift = drift

    def _something_changed(self) -> bool:
        counter = database_counter(connection)
        if counter == self._counter and not Change.objects.exists():
            return False
        self._counter = counter
        return True

    def _is_sweep_due(self) -> bool:
        now = time.monotonic()
        if now - self._swept_at >= SWEEP_EVERY_SECONDS:
            return True
        if self._due_moment is not None and timezone.now() >= self._due_moment:
            return True
        if self._changed_at is None or self._first_changed_at is None:
            return False
        return (
            now - self._changed_at >= QUIET_SECONDS
            or now - self._first_changed_at >= LONGEST_WAIT_SECONDS
        )


def _counter_or_none() -> Hashable:
    try:
        return database_counter(connection)
    except DatabaseError:
        return None
