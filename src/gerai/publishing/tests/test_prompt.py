"""In which order a prompt run looks for what a change affects."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group
from pytest_django import Settings

from gerai.publishing import prompt, worker
from gerai.publishing.address_list import AddressList
from gerai.publishing.addresses import AddressBook, UnsafeAddress
from gerai.publishing.care import Care
from gerai.publishing.crew import Pause, Slice
from gerai.publishing.prompt import (
    FEW_PAGES,
    MANY_PAGES,
    PATCH_WORK,
    WIDE_PAGES,
    PromptRun,
)
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.report import Report
from gerai.publishing.snapshot import database_snapshot
from gerai.publishing.tests import sample_site
from gerai.publishing.worker import PublishingLoop

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LIKELY = {f"/likely/{number}/" for number in range(MANY_PAGES)}


def named(*found: Iterable[str]) -> Iterator[set[str]]:
    for one in found:
        yield set(one)


def addresses_of(steps: Iterable[Slice | Pause]) -> list[str]:
    return [a for one in steps if isinstance(one, Slice) for a in one.addresses]


def a_run(
    likely: Iterator[set[str]] | None, everything: Iterator[set[str]], **more: object
) -> PromptRun:
    values: dict[str, object] = {
        "all_addresses": lambda: ["/old/", "/new/"],
        "published": lambda: ["/old/"],
        "most": None,
    }
    return PromptRun((likely, everything), **(values | more))  # type: ignore[arg-type]


@pytest.fixture
def no_time_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt, "SECONDS_AHEAD", -1.0)


@pytest.mark.usefixtures("no_time_ahead")
def test_the_likely_comes_first_then_what_is_new_then_the_rest() -> None:
    settled: list[list[str]] = []
    run = a_run(named({"/a/"}, {"/b/"}), named({"/c/"}), settle=settled.append)
    run.begin()
    assert run.due == {"/a/"}
    order: list[str] = []
    for one in run.slices():
        if isinstance(one, Slice):
            order += one.addresses
            assert one.care is Care.BY_COLUMNS
            assert bool(settled) == (one.addresses == ["/c/"])
    assert order == ["/a/", "/b/", "/new/", "/c/"]
    assert settled == [["/old/", "/new/"]]


def test_a_few_pages_are_taken_at_once_and_more_are_handed_out() -> None:
    few = {f"/{number}/" for number in range(FEW_PAGES)}
    run = a_run(named(few), named({"/late/"}))
    run.begin()
    taken = run.take_few()
    assert {address for one in taken for address in one.addresses} == few
    assert {(len(one.addresses), one.care) for one in taken} == {(1, Care.AS_KNOWN)}
    assert addresses_of(run.slices()) == ["/new/", "/late/"]
    run = a_run(named({*few, "/more/"}), named())
    run.begin()
    assert run.take_few() == []
    assert run.due == {*few, "/more/"}
    run = a_run(None, named({"/a/"}, few))  # nobody knows yet how many will be named
    run.begin()
    assert run.take_few() == []


def test_where_there_is_time_all_that_is_likely_is_known_before_the_first() -> None:
    run = a_run(named({"/a/"}, {"/b/"}), named({"/c/"}))
    run.begin()
    assert run.due == {"/a/", "/b/"}
    steps = [one for one in run.slices() if isinstance(one, Slice)]
    assert addresses_of(steps) == ["/a/", "/b/", "/new/", "/c/"]
    assert [one.care for one in steps] == [
        Care.AS_KNOWN,
        Care.BY_COLUMNS,
        Care.BY_COLUMNS,
    ]


@pytest.mark.usefixtures("no_time_ahead")
def test_of_very_many_pages_all_that_is_likely_is_known_before_the_first() -> None:
    run = a_run(named(LIKELY, {"/late/"}), named({"/c/"}))
    run.begin()
    assert run.due == {*LIKELY, "/late/"}
    steps = list(run.slices())
    cares = {
        one.care: one.addresses
        for one in steps
        if isinstance(one, Slice) and not one.for_later
    }
    assert cares.keys() == {Care.AS_KNOWN, Care.BY_COLUMNS}
    asked = [a for one in steps if isinstance(one, Slice)
             and one.care is Care.BY_COLUMNS for a in one.addresses]  # fmt: skip
    assert asked == ["/new/", "/c/"]


def test_what_is_found_of_a_page_after_it_was_made_is_made_again() -> None:
    again = min(LIKELY)
    run = a_run(named(LIKELY), named({again}, {again, "/c/"}))
    run.begin()
    steps = [one for one in run.slices() if isinstance(one, Slice)]
    assert {one.care for one in steps[:-3]} == {Care.AS_KNOWN}
    made = addresses_of(steps)
    assert sorted(made[: len(LIKELY)]) == sorted(LIKELY)
    assert made[len(LIKELY) :] == ["/new/", again, *sorted([again, "/c/"])]
    assert {one.care for one in steps[-3:]} == {Care.BY_COLUMNS}


def test_what_is_soon_made_comes_first_after_what_was_edited_itself() -> None:
    edited = {f"/z/{number}/" for number in range(FEW_PAGES)}
    efforts = {"/long/": 90, "/z/0/": 99, "/_feed.json": 9}
    run = a_run(
        named(edited, {"/long/"}, {"/a/", "/b/", "/_feed.json"}),
        named(),
        effort=lambda address: efforts.get(address, 0),
    )
    run.begin()
    made = addresses_of(run.slices())
    assert made == [
        *sorted(edited - {"/z/0/"}),
        *("/_feed.json", "/z/0/"),
        *("/a/", "/b/", "/long/", "/new/"),
    ]
    assert run.work == len(efforts) + (len(made) - len(efforts)) * PATCH_WORK


def test_of_hundreds_of_pages_those_come_first_that_most_people_see() -> None:
    deep = {f"/a/{number}/" for number in range(WIDE_PAGES)}
    run = a_run(
        named({*deep, "/", "/hours/"}),
        named(),
        effort=lambda address: {"/": 90, "/hours/": 20}.get(address, 0),
    )
    run.begin()
    assert addresses_of(run.slices())[:2] == ["/", "/hours/"]


def test_a_later_change_ends_the_search_for_the_unlikely() -> None:
    later: list[bool] = []
    run = a_run(named({"/a/"}), named(set(), {"/c/"}), is_overtaken=lambda: bool(later))
    run.begin()
    steps = run.slices()
    found = [next(steps)]
    later.append(True)
    found += list(steps)
    assert addresses_of(found) == ["/a/", "/new/"]
    assert run.is_overtaken
    assert run.addresses is not None

    run = a_run(None, named(set(), {"/c/"}), is_overtaken=lambda: bool(later))
    run.begin()
    assert run.is_overtaken
    assert not run.due


@pytest.fixture
def publisher(settings: Settings, tmp_path: Path) -> Publisher:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    settings.PUBLISHER_FOLDER.mkdir()
    Group.objects.all().delete()
    for name in ("a", "b"):
        Group.objects.create(name=name)
    book = AddressBook()
    book.register("sample", sample_site.addresses)
    record = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "publisher", build="b"
    )
    return Publisher(record, book)


@pytest.mark.django_db
@pytest.mark.urls("gerai.publishing.tests.sample_site")
def test_what_an_overtaken_run_left_out_is_done_by_the_next(
    publisher: Publisher,
) -> None:
    publisher.sweep()
    Group.objects.filter(name="a").update(name="c")  # of which nothing is noted
    report = publisher.publish_changes(is_overtaken=lambda: True)
    assert report.is_overtaken
    assert not report.written
    report = publisher.publish_changes()
    assert not report.is_overtaken
    assert len(report.written) == 3
    # A deletion is noted: what is gone needn't wait for the search of the rest.
    Group.objects.get(name="c").delete()
    report = publisher.publish_changes(is_overtaken=lambda: True)
    assert report.is_overtaken
    assert len(report.removed) == 1


@pytest.mark.django_db
def test_a_run_is_overtaken_for_a_second_at_most(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = PublishingLoop(publisher, should_stop=lambda: False)
    seconds = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    monkeypatch.setattr(
        publisher, "publish_changes", lambda **_: Report(is_overtaken=True)
    )
    loop._counter = "another"
    assert loop._is_overtaken()
    loop._publish_changes()
    seconds[0] += worker.LONGEST_OVERTAKEN_SECONDS / 2
    loop._publish_changes()
    assert loop._is_overtaken()
    seconds[0] += worker.LONGEST_OVERTAKEN_SECONDS
    assert not loop._is_overtaken()
    monkeypatch.setattr(publisher, "publish_changes", lambda **_: Report())
    loop._publish_changes()
    assert loop._is_overtaken()


@pytest.mark.django_db
def test_addresses_are_listed_anew_only_when_a_question_differs() -> None:
    Group.objects.all().delete()
    listed: list[int] = []

    def source() -> list[str]:
        listed.append(1)
        return [f"/{name}/" for name in Group.objects.values_list("name", flat=True)]

    book = AddressBook()
    book.register("sample", source)
    addresses = AddressList(book)
    with time_machine.travel(NOON, tick=False) as clock:
        assert now(addresses) == []
        Group.objects.create(name="a")
        assert now(addresses) == now(addresses) == ["/a/"]
        assert len(listed) == 2
        Group.objects.filter(name="a").update(name="b")
        assert now(addresses) == ["/b/"]
        clock.shift(timedelta(days=2))  # at midnight anything may have changed
        assert now(addresses) == ["/b/"]
        clock.shift(timedelta(days=-1))
        assert now(addresses) == ["/b/"]
    assert len(listed) == 5
    assert addresses.now() == ["/b/"]  # outside a snapshot nothing is kept
    assert len(listed) == 6


@pytest.mark.django_db
def test_an_address_that_is_no_file_is_told_and_left_out() -> None:
    book = AddressBook()
    book.register("sample", lambda: ["/a/", "/../b/"])
    safe, unsafe = AddressList(book).afresh()
    assert safe == ["/a/"]
    assert list(unsafe) == ["/../b/"]
    assert UnsafeAddress.__name__ in unsafe["/../b/"]


def now(addresses: AddressList) -> list[str]:
    with database_snapshot():
        return addresses.now()
