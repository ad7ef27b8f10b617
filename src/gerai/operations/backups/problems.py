"""What can be in the way, in words for the person at the terminal."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BackupProblem(Exception):
    """A backup can't be made, read or restored; the text says why and what to do."""


@contextmanager
def told_of_disk(doing: str) -> Iterator[None]:
    """Turn what a disk refuses into words.

    Raises:
        BackupProblem: instead of an ``OSError``.
    """
    try:
        yield
    except OSError as problem:
        what = f" ({problem.filename})" if problem.filename else ""
        if problem.errno in FULL:
            raise BackupProblem(
                f"The disk is full while {doing}{what}. Nothing was changed. Free space "
                "and try again."
            ) from problem
        if problem.errno == errno.EROFS:
            raise BackupProblem(
                f"The disk is read-only while {doing}{what}. Nothing was changed."
            ) from problem
        reason = problem.strerror or type(problem).__name__
        raise BackupProblem(f"Trouble while {doing}{what}: {reason}.") from problem
