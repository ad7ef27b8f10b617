"""PostgreSQL: ``pg_dump`` and ``pg_restore``, and the way back if that fails.

While a restore isn't finished, the tables from before stand in a schema of their own, so
that going back is one statement.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.sqlite import ENDED_BY_RESTORE

if TYPE_CHECKING:
    import psycopg

BEFORE = "gerai_before_restore"
LONGEST_SECONDS = 3600


@contextmanager
def connected(database: Mapping[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own: this may run in a fork, where Django's isn't ours.

    Raises:
        BackupProblem: when the server doesn't answer or refuses something.
    """
    import psycopg  # noqa: PLC0415 - installed with PostgreSQL only

    try:
        with psycopg.connect(
            host=database.get("HOST") or None,
            port=database.get("PORT") or None,
            user=database.get("USER") or None,
            password=database.get("PASSWORD") or None,
            dbname=database["NAME"],
            sslmode=database.get("OPTIONS", {}).get("sslmode"),
            connect_timeout=10,
            application_name="gerai backup",
            autocommit=True,
        ) as connection:
            yield connection
    except psycopg.Error as problem:
        lines = str(problem).strip().splitlines() or [type(problem).__name__]
        raise BackupProblem(f"PostgreSQL says: {lines[0]}.") from problem


@contextmanager
def one_instant(database: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """A connection that sees one instant, and the name by which others see the same."""
    with connected(database) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def dump(database: Mapping[str, Any], target: Path, *, snapshot: str) -> None:
    """Write all tables as they are in ``snapshot``.

    Raises:
        BackupProblem: when ``pg_dump`` is missing, too old or fails.
    """
    _run(
        "pg_dump",
        database,
        *("--format=custom", "--compress=1", "--no-owner", "--no-privileges"),
        *(f"--exclude-schema={BEFORE}", f"--snapshot={snapshot}"),
        f"--file={target}",
    )


def migrations_of(connection: Any) -> list[tuple[str, str]]:
    """App and name of each migration, in the order of applying."""
    if "django_migrations" not in _tables(connection):
        raise BackupProblem(
            'The database is empty. Run "gerai prepare" before the first backup.'
        )
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [(str(app), str(name)) for app, name in rows]


def count_rows(connection: Any) -> dict[str, int]:
    """How many rows each table has; sessions aside, which a restore ends."""
    from psycopg import sql  # noqa: PLC0415 - installed with PostgreSQL only

    counts = {}
    for table in _tables(connection):
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        counts[table] = int(connection.execute(query).fetchone()[0])
    return counts


def _tables(connection: Any) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )
    return [name for (name,) in rows if name not in ENDED_BY_RESTORE]


def refuse_other_users(database: Mapping[str, Any]) -> None:
    """Stop while anybody else works in the database, such as a second server.

    Raises:
        BackupProblem: naming how many.
    """
    with connected(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    if row and row[0]:
        raise BackupProblem(
            f"The database is in use by {row[0]} other connections. Stop Gerai on every "
            "machine, then try again."
        )


def load_beside(database: Mapping[str, Any], source: Path) -> None:
    """Put the tables of a dump in, and keep those from before.

    Raises:
        BackupProblem: when that fails; the tables from before are back then.
    """
    from psycopg import sql  # noqa: PLC0415 - installed with PostgreSQL only

    with connected(database) as connection, connection.transaction():
        connection.execute(f"ALTER SCHEMA public RENAME TO {BEFORE}")
        connection.execute("CREATE SCHEMA public")
        moved = connection.execute(
            "SELECT extname FROM pg_extension e JOIN pg_namespace n "
            "ON n.oid = e.extnamespace WHERE n.nspname = %s",
            [BEFORE],
        ).fetchall()
        for (name,) in moved:
            connection.execute(
                sql.SQL("ALTER EXTENSION {} SET SCHEMA public").format(
                    sql.Identifier(name)
                )
            )
    try:
        load(database, source)
        with connected(database) as connection:
            for table in ENDED_BY_RESTORE:
                connection.execute(
                    sql.SQL("DELETE FROM {}").format(sql.Identifier(table))
                )
    except BackupProblem:
        back_to_before(database)
        raise


def load(database: Mapping[str, Any], source: Path) -> None:
    """Put the tables of a dump into an empty database, in one transaction."""
    _run(
        "pg_restore",
        database,
        *("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"),
        f"--dbname={database['NAME']}",
        str(source),
    )


def has_before(database: Mapping[str, Any]) -> bool:
    """Whether tables from before an unfinished restore are there."""
    with connected(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_namespace WHERE nspname = %s", [BEFORE]
        ).fetchone()
    return bool(row and row[0])


def back_to_before(database: Mapping[str, Any]) -> None:
    """Take back what :func:`load_beside` did; harmless where it did nothing."""
    if not has_before(database):
        return
    with connected(database) as connection, connection.transaction():
        rows = connection.execute(
            "SELECT extname FROM pg_extension e JOIN pg_namespace n "
            "ON n.oid = e.extnamespace WHERE n.nspname = 'public'"
        ).fetchall()
        from psycopg import sql  # noqa: PLC0415 - installed with PostgreSQL only

        for (name,) in rows:
            connection.execute(
                sql.SQL("ALTER EXTENSION {} SET SCHEMA {}").format(
                    sql.Identifier(name), sql.Identifier(BEFORE)
                )
            )
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        connection.execute(f"ALTER SCHEMA {BEFORE} RENAME TO public")


def forget_before(database: Mapping[str, Any]) -> None:
    """Remove the tables from before; the restore can't be taken back any more."""
    with connected(database) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE")


@contextmanager
def scratch_database(database: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """An empty database that is gone after the block.

    Raises:
        BackupProblem: when the account may not make one.
    """
    name = f"gerai_drill_{os.getpid()}"
    try:
        with connected(database) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except BackupProblem as problem:
        raise BackupProblem(
            f"A drill needs a database of its own. {problem} Allow it once: "
            "ALTER ROLE … CREATEDB."
        ) from problem
    try:
        yield {**database, "NAME": name}
    finally:
        with connected(database) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(program: str, database: Mapping[str, Any], *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupProblem(
            f"{program} is not installed. On Debian: apt-get install postgresql-client"
        )
    given = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": database.get("OPTIONS", {}).get("sslmode"),
        "PGCONNECT_TIMEOUT": "10",
    }
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"} | {
        name: str(value) for name, value in given.items() if value
    }
    try:
        done = subprocess.run(  # noqa: S603 - the path is the system's
            [path, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise BackupProblem(f"{program} took more than an hour.") from problem
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise BackupProblem(f"{program} failed: {lines[0]}")
