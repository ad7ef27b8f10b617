"""Large files that are drawn while somebody watches.

A job lives in the cache for an hour, so every process of the installation can tell how
far it is; the file lies in the store. A thread hands the sheets to the press; it uses
no database, since all texts were read before it starts.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable
from contextvars import copy_context
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import structlog
from django.core.cache import cache

from gerai.printing.exceptions import PressBusy, PrintingError
from gerai.printing.press import Job
from gerai.printing.services import desk_press, drawn

KEPT_SECONDS = 3600
SILENT_SECONDS = 90.0
"""A job of which nobody has heard for so long was lost with its process."""

logger = structlog.get_logger(__name__)


class State(StrEnum):
    """How far a job is."""

    DRAWING = "drawing"
    READY = "ready"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A file that somebody asked for.

    Attributes:
        token: names it in its address.
        owner_id: key of the user who may have it.
        file_name: under which it is saved.
        service_ids: keys of the records in it; who may not change them any more may
            not have the file either.
        digest: of its content, names it in the store.
        done, of: sheets that are laid out, and all of them.
        heard_at: when it last moved, in seconds since 1970.
    """

    token: str
    owner_id: int
    title: str
    file_name: str
    service_ids: tuple[int, ...]
    digest: str
    of: int
    done: int = 0
    state: State = State.DRAWING
    heard_at: float = 0.0

    @property
    def percent(self) -> int:
        return self.done * 100 // self.of if self.of else 0

    @property
    def is_lost(self) -> bool:
        silent = time.time() - self.heard_at
        return self.state == State.DRAWING and silent > SILENT_SECONDS


def start(
    *, job: Job, owner_id: int, title: str, file_name: str, service_ids: Iterable[int]
) -> PrintJob:
    """Begin to draw in the background."""
    print_job = PrintJob(
        token=secrets.token_urlsafe(16),
        owner_id=owner_id,
        title=title,
        file_name=file_name,
        service_ids=tuple(service_ids),
        digest=job.identifier,
        of=len(job.sheets),
    )
    _remember(print_job)
    # In the context of whoever asks, so that cache and folder are theirs.
    work = copy_context()
    threading.Thread(target=work.run, args=(run, print_job, job), daemon=True).start()
    return print_job


def run(print_job: PrintJob, job: Job) -> PrintJob:
    """Draw; tells the cache how far it is, and never raises what a text may cause."""

    def progress(done: int, _of: int) -> None:
        nonlocal print_job
        print_job = _remember(replace(print_job, done=done))

    try:
        drawn(job, desk_press, progress)
    except PressBusy:
        return _remember(replace(print_job, state=State.BUSY))
    except PrintingError as problem:
        logger.warning("printing.failed", reason=str(problem), sheets=print_job.of)
        return _remember(replace(print_job, state=State.FAILED))
    return _remember(replace(print_job, state=State.READY, done=print_job.of))


def job_with(token: str, *, owner_id: int) -> PrintJob | None:
    """The job of a token if it is this user's; None also when it is forgotten."""
    found = cache.get(_key(token))
    if found is None or found["owner_id"] != owner_id:
        return None
    return PrintJob(**{**found, "state": State(found["state"])})


def _remember(print_job: PrintJob) -> PrintJob:
    print_job = replace(print_job, heard_at=time.time())
    cache.set(_key(print_job.token), asdict(print_job), timeout=KEPT_SECONDS)
    return print_job


def _key(token: str) -> str:
    return f"printing:job:{token}"
