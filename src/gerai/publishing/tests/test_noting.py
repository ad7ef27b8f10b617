"""A change concerns the pages that show it, and no other page that read the same row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from hypothesis import given
from hypothesis import strategies as st

from gerai.publishing.columns import (
    ALL_COLUMNS,
    NO_COLUMNS,
    changed_columns,
    hashes_of,
    number_columns,
    set_of,
)
from gerai.publishing.memory import Memory
from gerai.publishing.noting import note_what_is_read
from gerai.publishing.prepared import PreparedQuery
from gerai.publishing.reading import reading_once
from gerai.publishing.tests.remembering import recording

pytestmark = pytest.mark.django_db
NAMES = ("first_name", "last_name", "email")


@pytest.fixture(autouse=True)
def _noting() -> None:
    note_what_is_read()


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create(
        username="a", first_name="b", last_name="c", email="d@example.org"
    )


def concerned(memory: Memory) -> set[str]:
    return set().union(*memory.affected())


def prepared() -> PreparedQuery[User]:
    return PreparedQuery(lambda pk: User.objects.filter(pk=pk), int)


ONE_RECORD: dict[str, Callable[[int], User]] = {
    "got": lambda pk: User.objects.get(pk=pk),
    "of a list": lambda pk: list(User.objects.order_by("pk"))[0],  # noqa: RUF015
    "the first": lambda pk: User.objects.order_by("pk").first() or User(),
    "in chunks": lambda pk: next(User.objects.filter(pk=pk).iterator(chunk_size=2)),
    "in bulk": lambda pk: User.objects.in_bulk([pk])[pk],
    "prepared": lambda pk: prepared().records(pk)[0],
    "with a part of its columns": lambda pk: User.objects.only(*NAMES).get(pk=pk),
}


@pytest.mark.parametrize("read", ONE_RECORD.values(), ids=ONE_RECORD)
@pytest.mark.parametrize("changed", NAMES)
def test_a_column_concerns_who_reads_it(
    memory: Memory, person: User, read: Callable[[int], User], changed: str
) -> None:
    for name in NAMES:
        with recording(memory, f"/{name}/"):
            assert getattr(read(person.pk), name)
    with recording(memory, "/all/"):
        record = read(person.pk)
        assert all(getattr(record, name) for name in NAMES)
    User.objects.update(**{changed: "new"})
    assert concerned(memory) == {f"/{changed}/", "/all/"}
    assert concerned(memory) == set()


def test_who_counts_records_is_concerned_by_another_one(
    memory: Memory, person: User
) -> None:
    with recording(memory, "/count/"):
        assert len(list(User.objects.order_by("pk"))) == 1
    User.objects.update(email="new@example.org")
    assert concerned(memory) == set()
    User.objects.create(username="z")
    assert concerned(memory) == {"/count/"}


def test_an_order_concerns_who_reads_what_is_in_it(memory: Memory) -> None:
    for name in ("a", "b"):
        User.objects.create(username=name, first_name=name, last_name="same")
    by_name = User.objects.order_by("first_name")
    with recording(memory, "/shown/"):
        assert [one.username for one in by_name] == ["a", "b"]
    with recording(memory, "/alike/"):
        assert {one.last_name for one in by_name} == {"same"}
    User.objects.filter(username="a").update(first_name="c")
    assert concerned(memory) == {"/shown/"}


def test_columns_of_other_kinds_count_as_read(memory: Memory, person: User) -> None:
    with recording(memory, "/rows/"):
        assert list(User.objects.values_list("email", "last_name"))
    with recording(memory, "/annotated/"):
        from django.db.models import F

        (record,) = User.objects.annotate(beside=F("last_name"))
        assert record.beside == "c"
    User.objects.update(last_name="new")
    assert concerned(memory) == {"/rows/", "/annotated/"}


def test_what_a_key_leads_to_is_noted_too(memory: Memory) -> None:
    kind = ContentType.objects.create(app_label="a", model="b")
    permission = Permission.objects.create(name="c", codename="d", content_type=kind)
    of = Permission.objects.filter(pk=permission.pk)
    with recording(memory, "/joined/"):
        assert of.select_related("content_type").get().content_type.model == "b"
    with recording(memory, "/not read/"):
        assert of.select_related("content_type").get().codename == "d"
    with recording(memory, "/key/"):
        assert of.get().content_type_id == kind.pk
    ContentType.objects.filter(pk=kind.pk).update(model="new")
    assert concerned(memory) == {"/joined/"}
    other = ContentType.objects.create(app_label="a", model="c")
    of.update(content_type=other)
    assert concerned(memory) == {"/joined/", "/key/"}


def test_each_page_counts_for_itself_what_it_reads_of_a_shared_record(
    memory: Memory, person: User
) -> None:
    with reading_once() as reading:

        def shared() -> User:
            return reading.result("person", lambda: User.objects.get(pk=person.pk))

        with recording(memory, "/email/"):
            assert shared().email
        with recording(memory, "/name/"):
            assert shared().first_name
        with recording(memory, "/both/"):
            assert shared().first_name
            assert shared().email
    User.objects.update(first_name="new")
    assert concerned(memory) == {"/name/", "/both/"}


def test_what_a_kept_result_has_read_counts_for_all_who_get_it(
    memory: Memory, person: User
) -> None:
    with reading_once() as reading:
        for address in ("/a/", "/b/"):
            with recording(memory, address):
                reading.result("email", lambda: User.objects.get(pk=person.pk).email)
    User.objects.update(email="new@example.org")
    assert concerned(memory) == {"/a/", "/b/"}


def test_two_changes_before_somebody_looks(memory: Memory, person: User) -> None:
    with recording(memory, "/email/"):
        assert User.objects.get(pk=person.pk).email
    User.objects.update(first_name="new")
    assert concerned(memory) == set()
    User.objects.update(first_name="newer", email="new@example.org")
    assert concerned(memory) == {"/email/"}


def test_a_record_stays_as_django_made_it(person: User) -> None:
    with reading_once():
        record = User.objects.defer("email").get(pk=person.pk)
        assert record.get_deferred_fields() == {"email"}
        assert record.email == person.email
        assert record.get_deferred_fields() == set()
        record.email = "new@example.org"
        assert record.email == "new@example.org"
        assert record == person
    record.save()
    assert User.objects.get(pk=person.pk).email == "new@example.org"


def test_a_key_that_is_set_forgets_what_the_old_one_led_to() -> None:
    first, second = (
        ContentType.objects.create(app_label="a", model=name) for name in ("b", "c")
    )
    permission = Permission(name="d", codename="e", content_type=first)
    permission.content_type_id = second.pk
    assert permission.content_type == second


def test_nothing_is_noted_outside_a_snapshot(person: User) -> None:
    assert not any("note" in name for name in User.objects.get().__dict__)


VALUES = st.one_of(st.integers(), st.text(max_size=3), st.none(), st.booleans())


@st.composite
def two_answers(draw: st.DrawFn) -> Any:
    names = draw(
        st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, unique=True)
    )
    row = st.tuples(*[VALUES] * len(names))
    rows = draw(st.lists(row, max_size=4))
    other = draw(st.lists(row, min_size=len(rows), max_size=len(rows)))
    keep = draw(st.sets(st.integers(0, len(names) - 1)))
    mixed = [
        tuple(was if at in keep else now for at, (was, now) in enumerate(zip(*both)))  # noqa: B905
        for both in zip(rows, other, strict=True)
    ]
    return names, rows, mixed


@pytest.fixture(scope="module", autouse=True)
def _numbered() -> Iterator[None]:
    number_columns(["a", "b", "c", "d"])
    yield


@given(two_answers())
def test_exactly_the_columns_that_differ_are_found(given_: Any) -> None:
    names, before, after = given_
    differing = 0
    for at, name in enumerate(names):
        if repr([row[at] for row in before]) != repr([row[at] for row in after]):
            differing |= set_of(name)
    found = changed_columns(hashes_of(names, before), hashes_of(names, after))
    assert found == differing


@pytest.mark.parametrize(
    ("before", "after"), [(-1, -2), (0, ""), (1, True), ("", None)]
)
def test_values_that_hash_alike_differ(before: object, after: object) -> None:
    found = changed_columns(hashes_of("a", [(before,)]), hashes_of("a", [(after,)]))
    assert found == set_of("a")


@given(two_answers(), st.integers(1, 3))
def test_another_number_of_rows_concerns_everybody(given_: Any, more: int) -> None:
    names, before, after = given_
    longer = [*after, *[tuple([0] * len(names))] * more]
    found = changed_columns(hashes_of(names, before), hashes_of(names, longer))
    assert found == ALL_COLUMNS
    assert found & NO_COLUMNS
