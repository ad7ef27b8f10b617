from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from gerai.publishing.answers import Answer, answer_of
from gerai.publishing.basis import collecting
from gerai.publishing.memory import Memory
from gerai.publishing.prepared import (
    PreparedGiven,
    PreparedQuery,
    record_once,
    with_related,
)
from gerai.publishing.reading import (
    current_reading,
    each_once,
    is_in_snapshot,
    once_per_snapshot,
    reading_once,
)
from gerai.publishing.snapshot import database_snapshot
from gerai.publishing.tests.remembering import recording

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_groups_yet(db: None) -> None:
    Group.objects.all().delete()


@once_per_snapshot
def names(prefix: str = "") -> list[str]:
    found = Group.objects.filter(name__startswith=prefix).order_by("name")
    return list(found.values_list("name", flat=True))


@once_per_snapshot
def language_and(group: Group) -> str:
    return f"{translation.get_language()} {group.pk}"


def by_key(keys: list[int]) -> dict[int, Group]:
    return Group.objects.in_bulk(keys)


def test_nothing_is_kept_outside_a_snapshot() -> None:
    assert names() == []
    Group.objects.create(name="a")
    assert names() == ["a"]
    assert current_reading() is None


def test_a_query_is_asked_once_within_a_snapshot_and_again_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Group.objects.create(name="a")
    answers: list[Answer] = []

    def counted(cursor: Any) -> Answer:
        answers.append(answer_of(cursor))
        return answers[-1]

    for module in ("reading", "answers"):
        monkeypatch.setattr(f"gerai.publishing.{module}.answer_of", counted)
    with database_snapshot():
        assert [names(), names(), names("a")] == [["a"], ["a"], ["a"]]
        first = list(Group.objects.order_by("name"))
        assert list(Group.objects.order_by("name")) == first
    assert len(answers) == 3
    Group.objects.create(name="b")
    with database_snapshot():
        assert names() == ["a", "b"]
        assert Group.objects.count() == 2


def test_what_is_kept_is_that_of_the_language_and_the_record() -> None:
    first, second = Group.objects.create(name="a"), Group.objects.create(name="b")
    with database_snapshot():
        with translation.override("id"):
            assert language_and(first) == f"id {first.pk}"
            assert language_and(second) == f"id {second.pk}"
        with translation.override("en"):
            assert language_and(Group.objects.get(pk=first.pk)) == f"en {first.pk}"


def test_a_write_in_an_ordinary_transaction_ends_what_is_kept() -> None:
    with database_snapshot():
        assert names() == []
        Group.objects.create(name="a")
        assert names() == ["a"]


def test_equal_arguments_of_other_kinds_are_told_apart_by_identity() -> None:
    calls = []

    @once_per_snapshot
    def count(thing: object) -> int:
        calls.append(thing)
        return len(calls)

    class Equal:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = object.__hash__

    one, other = Equal(), Equal()
    with database_snapshot():
        assert [count(one), count(one), count(other)] == [1, 1, 2]


def test_kept_results_bring_their_queries_along() -> None:
    Group.objects.create(name="a")
    memory = Memory()
    with database_snapshot():
        with recording(memory, "/first/"):
            names()
        with recording(memory, "/second/"):
            names()
        with recording(memory, "/third/"):
            Group.objects.count()
    Group.objects.create(name="b")
    found = set().union(*memory.affected())
    assert found == {"/first/", "/second/", "/third/"}
    Group.objects.filter(name="b").update(name="c")
    assert set().union(*memory.affected()) == {"/first/", "/second/"}


def test_each_one_is_remembered_for_its_own_pages() -> None:
    one, other = Group.objects.create(name="a"), Group.objects.create(name="b")
    with database_snapshot():
        assert is_in_snapshot()
        with collecting() as first:
            assert each_once(by_key, [one.pk]) == {one.pk: one}
        with collecting() as both:
            assert set(each_once(by_key, [one.pk, other.pk, 0])) == {one.pk, other.pk}
    assert len(first.asked) == 1
    assert len(both.asked) == 3
    with CaptureQueriesContext(connection) as captured:
        assert set(each_once(by_key, [one.pk, other.pk])) == {one.pk, other.pk}
        assert each_once(by_key, []) == {}
    assert len(captured) == 1


def test_a_page_made_from_an_older_answer_is_named_even_if_nothing_changes_again() -> (
    None
):
    memory = Memory()
    with recording(memory, "/old/"):
        Group.objects.count()
    Group.objects.create(name="a")
    with recording(memory, "/new/"):
        Group.objects.count()
    assert set().union(*memory.affected()) == {"/old/"}
    assert list(memory.affected()) == []


PREPARED = PreparedQuery(
    lambda name, pk: (
        Group.objects.filter(name=name, pk__gte=pk)
        .order_by("pk")
        .values_list("pk", "name")
    ),
    *(str, int),
)
RECORDS = PreparedQuery(lambda pk: Group.objects.filter(pk=pk), int)


def test_a_prepared_query_answers_like_its_queryset() -> None:
    one, other = Group.objects.create(name="a"), Group.objects.create(name="b")
    for _ in range(2):
        assert PREPARED.rows("a", 0) == [(one.pk, "a")]
        assert PREPARED.rows("b", other.pk) == [(other.pk, "b")]
        assert PREPARED.rows("b", other.pk + 1) == []
        assert RECORDS.records(other.pk) == [other]
    with database_snapshot():
        for _ in range(2):
            assert RECORDS.records(one.pk)[0].name == "a"
            assert PREPARED.rows("a", 0) == [(one.pk, "a")]


def test_a_prepared_query_refuses_values_that_are_not_parameters() -> None:
    query = PreparedQuery(
        lambda name: Permission.objects.filter(name__contains=name), str
    )
    with pytest.raises(ValueError, match="not a parameter"):
        query.rows("a")


def test_what_a_query_was_put_together_from_is_read_when_it_is_made_ready() -> None:
    Group.objects.create(name="a")
    query = PreparedQuery(
        lambda pk: Group.objects.filter(pk=pk, name__in=names()), int
    ).ready()
    Group.objects.create(name="b")
    found = [query.records(one.pk) for one in Group.objects.order_by("name")]
    assert [len(one) for one in found] == [1, 0]


def test_a_query_is_put_together_again_when_what_its_text_rests_on_changes() -> None:
    one = Group.objects.create(name="a")
    built: list[list[str]] = []

    def build(pk: int) -> Any:
        built.append(names())
        return Group.objects.filter(pk=pk, name__in=built[-1])

    query = PreparedGiven(lambda: tuple(names()), build, int)
    for _ in range(2):
        with database_snapshot(), collecting() as basis:
            assert query.now().records(one.pk) == [one]
        assert len(basis.asked) == 2  # the names too
    assert built == [["a"]]
    other = Group.objects.create(name="b")
    with database_snapshot():
        assert query.now().records(other.pk) == [other]
    assert built == [["a"], ["a", "b"]]


def test_what_a_query_was_put_together_from_outside_a_snapshot_is_not_kept() -> None:
    one = Group.objects.create(name="a")
    query = PreparedGiven(
        lambda: (), lambda pk: Group.objects.filter(pk=pk, name__in=names()), int
    )
    assert query.now().records(one.pk) == [one]
    other = Group.objects.create(name="b")
    assert query.now().records(other.pk) == [other]


def test_related_records_are_read_once_in_a_snapshot() -> None:
    one, other = Permission.objects.order_by("pk")[:2]
    with database_snapshot():
        first, second = (record_once(Permission, pk) for pk in (one.pk, other.pk))
        for permission in (first, second):
            with_related(permission, "content_type")
        assert first is record_once(Permission, one.pk)
        assert first is not None
        assert second is not None
        assert first.content_type is second.content_type
        with collecting() as basis:
            with_related(record_once(Permission, one.pk), "content_type")
    assert len(basis.asked) == 2
    assert record_once(Permission, 0) is None


def test_rows_can_be_fetched_in_every_way() -> None:
    Group.objects.bulk_create([Group(name=str(number)) for number in range(7)])
    sql = "SELECT name FROM auth_group ORDER BY name"
    with reading_once():
        for _ in range(2):
            with connection.cursor() as cursor:
                cursor.execute(sql)
                assert cursor.fetchone() == ("0",)
                assert cursor.fetchmany(2) == [("1",), ("2",)]
                assert list(cursor) == [("3",), ("4",), ("5",), ("6",)]
                assert cursor.fetchone() is None
                assert cursor.fetchall() == []
            with connection.cursor() as cursor:
                cursor.execute(sql)
                cursor.execute(sql)
                assert len(cursor.fetchall()) == 7


def test_a_row_is_another_answer_only_for_what_a_page_can_show() -> None:
    def digest(sql: str) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return answer_of(cursor).digest

    first = digest("SELECT 1 AS id, 2 AS numchild, 'x' AS draft_title")
    assert digest("SELECT 1 AS id, 3 AS numchild, 'y' AS draft_title") == first
    assert digest("SELECT 2 AS id, 2 AS numchild, 'x' AS draft_title") != first
    # Who asks for nothing else means it.
    assert digest("SELECT 2 AS numchild") != digest("SELECT 3 AS numchild")
