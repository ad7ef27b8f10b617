"""The web process's side of the drawing process: one sheet after the other, bounded.

A press keeps one drawing process, started when it is first needed. Whoever asks waits
in a short line; when the line is full, the answer is "busy" at once, so a flood of
requests costs one core and a few threads, never the site. A sheet that takes too long
costs its process; the next one gets a new one.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from gerai.printing.exceptions import (
    DrawingFailed,
    PressBusy,
    PrintingUnavailable,
)

Progress = Callable[[int, int], None]

_COMMAND = (sys.executable, "-m", "gerai.printing.drawing")
# Neither secrets nor the database's address are for a process that lays out texts.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV")
_LARGEST_PDF = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to lay out.

    Attributes:
        html: a whole document.
        size: of the root's letters, in points.
        scales: which may be tried, the largest first; the largest is taken that saves
            as many pages as the smallest does.
        one_page_css: added where everything fits on one page, to settle what is left
            of it; it must not make anything larger.
    """

    html: str
    size: float
    scales: Sequence[float] = (1.0,)
    one_page_css: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Sheets that become one file, with their style sheet.

    The same job always gives the same bytes; ``identifier`` (ASCII) names the file
    within the PDF.
    """

    css: str
    sheets: Sequence[Sheet]
    identifier: str


class Press:
    """One drawing process and the line in front of it; safe to use from any thread."""

    def __init__(
        self,
        *,
        seconds: float,
        places: int,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        """Make a press; nothing is started yet.

        Args:
            seconds: that may pass without news from the process.
            places: how many may wait or be served at a time.
            command: the drawing process.
        """
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(places)
        self._lock = threading.Lock()
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def draw(self, job: Job, progress: Progress | None = None) -> bytes:
        """The PDF of ``job``; ``progress`` hears (done, of) as sheets are laid out.

        Raises:
            PressBusy: the line is full.
            PrintingUnavailable: the machine lacks a library.
            DrawingFailed: it took too long or too much memory, or the layout failed.
        """
        if not self._places.acquire(blocking=False):
            raise PressBusy
        try:
            with self._lock:
                return self._draw(job, progress)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the process; the next job starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def _draw(self, job: Job, progress: Progress | None) -> bytes:
        line = json.dumps(asdict(job)).encode() + b"\n"
        is_new = self._process is None
        try:
            return self._asked(line, progress)
        except BrokenPipeError:
            # It had nothing to do for a while and has ended; or it can't be started.
            self.close()
            if is_new:
                raise DrawingFailed("the drawing process ends at once") from None
        try:
            return self._asked(line, progress)
        except BrokenPipeError:
            self.close()
            raise DrawingFailed("the drawing process ends at once") from None

    def _asked(self, line: bytes, progress: Progress | None) -> bytes:
        process = self._started()
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(line)
        process.stdin.flush()
        answers = _Answers(process.stdout, self._seconds)
        try:
            return _result(answers, progress)
        except (PrintingUnavailable, DrawingFailed, ValueError, KeyError) as problem:
            self.close()
            if isinstance(problem, ValueError | KeyError):
                raise DrawingFailed("the answer makes no sense") from problem
            raise

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={
                    name: os.environ[name] for name in _PASSED_ON if name in os.environ
                },
                start_new_session=True,
            )
        return self._process


class _Answers:
    """What the process says, as long as it keeps talking."""

    def __init__(self, stream: IO[bytes], seconds: float) -> None:
        self._stream = stream
        self._seconds = seconds
        self._rest = b""

    def line(self) -> dict[str, Any]:
        while b"\n" not in self._rest:
            self._rest += self._more()
        line, _, self._rest = self._rest.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def exactly(self, size: int) -> bytes:
        if not 0 < size <= _LARGEST_PDF:
            raise DrawingFailed(f"a file of {size} bytes")
        parts, missing = [self._rest], size - len(self._rest)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return b"".join(parts)

    def _more(self) -> bytes:
        ready, _, _ = select.select([self._stream], [], [], self._seconds)
        if not ready:
            raise DrawingFailed(f"nothing was heard for {self._seconds:g} s")
        found = os.read(self._stream.fileno(), 1 << 16)
        if not found:
            raise BrokenPipeError
        return found


def _result(answers: _Answers, progress: Progress | None) -> bytes:
    while True:
        message = answers.line()
        if "error" in message:
            reason = f"{message['error']}: {message.get('reason', '')}"
            if message["error"] == "unavailable":
                raise PrintingUnavailable(reason)
            raise DrawingFailed(reason)
        if "size" in message:
            return answers.exactly(int(message["size"]))
        if progress is not None:
            progress(int(message["done"]), int(message["of"]))
