"""Is it the database that is away, or is the code wrong?"""

from __future__ import annotations

from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections


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


def never_create_database() -> None:
    """Take a SQLite file that is gone for an outage in this process from now on.

    SQLite would start an empty database in its place, and mix its log with the file
    that an operator puts back.
    """
    configuration = connections.settings[DEFAULT_DB_ALIAS]
    name = str(configuration["NAME"])
    if configuration["ENGINE"].endswith("sqlite3") and not name.startswith("file:"):
        configuration["NAME"] = f"file:{quote(name)}?mode=rw"
        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.settings_dict["NAME"] = configuration["NAME"]
