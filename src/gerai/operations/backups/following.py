"""Backups by themselves, for as long as the server runs.

On SQLite whatever is committed is in the place within a minute. A dump of PostgreSQL
costs more, so it is made every hour; its own archive of changes does the rest. A backup
is tried out once a week.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from django.conf import settings

from gerai.operations.backups.installation import Installation, this_installation
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.services import back_up_to_place, marks_of, our_cipher
from gerai.operations.backups.state import read_state, write_state

log = structlog.get_logger(__name__)
LOOK_EVERY_SECONDS = 2.0
SHORTEST_BETWEEN_SECONDS = 45.0
LONGEST_BETWEEN_SECONDS = 86_400.0
DUMP_EVERY_SECONDS = 3600.0
NOTE_EVERY_SECONDS = 60.0
FIRST_AFTER_SECONDS = 20.0
DRILL_EVERY_SECONDS = 7 * 86_400.0
FIRST_DRILL_AFTER_SECONDS = 900.0
NICENESS = 10


@dataclass(slots=True)
class Following:
    """Looks every few seconds whether a backup or a drill is due."""

    installation: Installation
    started: float = field(default_factory=time.monotonic)
    _tried: float | None = None
    _noted: float = 0.0
    _drilled: float | None = None

    def step(self) -> None:
        """Look once, and do what is due."""
        now = time.monotonic()
        if now - self.started < FIRST_AFTER_SECONDS:
            return
        if self._is_backup_due(now):
            self._tried = now
            self._back_up()
        elif now - self._noted > NOTE_EVERY_SECONDS:
            self._noted = now
            self._note_unchanged()
        if self._is_drill_due(now):
            self._drilled = now
            run_drill()

    def _is_backup_due(self, now: float) -> bool:
        data = self.installation.data
        is_dump = self.installation.engine == "postgresql"
        pause = DUMP_EVERY_SECONDS if is_dump else SHORTEST_BETWEEN_SECONDS
        state = read_state(data)
        if self._tried is not None and now - self._tried < (
            SHORTEST_BETWEEN_SECONDS if state.trouble else pause
        ):
            return False
        if is_dump:
            # Started again within the hour: no dump for that.
            return abs(time.time() - state.backup_at) >= pause or bool(state.trouble)
        return (
            bool(state.trouble)
            or state.marks != marks_of(self.installation)
            or abs(time.time() - state.backup_at) > LONGEST_BETWEEN_SECONDS
        )

    def _back_up(self) -> None:
        had_trouble = read_state(self.installation.data).trouble
        try:
            written = back_up_to_place()
        except BackupProblem as problem:
            if str(problem) != had_trouble:
                log.error("backup failed", problem=str(problem))
            return
        if had_trouble:
            log.info("backups go on")
        if written.size:
            log.debug("backed up", name=written.name, bytes=written.size)

    def _note_unchanged(self) -> None:
        state = read_state(self.installation.data)
        is_unchanged = self.installation.engine == "sqlite" and (
            state.marks == marks_of(self.installation)
        )
        if is_unchanged and not state.trouble:
            state.seen_at = time.time()
            write_state(self.installation.data, state)

    def _is_drill_due(self, now: float) -> bool:
        if now - self.started < FIRST_DRILL_AFTER_SECONDS or (
            self._drilled is not None and now - self._drilled < DRILL_EVERY_SECONDS / 7
        ):
            return False
        state = read_state(self.installation.data)
        is_old = abs(time.time() - state.drill_at) > DRILL_EVERY_SECONDS
        return bool(state.backup_at) and is_old and our_cipher().can_read


def run_drill() -> None:
    """Try the newest backup out, in a process of its own that gives its memory back."""
    done = subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", "drill"],
        env={**os.environ, "GERAI_DATA": str(settings.GERAI_DATA)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        log.error("drill failed", problem=lines[-1])


def follow(should_stop: Callable[[], bool]) -> None:
    """Back up until told to stop."""
    os.nice(NICENESS)
    following = Following(this_installation())
    while not should_stop():
        try:
            following.step()
        except OSError as problem:
            log.error("backup failed", problem=str(problem))
        time.sleep(LOOK_EVERY_SECONDS)
