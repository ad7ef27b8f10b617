from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from gerai.publishing.memory import ASKED_IN_ONE_BREATH, Memory
from gerai.publishing.tests.remembering import recording

pytestmark = pytest.mark.django_db


def affected(memory: Memory, **options: object) -> set[str]:
    return set().union(*memory.affected(**options))  # type: ignore[arg-type]


@pytest.fixture
def memory() -> Memory:
    return Memory()


def test_a_changed_answer_names_the_pages_that_asked(memory: Memory) -> None:
    first, second = Group.objects.create(name="a"), Group.objects.create(name="b")
    with recording(memory, "/first/"):
        assert Group.objects.get(pk=first.pk).name
    with recording(memory, "/second/"):
        assert Group.objects.get(pk=second.pk).name
    with recording(memory, "/all/"):
        assert all(group.name for group in Group.objects.order_by("pk"))
    assert affected(memory) == set()
    first.name = "c"
    first.save()
    assert affected(memory) == {"/first/", "/all/"}
    assert affected(memory) == set()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Group.objects.create(name="ab"),
        lambda: Group.objects.filter(name="az").update(name="z"),
        lambda: Group.objects.bulk_create([Group(name="ac")]),
        lambda: Group.objects.filter(name="az").delete(),
        lambda: connection.cursor().execute("DELETE FROM auth_group WHERE name = 'az'"),
    ],
)
def test_it_does_not_matter_how_the_change_was_made(
    memory: Memory, change: object
) -> None:
    Group.objects.create(name="az")
    with recording(memory, "/count/"):
        Group.objects.filter(name__startswith="a").count()
    with recording(memory, "/exists/"):
        Group.objects.filter(name="never").exists()
    assert callable(change)
    change()
    assert affected(memory) == {"/count/"}


def test_a_page_that_fails_keeps_what_it_had(memory: Memory) -> None:
    with recording(memory, "/count/"):
        Group.objects.count()
    with pytest.raises(ValueError, match="broken"), recording(memory, "/count/"):
        raise ValueError("broken")
    Group.objects.create(name="a")
    assert affected(memory) == {"/count/"}


def test_a_page_forgets_what_it_no_longer_asks(memory: Memory) -> None:
    with recording(memory, "/a/"):
        Group.objects.count()
    with recording(memory, "/a/"):
        pass
    assert len(memory) == 0
    with recording(memory, "/a/"):
        Group.objects.count()
    memory.forget("/a/")
    assert len(memory) == 0


@pytest.mark.parametrize("table", ["auth_group", "auth_permission"])
def test_queries_of_changed_tables_are_asked_before_the_others(
    memory: Memory, table: str
) -> None:
    with recording(memory, "/auth_group/"):
        Group.objects.count()
    with recording(memory, "/auth_permission/"):
        Permission.objects.count()
    Group.objects.create(name="a")
    Permission.objects.all().delete()
    order = [next(iter(named)) for named in memory.affected(tables={table})]
    assert order[0] == f"/{table}/"
    assert len(order) == 2


def test_while_nothing_is_named_there_is_time_for_something_else(
    memory: Memory,
) -> None:
    for number in range(2 * ASKED_IN_ONE_BREATH):
        with recording(memory, f"/{number}/"):
            Group.objects.filter(pk=number).count()
    assert list(memory.affected()) == [set(), set()]


def test_queries_that_mention_the_changed_row_are_asked_first(memory: Memory) -> None:
    groups = [Group.objects.create(name=f"group {number}") for number in range(5)]
    for group in groups:
        with recording(memory, f"/{group.name}/"):
            assert Group.objects.get(pk=group.pk).name
    Group.objects.update(name=models_value())
    order = [next(iter(pages)) for pages in memory.affected(values=[groups[3].pk])]
    assert order[0] == "/group 3/"
    assert len(order) == 5


def models_value() -> object:
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    return Concat(F("name"), Value("!"))
