"""Takes everything from a SQLite file into an empty PostgreSQL database.

Row by row, as Django reads and writes them, in one transaction: all of it arrives, or
nothing. Written past the trail of changes, whose own rows come along as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from gerai.operations.preparing import known_migrations
from gerai.place.selectors import current_mall

SOURCE, TARGET = "moving-from", "moving-to"
ROWS_AT_ONCE = 500
# Made anew: each kind of database has a shape of its own for it.
SEARCH = "wagtailsearch"

Say = Callable[[str], None]


class MoveRefused(Exception):
    """It can't be done; nothing has changed. The text says what to do."""


def move(path: Path, *, say: Say) -> int:
    """Copy the database in ``path`` into the one of ``DATABASE_URL``; how many rows.

    Raises:
        MoveRefused: the databases don't fit, or a row can't be kept.
    """
    if connections["default"].vendor != "postgresql":
        raise MoveRefused("Set DATABASE_URL to the PostgreSQL database to move into.")
    if not path.is_file():
        raise MoveRefused(f"There is no database {path}.")
    say("Bringing the new database up to date …")
    call_command("migrate", interactive=False, verbosity=0)
    if current_mall() is not None or get_user_model().objects.exists():
        raise MoveRefused("The new database isn't empty. Name one that is.")
    with _opened(path):
        _refuse_another_version(path)
        say(f"Copying {path} …")
        rows = _copy_all()
    say("Writing the search index of the desk anew …")
    call_command("update_index", verbosity=0)
    return rows


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    """Both databases under names of their own; the trail watches neither."""
    target = dict(connections["default"].settings_dict)
    options = {k: v for k, v in target["OPTIONS"].items() if k != "pool"}
    connections.settings[TARGET] = target | {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options,
    }
    connections.settings[SOURCE] = target | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{quote(str(path.resolve()))}?mode=ro",
        "OPTIONS": {"uri": True},
    }
    try:
        yield
    finally:
        for alias in (SOURCE, TARGET):
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]


def _refuse_another_version(path: Path) -> None:
    try:
        applied = set(MigrationRecorder(connections[SOURCE]).applied_migrations())
    except DatabaseError as problem:
        raise MoveRefused(f"{path} is no database of Gerai: {problem}") from problem
    missing = sorted(set(known_migrations()) - applied)
    if missing:
        raise MoveRefused(
            f"{path} is of another version: it lacks {'.'.join(missing[0])}. Run "
            '"gerai prepare" with the old DATABASE_URL first.'
        )


def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and model._meta.app_label != SEARCH
    ]


def _copy_all() -> int:
    models, target = _models(), connections[TARGET]
    name = target.ops.quote_name
    with transaction.atomic(using=TARGET), target.cursor() as cursor:
        # What migrating has put there comes with the rows.
        tables = ", ".join(sorted({name(model._meta.db_table) for model in models}))
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        rows = 0
        for model in models:
            try:
                rows += _copy(model, cursor)
            except (DatabaseError, ValueError) as problem:
                reason = str(problem).strip().splitlines()[0]
                raise MoveRefused(
                    f"A row of {model._meta.db_table} can't be kept by PostgreSQL: "
                    f"{reason}. Nothing was moved."
                ) from problem
        for statement in target.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return rows


def _copy(model: type[Model], cursor: Any) -> int:
    """Copy a table; a page's own columns without those of what it inherits from."""
    target = connections[TARGET]
    name = target.ops.quote_name
    fields = model._meta.local_concrete_fields
    columns = ", ".join(name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    found = (
        model._base_manager.using(SOURCE)
        .order_by("pk")
        .values_list(*(field.attname for field in fields))
    )
    rows, count = found.iterator(ROWS_AT_ONCE), 0
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        cursor.executemany(
            insert,
            [
                [
                    field.get_db_prep_save(value, connection=target)
                    for field, value in zip(fields, row, strict=True)
                ]
                for row in batch
            ],
        )
        count += len(batch)
    return count
