"""Is it the database that is away, or is the code wrong?"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError


def is_outage(problem: BaseException | None) -> bool:
    """Whether an exception, or what caused it, says that the database can't be used.

    That is: the server is stopped, the file is gone, locked, unreadable or empty, the
    disk is full. A wrong query is no outage.
    """
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        if isinstance(problem, OperationalError | InterfaceError):
            return True
        seen.add(id(problem))
        problem = problem.__cause__ or problem.__context__
    return False
