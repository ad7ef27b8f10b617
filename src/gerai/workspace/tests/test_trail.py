"""No write through the desk escapes the trail, and the right people read it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from gerai.audit import scope
from gerai.audit.acting import acting
from gerai.audit.exporting import harmless
from gerai.audit.journal import DRAFTED, Act
from gerai.audit.models import Entry
from gerai.audit.scope import Reach, reach_of
from gerai.audit.sealing import seal
from gerai.newsroom.models import Topic
from gerai.place.selectors import mall_timezone
from gerai.workspace.tests.cast import FOREIGN_KEY, Cast, make_cast
from gerai.workspace.tests.desk_addresses import desk_addresses
from gerai.workspace.tests.test_reach import PAYLOAD, client_of, stored

pytestmark = pytest.mark.django_db
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def models_by_table() -> dict[str, type[models.Model]]:
    found: dict[str, type[models.Model]] = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            found.setdefault(model._meta.db_table, model)
    return found


def wanted_models() -> list[type[models.Model]]:
    """All concrete models, of the project, of Wagtail and of Django, but for exceptions."""
    all_of_them = models_by_table().values()
    return [one for one in all_of_them if reach_of(one) is not Reach.LEFT_OUT]


@contextmanager
def watching_tables() -> Iterator[set[str]]:
    """Which tables are written to, whoever does it: read from the statements."""
    seen: set[str] = set()

    def watch(execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        match = _WRITES.match(str(sql))
        if match:
            seen.add(match.group(1))
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield seen


def recorded_models() -> set[str]:
    """What the journal of the open transaction knows of, with tables of parents."""
    journal: Any = connection
    found = set()
    for note in journal.journal.notes:
        model: Any = apps.get_model(note.what.model) if note.what.model else None
        if getattr(note.what, "how", "") == DRAFTED:
            found.add("wagtailcore.Revision")
        while model is not None:
            found.add(model._meta.label)
            link = model._meta.pk.remote_field
            model = link.model if link is not None and link.parent_link else None
    return found


def test_every_write_through_the_desk_is_recorded(cast: Cast) -> None:
    """Each address gets what a form would send; each changed table must be noted."""
    client = client_of(cast, "administrator")
    tables = models_by_table()
    labels = [
        one._meta.label for one in wanted_models() if "LogEntry" not in one.__name__
    ]
    before = stored(labels)
    missed: dict[str, set[str]] = {}
    changed_somewhere: set[str] = set()
    for address in desk_addresses():
        journal: Any = connection
        journal.journal.forget()
        point = transaction.savepoint()
        with watching_tables() as seen:
            client.post(f"{address}?id={FOREIGN_KEY}", PAYLOAD)
        touched = [
            tables[table]._meta.label
            for table in seen
            if table in tables and tables[table]._meta.label in before
        ]
        after = stored(touched)
        changed = {label for label in touched if after[label] != before[label]}
        changed_somewhere |= changed
        # Signing in writes the time of it; that is no change of an account.
        if lost := changed - recorded_models() - {"auth.User"}:
            missed[address] = lost
        transaction.savepoint_rollback(point)
        if "log" in address:
            client = client_of(cast, "administrator")
    assert not missed, missed
    # Otherwise nothing would be proved.
    assert len(changed_somewhere) > 15, changed_somewhere


def test_every_table_is_recorded_or_left_out_with_a_reason() -> None:
    """Rows are put in, changed and taken out of each, past all signals."""
    lost = []
    with connection.cursor() as cursor:
        # Rules of tables stand on real rows; here only the statement counts.
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    with acting("command", "test"):
        for model in wanted_models():
            if reach_of(model) is Reach.NAMES_ACTS:
                continue
            journal: Any = connection
            for how, write in WRITES.items():
                journal.journal.forget()
                point = transaction.savepoint()
                row = row_of(model)
                write(model, row)
                noted = [
                    note.what
                    for note in journal.journal.notes
                    if not isinstance(note.what, Act)
                ]
                if not any(
                    one.how == DRAFTED or (one.how == how and one.key == str(row.pk))
                    for one in noted
                ):
                    lost.append(f"{model._meta.label} {how}")
                transaction.savepoint_rollback(point)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert not lost, lost


def put_in(model: Any, row: Any) -> None:
    model._base_manager._insert(
        [row], fields=model._meta.local_concrete_fields, using="default"
    )


def take_out(model: Any, row: Any) -> None:
    put_in(model, row)
    rows = model._base_manager.filter(pk=row.pk)
    rows._raw_delete("default")


WRITES: dict[str, Callable[[Any, Any], None]] = {"create": put_in, "delete": take_out}


def row_of(model: Any) -> Any:
    """A row with something in every column; links lead nowhere, and nobody asks."""
    values = {
        field.attname: something(field) for field in model._meta.local_concrete_fields
    }
    for link in model._meta.parents.values():
        if link is not None:
            values[link.attname] = FOREIGN_KEY + 1
    row = model.__new__(model)
    models.Model.__init__(row)
    for name, value in values.items():
        row.__dict__[name] = value
    if model._meta.pk.remote_field is not None:
        row.__dict__[model._meta.pk.target_field.attname] = FOREIGN_KEY + 1
    return row


def something(field: Any) -> Any:
    while field.remote_field is not None:
        field = field.target_field
    kind = field.get_internal_type()
    if kind in SAMPLES:
        return SAMPLES[kind]
    if "Integer" in kind or kind.endswith("AutoField"):
        return FOREIGN_KEY + 1 if field.primary_key else 1
    return "x"


SAMPLES: dict[str, Any] = {
    "BooleanField": True,
    "DateTimeField": timezone.now(),
    "DateField": timezone.now().date(),
    "TimeField": timezone.now().time(),
    "DurationField": timedelta(1),
    "FloatField": 1.5,
    "DecimalField": 1,
    "UUIDField": "00000000-0000-0000-0000-000000000001",
    "JSONField": {},
    "BinaryField": b"x",
}


def test_exceptions_are_few_and_of_tables_that_exist() -> None:
    labels = {one._meta.label_lower for one in models_by_table().values()}
    app_labels = {one.label for one in apps.get_app_configs()}
    not_installed = {
        "usersessions",
        "migrations",
        "modelsearch",
        "django_tasks_database",
    }
    for label, reason in scope.declared().items():
        assert reason
        assert label in labels | app_labels | not_installed, label
    kept = {one._meta.label for one in wanted_models()}
    assert {
        "auth.User",
        "auth.User_groups",
        "guard.StaffMember",
        "wagtailcore.Page",
        "wagtailcore.Revision",
        "wagtailcore.Workflow",
        "wagtailcore.Collection",
        "wagtailredirects.Redirect",
        "wagtailimages.Image",
        "wagtaildocs.Document",
        "place.Mall",
        "approval.OfficeRules",
    } <= kept
    assert len(kept) > 90


def sealed() -> list[Entry]:
    return seal(connection)


def edited_topic(cast: Cast) -> Entry:
    """An administrator makes a topic whose name wants to be a formula, and renames it."""
    client = client_of(cast, "administrator")
    sealed()
    topic = Topic.objects.create(name="=cmd|' /C calc'!A0", slug="rumus")
    address = f"/admin/snippets/newsroom/topic/edit/{topic.pk}/"
    client.post(address, {"name": "Paspor <b>baru</b>", "name_en": "", "slug": "rumus"})
    entries = sealed()
    assert Topic.objects.get(pk=topic.pk).name == "Paspor <b>baru</b>"
    return next(one for one in entries if one.model == "newsroom.topic")


def test_one_entry_tells_before_and_after(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    entry = edited_topic(cast)
    auditor = client_of(cast, "auditor")
    with django_assert_max_num_queries(30):
        listing = auditor.get("/admin/jejak/?words=paspor").content.decode()
    assert f"/admin/jejak/{entry.number}/" in listing
    assert "Administrator".casefold() in listing.casefold()
    with django_assert_max_num_queries(30):
        page = auditor.get(f"/admin/jejak/{entry.number}/").content.decode()
    assert "=cmd|" in page
    assert (
        "Paspor &lt;b&gt;baru&lt;/b&gt;"
        in page.replace("<mark>", "").replace("</mark>", "")
        or "Paspor baru" in page
    )
    assert "/admin/snippets/newsroom/topic/edit/" in page
    assert "127.0.0.0/24" in page


@pytest.mark.parametrize("name", ["editor", "operator", "reviewer", "manager"])
def test_only_auditors_and_administrators_read_it(cast: Cast, name: str) -> None:
    sealed()
    client = client_of(cast, name)
    for address in ("", "1/", "unduh/csv/"):
        assert client.get(f"/admin/jejak/{address}").status_code in (302, 403)
    home = client.get("/admin/").content.decode()
    assert "/admin/jejak/" not in home


def test_the_list_is_searched_by_person_kind_day_and_words(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    entry = edited_topic(cast)
    client = client_of(cast, "auditor")
    # The desk tells times of the mall, whose day may be another than the server's.
    today = timezone.localdate(timezone=mall_timezone()).strftime("%d/%m/%Y")

    def count(question: str) -> int:
        page = client.get(f"/admin/jejak/?{question}").content.decode()
        return len(re.findall(r'href="/admin/jejak/\d+/"', page))

    administrator = cast.people["administrator"].pk
    assert count(f"person={administrator}&model=newsroom.topic") >= 1
    assert count("model=newsroom.topic&words=tidak-ada") == 0
    assert count(f"record=newsroom.topic:{entry.key}") >= 1
    assert count(f"record=newsroom.topic:{entry.key}&since={today}&until={today}") >= 1
    assert count("since=01/01/2999") == 0
    assert count("person=chore") == 0
    # Nonsense shows all.
    assert count("person='--&action=zzz&since=kemarin&p=-1") >= 1


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_as_a_file_without_formulas_and_noted(cast: Cast, format_: str) -> None:
    edited_topic(cast)
    client = client_of(cast, "auditor")
    answer = client.get(f"/admin/jejak/unduh/{format_}/?model=newsroom.topic")
    body = b"".join(answer)
    if format_ == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
        rows = [[str(cell.value or "") for cell in row] for row in sheet]
    assert len(rows) >= 2
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    acts = [act for one in sealed() for act in json.loads(one.content)["acts"]]
    assert [act["action"] for act in acts][-1] == "audit.export"


def test_no_cell_is_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "%0A=1"):
        assert harmless(text)[0] == "'"
    assert harmless("biasa") == "biasa"
    assert harmless("a\x00b") == "ab"


def test_staff_pages_redirects_and_groups_say_who(cast: Cast) -> None:
    client = client_of(cast, "administrator")
    sealed()
    client.post(
        "/admin/staf/undang/",
        {"email": "a@example.go.id", "role": "manager", "name": "Ani"},
    )
    client.post(
        "/admin/redirects/add/",
        {
            "old_path": "/lama",
            "redirect_link": "https://samarinda.go.id/",
            "is_permanent": "on",
        },
    )
    client.post(f"/admin/pages/{cast.own.pk}/unpublish/")
    entries = sealed()
    assert User.objects.filter(email="a@example.go.id").exists()
    assert Redirect.objects.filter(old_path="/lama").exists()
    assert not Page.objects.get(pk=cast.own.pk).live
    text = " ".join(one.action for one in entries)
    for action in ("gerai.staff.invite", "wagtail.unpublish"):
        assert action in text
    assert {one.person_id for one in entries} == {cast.people["administrator"].pk}
    touched = " ".join(one.touched for one in entries)
    for label in ("auth.user:", "auth.user_groups:", "wagtailredirects.redirect:"):
        assert label in touched
    assert Group.objects.exists()
    assert "a@example.go.id" not in " ".join(one.content + one.words for one in entries)


def test_readers_leave_no_trace(cast: Cast, client: Client) -> None:
    sealed()
    for address in ("/", "/cari/?q=paspor", "/layanan/"):
        client.get(address)
    assert sealed() == []
