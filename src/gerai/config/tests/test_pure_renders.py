"""A public page depends on the database and on its address, and on nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import middleware as auth_middleware
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import connection, models, transaction
from django.db.models import Case, F, When
from django.template import TemplateDoesNotExist, engines
from django.test import Client
from django.test.signals import template_rendered
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from gerai.contentpack.tests.factories import EXAMPLE, load
from gerai.publishing.addresses import address_book
from gerai.publishing.answers import UNSHOWN_COLUMNS
from gerai.publishing.basis import collecting
from gerai.publishing.columns import NO_COLUMNS, set_of
from gerai.publishing.noting import note_what_is_read
from gerai.publishing.reading import reading_once

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2]
# Drawn for staff only.
FOR_STAFF = (
    "academy/",
    "account/",
    "approval/",
    "audit/",
    "defacement/",
    "directory/desk/",
    "feedback/desk/",
    "files/",
    "finder/desk/",
    "mfa/",
    "notifications/",
    "operations/",
    "place/panels/",
    "place/widgets/",
    "printing/desk/",
    "signin/",
    "socialaccount/",
    "theme/gallery.html",
    "truth/",
    "usersessions/",
    "workspace/",
)
FOR_ALL = ("academy/public/",)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
FORBIDDEN = {
    "a token that is new each time": r"\{%\s*csrf_token",
    "the time of rendering": r"\{%\s*now\b|\|\s*(timesince|timeuntil)\b",
    "chance": r"\|\s*random\b|\{%\s*lorem\b",
    "a fragment that hides what it was made from": r"\{%\s*(cache|wagtail\w*cache)\b",
    "who asks": r"\b(request\.(user|session|COOKIES|META|headers|GET)|user\.|perms\.)",
    "a message for one reader": r"\bmessages\b",
    "a bar for staff": r"\{%\s*wagtailuserbar",
}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.I)
COLUMN = re.compile(r'"(\w+)"\."(\w+)"\s+(?:ASC|DESC)')
PLAIN_COLUMN = re.compile(r'^\s*"(\w+)"\."(\w+)"')
TABLE = re.compile(r'(?:FROM|JOIN)\s+"([^"]+)"')
POSITION = re.compile(r"\b(\d+)\s+(?:ASC|DESC)")


def public_templates() -> list[str]:
    names = [
        path.as_posix().partition("/templates/")[2]
        for path in SOURCE.rglob("templates/**/*.*")
        if path.suffix in {".html", ".xml", ".txt"}
    ]
    return sorted(
        name
        for name in names
        if name.startswith(FOR_ALL)
        or not name.startswith((*FOR_STAFF, "wagtailadmin/", "wagtail_localize/"))
    )


def sources_of(name: str) -> str:
    try:
        template: Any = engines["django"].get_template(name)
    except TemplateDoesNotExist:
        return ""
    return str(template.template.source)


def forbidden_in(source: str) -> list[str]:
    """Why this template can't be published, in words."""
    tags = "\n".join(TAG.findall(source))
    return [why for why, pattern in FORBIDDEN.items() if re.search(pattern, tags)]


@pytest.mark.parametrize("name", public_templates())
def test_no_public_template_reads_what_a_file_cannot_know(name: str) -> None:
    assert forbidden_in(sources_of(name)) == []


@pytest.mark.parametrize(
    "source",
    [
        "{% csrf_token %}",
        '{% now "Y" %}',
        "{{ page.date|timesince }}",
        "{{ pages|random }}",
        "{% cache 60 menu %}",
        "{% if request.user.is_staff %}",
        "{% for message in messages %}",
    ],
)
def test_the_walk_sees_what_is_forbidden(source: str) -> None:
    assert forbidden_in(source)


@pytest.fixture(scope="module")
def example(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[str]]:
    """The example city; all its addresses."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(EXAMPLE)
        cache.clear()
        yield address_book.all()
        transaction.set_rollback(True)
    cache.clear()


class Recorder:
    """The statements that run inside, in the order in which they came."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        self.statements.append(sql)
        return execute(sql, params, many, context)


@pytest.fixture
def rendered(
    example: list[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], set[str]]:
    """All statements of all public pages, and the templates that they were drawn with."""

    def refuse(*arguments: Any, **options: Any) -> Any:
        raise AssertionError("a public page asked who reads it")

    monkeypatch.setattr(auth_middleware, "get_user", refuse)
    monkeypatch.setattr(SessionBase, "_get_session", refuse)
    monkeypatch.setattr(SessionBase, "_session", property(refuse))
    recorder, templates = Recorder(), set()

    def note(template: Any, **_: Any) -> None:
        if template.name and template.origin.name.startswith(str(SOURCE)):
            templates.add(template.name)

    template_rendered.connect(note)
    try:
        with connection.execute_wrapper(recorder):
            for address in example:
                answer = Client().get(address)
                assert answer.status_code == 200, address
                assert not answer.cookies, address
                assert "cookie" not in answer.headers.get("Vary", "").lower(), address
                # A stream would hide its queries from whoever records them.
                assert not answer.streaming, address
    finally:
        template_rendered.disconnect(note)
    return recorder.statements, templates


def test_public_pages_neither_write_nor_lose_their_order(
    rendered: tuple[list[str], set[str]],
) -> None:
    statements, templates = rendered
    assert [sql for sql in statements if WRITES.match(sql)] == []
    assert len(templates) > 20
    assert {name for name in templates if name.startswith(FOR_STAFF)} == set()
    ordered = {sql for sql in statements if "ORDER BY" in sql}
    assert len(ordered) > 20
    assert sorted(sql for sql in ordered if not has_total_order(sql)) == []


def test_no_public_page_shows_how_far_the_work_on_a_page_is(example: list[str]) -> None:
    """What the memory leaves out of the answers it compares."""
    before = {address: Client().get(address).content for address in example}
    with transaction.atomic():
        somebody = User.objects.create(username="somebody")
        revision = Page.objects.get(depth=2, slug="beranda").specific.save_revision()
        Page.objects.update(
            draft_title="A draft",
            has_unpublished_changes=~F("has_unpublished_changes"),
            numchild=Case(When(numchild=0, then=9), default=0),
            locked=~F("locked"),
            locked_at=revision.created_at,
            locked_by=somebody,
            live_revision=revision,
            latest_revision=revision,
            latest_revision_created_at=revision.created_at,
        )
        after = {address: Client().get(address).content for address in example}
        transaction.set_rollback(True)
    assert [address for address in example if after[address] != before[address]] == []


def test_the_columns_that_no_page_shows_are_those_of_pages() -> None:
    assert {field.column for field in Page._meta.fields} >= UNSHOWN_COLUMNS


def test_no_public_page_asks_for_what_others_do_not_show(
    example: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page would load it for the next ones, which would not count as asking."""

    def refuse(record: models.Model, *_: Any, fields: Any = None, **__: Any) -> None:
        raise AssertionError(f"{record!r} was read without {fields}")

    monkeypatch.setattr(models.Model, "refresh_from_db", refuse)
    with reading_once():
        for address in example:
            assert Client().get(address).status_code == 200, address


def test_a_page_that_is_given_what_others_read_has_read_it_too(
    example: list[str],
) -> None:
    """Else a change would concern the first page that shows a thing, and no other."""
    note_what_is_read()
    # A key is followed by whoever comes first, also to what the page doesn't show.
    keys = NO_COLUMNS
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.column and (field.primary_key or field.is_relation):
                keys |= set_of(field.column)

    def read_for(address: str) -> dict[frozenset[str], int]:
        """Columns by tables: the same row may come by one query or by another."""
        with collecting() as basis:
            assert Client().get(address).status_code == 200, address
        found: dict[frozenset[str], int] = {}
        for (sql, _values), seen in basis.asked.items():
            tables = frozenset(TABLE.findall(sql)) - {"wagtailcore_locale"}
            found[tables] = found.get(tables, 0) | seen.columns
        return found

    with reading_once():
        after_others = {address: read_for(address) for address in example}
    for address in example:
        with reading_once():
            alone = read_for(address)
        for tables, columns in alone.items():
            known = after_others[address].get(tables, 0)
            assert columns & ~keys & ~known == 0, (address, tables)


def has_total_order(sql: str) -> bool:
    """Whether the columns after the last ORDER BY tell any two rows apart."""
    ordering = sql.rpartition("ORDER BY")[2]
    columns = set(COLUMN.findall(ordering))
    selected = selected_columns(sql)
    positions = {int(number) - 1 for number in POSITION.findall(ordering)}
    for position in positions & set(range(len(selected))):
        columns |= set(PLAIN_COLUMN.findall(selected[position]))
    if sql.startswith("SELECT DISTINCT") and len(positions) == len(selected):
        return True
    # Wagtail's own: the site of a host, by how well it fits; there is one site.
    if "wagtailcore_site" in sql and positions and "hostname" in sql:
        return True
    return any(key <= columns for key in unique_keys())


def selected_columns(sql: str) -> list[str]:
    """The expressions between SELECT and FROM."""
    expressions, depth, start = [], 0, 0
    text = sql.partition("SELECT ")[2].removeprefix("DISTINCT ")
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        is_end = text.startswith(" FROM ", place)
        if depth == 0 and (character == "," or is_end):
            expressions.append(text[start:place])
            start = place + 1
        if depth == 0 and is_end:
            break
    return expressions


def unique_keys() -> list[frozenset[tuple[str, str]]]:
    """Sets of columns of which no two rows have the same values."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        meta: Any = model._meta
        names: list[tuple[str, ...]] = [
            (field.name,) for field in meta.local_fields if field.unique
        ]
        names += [tuple(together) for together in meta.unique_together]
        names += [
            tuple(constraint.fields)
            for constraint in meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
            and constraint.condition is None
        ]
        for together in names:
            columns = {meta.get_field(name).column for name in together}
            found.append(frozenset((meta.db_table, column) for column in columns))
    return found


@pytest.mark.parametrize(
    ("sql", "is_total"),
    [
        ('SELECT 1 FROM "place_floor" ORDER BY "place_floor"."name" ASC', False),
        (
            'SELECT 1 FROM "place_floor" ORDER BY "place_floor"."name" ASC, '
            '"place_floor"."id" DESC LIMIT 3',
            True,
        ),
        ('SELECT 1 FROM "place_floor" ORDER BY "place_floor"."number" ASC', True),
        ('SELECT "place_floor"."name", COUNT(1) FROM "place_floor" ORDER BY 1', False),
        ('SELECT "a"."b", "place_floor"."id" FROM "a" ORDER BY 1 ASC, 2 ASC', True),
        (
            'SELECT DISTINCT "place_floor"."name" FROM "place_floor" ORDER BY 1 ASC',
            True,
        ),
    ],
)
def test_an_order_is_total_when_it_ends_in_something_unique(
    sql: str, is_total: bool
) -> None:
    assert has_total_order(sql) is is_total
