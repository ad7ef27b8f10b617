"""What the running publisher says of itself, in a file that needs no database.

The file lies beside the record, out of the web server's reach. ``gerai doctor`` and the
desk read it; that a publisher runs at all is known from its lock, not from here.
"""

from __future__ import annotations

import errno
import json
import os
import time
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from django.db import DatabaseError, InterfaceError

from gerai.publishing.addresses import NothingToPublish

STATUS_NAME = "status.json"
REPORT_EVERY_SECONDS = 10.0
"""How often a healthy publisher writes; one that is silent much longer hangs."""


@dataclass(slots=True)
class PublisherStatus:
    """Seconds are those of the wall clock since 1970; 0 is never."""

    pid: int = 0
    started_at: float = 0.0
    seen_at: float = 0.0
    swept_at: float = 0.0
    sweep_seconds: float = 0.0
    pages: int = 0
    failed: int = 0
    verified_at: float = 0.0
    altered: list[str] = field(default_factory=list)
    altered_at: float = 0.0
    trouble: str = ""
    trouble_text: str = ""
    trouble_since: float = 0.0


def read_status(private: Path) -> PublisherStatus:
    """What was last written; an unreadable or missing file says nothing."""
    try:
        document = json.loads((private / STATUS_NAME).read_bytes())
        known = {one.name for one in fields(PublisherStatus)}
        return PublisherStatus(
            **{key: value for key, value in document.items() if key in known}
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return PublisherStatus()


def write_status(private: Path, status: PublisherStatus) -> None:
    """Replace the file; a disk that doesn't take it is not worth stopping for."""
    status.seen_at = time.time()
    beside = private / f"{STATUS_NAME}.part"
    try:
        beside.write_text(json.dumps(asdict(status), ensure_ascii=False))
        os.chmod(beside, 0o600)  # noqa: PTH101
        beside.replace(private / STATUS_NAME)
    except OSError:
        return


def kind_of_trouble(problem: BaseException) -> str:
    """``database``, ``content``, ``disk``, ``folder`` or ``other``."""
    if isinstance(problem, NothingToPublish):
        return "content"
    if isinstance(problem, DatabaseError | InterfaceError):
        return "database"
    if isinstance(problem, OSError):
        if problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return "disk"
        return "folder"
    return "other"
