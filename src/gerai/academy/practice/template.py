"""The database that every copy begins with: the mall's content, and nobody's data.

Tables are named that are copied, not those that are left out: what a room adds tomorrow
(accounts, history, answers of readers) stays out until somebody decides otherwise.
"""

from __future__ import annotations

import datetime
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from gerai.academy.practice import places
from gerai.academy.practice.empty_tables import make_tables, scratch
from gerai.directory.models import AgencyPage
from gerai.place.provenance import Provenance

HOURS_FRESH = 24
SECONDS_BETWEEN_LOOKS = 3600
# So that it never gets too old between two looks of the chore.
AHEAD = datetime.timedelta(seconds=2 * SECONDS_BETWEEN_LOOKS)
# Whole rooms of content.
_APPS = frozenset(
    {"place", "directory", "newsroom", "website", "guidance", "taggit"}
    | {"wagtailredirects", "wagtailimages", "wagtail_localize", "contenttypes"}
    | {"simple_translation"}
)
_TABLES = frozenset(
    {"django_migrations", "auth_group", "auth_permission", "auth_group_permissions"}
    | {"finder_searchdocument", "finder_elsewheretopic", "finder_searchwords"}
    | {"finder_indexstamp", "finder_servicelistpage", "wagtaildocs_document"}
    | {"approval_approval", "approval_officerules", "wagtailsearch_indexentry"}
    | {"wagtailsearch_indexentry_fts", "wagtailcore_page", "wagtailcore_locale"}
    | {"wagtailcore_site", "wagtailcore_collection", "wagtailcore_workflow"}
    | {"wagtailcore_workflowtask", "wagtailcore_workflowpage", "wagtailcore_task"}
    | {"wagtailcore_groupapprovaltask", "wagtailcore_groupapprovaltask_groups"}
    | {"wagtailcore_workflowcontenttype", "wagtailcore_grouppagepermission"}
    | {"wagtailcore_groupcollectionpermission", "wagtailcore_pageviewrestriction"}
    | {"wagtailcore_collectionviewrestriction"}
)
_NOT = frozenset({"wagtail_localize_translationlog"})
# What staff note for themselves, and whom they ask.
_BLANKED = {"directory_agencypage": ("owner_name", "owner_email")}
_ROWS_AT_A_TIME = 500
_MOST_ROUNDS = 20


def fresh_template(*, now: datetime.datetime | None = None) -> Path:
    """The template, made (again) if there is none of today and of this version."""
    path = places.template()
    if is_fresh(path, now or timezone.now()):
        return path
    with _alone():
        if not is_fresh(path, now or timezone.now()):
            make_template(path)
    return path


def keep_template_fresh() -> None:
    """Make tomorrow's template before somebody waits for it; a chore."""
    fresh_template(now=timezone.now() + AHEAD)


def make_template(path: Path) -> None:
    """Write the template anew, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}-{time.monotonic_ns()}")
    beside.unlink(missing_ok=True)
    try:
        make_tables(beside)
        _fill(beside)
        beside.chmod(0o600)
        # Of a mall without content it is made again until there is some.
        stamp = places.code_stamp() if _has_agencies(beside) else ""
        _stamp_of(path).write_text(stamp)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _has_agencies(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as made:
        found = made.execute(f"SELECT 1 FROM {AgencyPage._meta.db_table}")  # noqa: S608
        return found.fetchone() is not None


def _stamp_of(path: Path) -> Path:
    return path.with_name(places.CODE)


def is_fresh(path: Path, now: datetime.datetime) -> bool:
    """Whether copies may begin with this file: of this version, and not a day old."""
    try:
        age = now.timestamp() - path.stat().st_mtime
        code = _stamp_of(path).read_text()
    except OSError:
        return False
    return age < HOURS_FRESH * 3600 and code == places.code_stamp()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes it; the others find it made."""
    places.root().mkdir(parents=True, exist_ok=True)
    with (places.root() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def tables() -> list[str]:
    """Names of the tables that are copied."""
    names = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in _APPS and not model._meta.proxy
    }
    wanted = (names | _TABLES) - _NOT
    present = set(connection.introspection.table_names())
    return sorted(wanted & present)


def _fill(path: Path) -> None:
    with scratch(path) as target:
        for table in tables():
            _copy_rows(table, target)
        _only_what_is_public(target)
        _blank(target)
        _mend_references(target)
        # By now all that belongs to a page is gone with it.
        _only_present_objects(target)
        _mend_references(target)
        _drop_unused_strings(target)
        _count_children(target)
    target = sqlite3.connect(path, isolation_level=None)
    _drop_indexes(target)
    # Most of the tables are empty, and each of them and its indexes takes a page.
    target.execute("PRAGMA page_size = 1024")
    target.execute("VACUUM")
    target.close()


def _copy_rows(table: str, target: sqlite3.Connection) -> None:
    columns = [row[1] for row in target.execute(f'PRAGMA table_info("{table}")')]
    if not columns:
        return
    with connection.cursor() as source:
        quoted = connection.ops.quote_name
        source.execute(f"SELECT * FROM {quoted(table)} LIMIT 0")  # noqa: S608
        present = {column[0] for column in source.description}
        common = [name for name in columns if name in present]
        if table.endswith("_fts"):
            common = ["rowid", *common]
        source.execute(
            f"SELECT {', '.join(quoted(name) for name in common)} FROM {quoted(table)}"  # noqa: S608
        )
        names = ", ".join(f'"{name}"' for name in common)
        marks = ", ".join("?" for _name in common)
        target.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a table of ours
        while rows := source.fetchmany(_ROWS_AT_A_TIME):
            target.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608
                [[stored(value) for value in row] for row in rows],
            )


def stored(value: Any) -> Any:
    """A value as Django keeps it in SQLite, from whatever database it comes."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.UTC).replace(tzinfo=None)
        return str(value)
    if isinstance(value, datetime.date | datetime.time | Decimal):
        return str(value)
    return value


def _only_what_is_public(target: sqlite3.Connection) -> None:
    """No drafts, no pages for certain people, nothing that waits for a decision."""
    hidden = [
        path
        for (path,) in target.execute(
            "SELECT path FROM wagtailcore_page WHERE live = 0 AND depth > 1 UNION "
            "SELECT path FROM wagtailcore_page WHERE id IN "
            "(SELECT page_id FROM wagtailcore_pageviewrestriction)"
        )
    ]
    for path in hidden:
        target.execute(
            "DELETE FROM wagtailcore_page WHERE substr(path, 1, ?) = ?",
            (len(path), path),
        )
    target.execute(
        "UPDATE wagtailcore_page SET draft_title = title, has_unpublished_changes = 0, "
        "latest_revision_id = NULL, live_revision_id = NULL, locked = 0, "
        "locked_by_id = NULL, locked_at = NULL, owner_id = NULL"
    )
    _only_used_files(target)


def _only_used_files(target: sqlite3.Connection) -> None:
    """Pictures and files that a public page or a snippet shows, and no others."""
    live = {str(key) for (key,) in target.execute("SELECT id FROM wagtailcore_page")}
    page_type = ContentType.objects.get_for_model(Page).pk
    for model in (get_image_model(), get_document_model()):
        rows = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model)
        ).values_list("base_content_type_id", "object_id", "to_object_id")
        used = {to for base, key, to in rows if base != page_type or key in live}
        table = model._meta.db_table
        present = target.execute(f'SELECT id FROM "{table}"')  # noqa: S608
        gone = [(key,) for (key,) in present if str(key) not in used]
        target.executemany(f'DELETE FROM "{table}" WHERE id = ?', gone)  # noqa: S608
        target.execute(
            f'DELETE FROM "{table}" WHERE collection_id IN '  # noqa: S608
            "(SELECT collection_id FROM wagtailcore_collectionviewrestriction)"
        )


def _only_present_objects(target: sqlite3.Connection) -> None:
    """What is said of things by number (search, tags, translations) goes with them."""
    for by_number in ("wagtailsearch_indexentry", "taggit_taggeditem"):
        found = target.execute(f"SELECT DISTINCT content_type_id FROM {by_number}")  # noqa: S608
        for (type_id,) in found.fetchall():
            model = ContentType.objects.get_for_id(type_id).model_class()
            if model is None:
                continue
            table, key = model._meta.db_table, model._meta.pk.column
            target.execute(
                f"DELETE FROM {by_number} WHERE content_type_id = ? AND "  # noqa: S608
                f'CAST(object_id AS TEXT) NOT IN (SELECT CAST("{key}" AS TEXT) '
                f'FROM "{table}")',
                (type_id,),
            )
    pages = [
        (ContentType.objects.get_for_model(model).pk,)
        for model in apps.get_models()
        if issubclass(model, Page)
    ]
    target.executemany(
        "DELETE FROM wagtail_localize_translatableobject WHERE content_type_id = ? "
        "AND translation_key NOT IN (SELECT translation_key FROM wagtailcore_page)",
        pages,
    )


def _blank(target: sqlite3.Connection) -> None:
    noted = {
        model._meta.db_table: ("provenance_note",)
        for model in apps.get_models()
        if issubclass(model, Provenance)
    }
    for blanked in (noted, _BLANKED):
        for table, columns in blanked.items():
            for column in columns:
                target.execute(f'UPDATE "{table}" SET "{column}" = \'\'')  # noqa: S608


def _mend_references(target: sqlite3.Connection) -> None:
    """Empty what points at rows that weren't copied, or leave its row out as well."""
    for _round in range(_MOST_ROUNDS):
        broken = target.execute("PRAGMA foreign_key_check").fetchall()
        if not broken:
            return
        for table, row, _parent, key in broken:
            _mend(target, table, row, key)
    raise RuntimeError("The references of the practice template can't be mended.")


def _mend(target: sqlite3.Connection, table: str, row: Any, key: int) -> None:
    keys = target.execute(f'PRAGMA foreign_key_list("{table}")')
    column = next(found[3] for found in keys if found[0] == key)
    info = target.execute(f'PRAGMA table_info("{table}")')
    is_needed = next(bool(one[3]) for one in info if one[1] == column)
    if is_needed:
        target.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row,))  # noqa: S608
    else:
        target.execute(
            f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?',  # noqa: S608
            (row,),
        )


def _drop_unused_strings(target: sqlite3.Connection) -> None:
    """Sentences of pages that aren't there."""
    target.execute(
        "DELETE FROM wagtail_localize_string WHERE id NOT IN "
        "(SELECT string_id FROM wagtail_localize_stringsegment)"
    )
    _mend_references(target)


def _drop_indexes(target: sqlite3.Connection) -> None:
    """Only those that keep a promise stay: some hundred pages are found without.

    They take a seventh of the file, and every trainee has a file.
    """
    found = target.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' "
        "AND upper(sql) NOT LIKE 'CREATE UNIQUE%'"
    )
    for (name,) in found.fetchall():
        target.execute(f'DROP INDEX "{name}"')


def _count_children(target: sqlite3.Connection) -> None:
    target.execute(
        "UPDATE wagtailcore_page SET numchild = (SELECT COUNT(*) FROM "
        "wagtailcore_page AS child WHERE child.depth = wagtailcore_page.depth + 1 "
        "AND substr(child.path, 1, length(wagtailcore_page.path)) = "
        "wagtailcore_page.path)"
    )
