"""The regular round: looking at everything, visiting links, the weekly summary.

A round may take many seconds, and the process that does the chores has pages to
publish. So the chore only looks at the clock, and starts ``gerai truth`` beside it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta

from django.utils import timezone

from gerai.truth.services import watch_state

EVERY = timedelta(hours=1)
PAUSE_AFTER_START = 90.0
"""Seconds; a server that has just started has better things to do."""

COMMAND = (sys.executable, "-m", "gerai.config.cli", "truth")
_started = time.monotonic()
_running: list[subprocess.Popen[bytes]] = []


def start_when_due() -> bool:
    """Start a round if the last one is an hour old; one query. Says whether it did."""
    _running[:] = [process for process in _running if process.poll() is None]
    if _running or time.monotonic() - _started < PAUSE_AFTER_START:
        return False
    state = watch_state()
    is_old = state.looked_at is None or timezone.now() - state.looked_at > EVERY
    if not (is_old or state.is_due):
        return False
    _running.append(subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL))  # noqa: S603
    return True
