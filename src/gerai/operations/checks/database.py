"""Do database and cache answer, and are they sound?"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from gerai.guard import valkey
from gerai.operations import preparing
from gerai.operations.doctor import DOCTOR, needs_database


@register(DOCTOR, deploy=True)
def database_answers(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as problem:
        reason = str(problem).strip().splitlines()[0]
        return [
            Error(
                f"The database does not answer: {reason}",
                hint="Check DATABASE_URL, that the server runs, and its rights.",
                id="doctor.B1",
            )
        ]
    version = ".".join(str(part) for part in connection.get_database_version())
    return [Info(f"Database {connection.display_name} {version}", id="doctor.B1")]


@register(DOCTOR, deploy=True)
@needs_database
def database_is_sound(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
        cursor.execute("PRAGMA journal_mode")
        (mode,) = cursor.fetchone()
    found: list[CheckMessage] = []
    if answer != "ok":
        found.append(
            Error(
                f"The database file is damaged: {answer}",
                hint="Stop Gerai, keep a copy of the data folder, and restore the "
                "last backup.",
                id="doctor.B2",
            )
        )
    if mode not in {"wal", "memory"}:
        found.append(
            Warning(
                f"The database works in {mode} mode: readers and writers block one "
                "another.",
                hint="Keep the data folder on a local disk; network file systems "
                "can't do better.",
                id="doctor.B3",
            )
        )
    return found


@register(DOCTOR, deploy=True)
@needs_database
def database_is_current(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    unapplied = preparing.unapplied_migrations()
    if unapplied:
        return [
            Error(
                f"The database lacks {len(unapplied)} migrations, the first of them "
                f"{unapplied[0]}.",
                hint='Run "gerai prepare".',
                id="doctor.B4",
            )
        ]
    known = set(preparing.known_migrations())
    unknown = [
        f"{app}.{name}"
        for app, name in sorted(MigrationRecorder(connection).applied_migrations())
        if app in {known_app for known_app, _ in known} and (app, name) not in known
    ]
    if unknown:
        return [
            Warning(
                f"The database is newer than this version of Gerai: {unknown[0]}.",
                hint="Install the version that made it, or restore its backup.",
                id="doctor.B5",
            )
        ]
    return [Info("Database is up to date", id="doctor.B4")]


@register(DOCTOR, deploy=True)
def cache_answers(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    try:
        cache.set("doctor", "well", timeout=10)
        answered = cache.get("doctor") == "well"
        if valkey.is_shared() and valkey.presence.is_away:
            raise ConnectionError
    except Exception as problem:  # noqa: BLE001  # each back end has its own errors
        return [
            Error(
                f"The cache does not answer: {type(problem).__name__}.",
                hint="Check VALKEY_URL and that the server runs.",
                id="doctor.B6",
            )
        ]
    if not answered:
        return [
            Warning(
                "The cache forgets at once.",
                hint="Give the Valkey server some memory.",
                id="doctor.B6",
            )
        ]
    return []
