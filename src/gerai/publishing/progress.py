"""How far a sweep is, for the log, the terminal, and whoever asks in between."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STATE_NAME = "progress.json"
SECONDS_BETWEEN_REPORTS = 2.0


@dataclass(slots=True)
class Progress:
    """Counts pages; tells ``report`` (done, total, pages per second) now and then."""

    report: Callable[[int, int, float], None] | None = None
    file: Path | None = None
    _total: int = 0
    _done: int = 0
    _started: float = 0.0
    _reported: float = field(default=0.0)

    def start(self, total: int) -> None:
        """Begin to count."""
        self._total, self._done = total, 0
        self._started = self._reported = time.monotonic()
        self._write(is_finished=False)

    def advance(self, pages: int) -> None:
        """So many pages more are done."""
        self._done += pages
        now = time.monotonic()
        if pages and now - self._reported >= SECONDS_BETWEEN_REPORTS:
            self._reported = now
            self._write(is_finished=False)
            if self.report is not None:
                self.report(self._done, self._total, self.pages_per_second)

    def finish(self, seconds: float) -> None:
        """All is done."""
        self._write(is_finished=True)

    @property
    def pages_per_second(self) -> float:
        return self._done / max(time.monotonic() - self._started, 0.001)

    def _write(self, *, is_finished: bool) -> None:
        if self.file is None:
            return
        state = {
            "pages": self._total,
            "done": self._done,
            "pages_per_second": round(self.pages_per_second, 1),
            "is_finished": is_finished,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        temporary = self.file.with_suffix(".part")
        # A full disk is reported by what has to be written.
        with suppress(OSError):
            temporary.write_text(json.dumps(state) + "\n")
            temporary.replace(self.file)


def read_progress(file: Path) -> dict[str, Any] | None:
    """The state of the newest sweep (``pages``, ``done``, ``pages_per_second``,
    ``is_finished``, ``at``), None if there is none or it can't be read."""
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
