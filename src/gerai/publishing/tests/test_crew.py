"""A sweep by several processes: the same bytes, the whole memory, no orphan."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Value
from django.db.models.functions import Concat
from django.db.utils import load_backend
from django.utils import timezone
from pytest_django import Settings

from gerai.publishing import crew, moments
from gerai.publishing import publisher as publishers
from gerai.publishing.addresses import AddressBook
from gerai.publishing.care import Care
from gerai.publishing.crew import Crew, Pause, Slice, sliced
from gerai.publishing.making import Outcome
from gerai.publishing.models import Change, FailedPage
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.snapshot import database_snapshot
from gerai.publishing.telling import Known
from gerai.publishing.tests import sample_site

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("gerai.publishing.tests.sample_site"),
]


@pytest.fixture(autouse=True)
def no_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rooms that know some ask tables that are not here."""
    monkeypatch.setattr(moments, "_sources", {})


@pytest.fixture
def file_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that other processes can open, with the few tables that count here."""
    usual = connections["default"]
    options = deepcopy(usual.settings_dict) | {"NAME": str(tmp_path / "db.sqlite3")}
    options["ENGINE"] = "django.db.backends.sqlite3"
    backend = load_backend(options["ENGINE"])
    ours = backend.DatabaseWrapper(options, alias="default")
    connections["default"] = ours
    try:
        MigrationRecorder(ours).ensure_schema()
        with ours.schema_editor() as editor:
            for model in (ContentType, Permission, Group, Change, FailedPage):
                editor.create_model(model)
        yield
    finally:
        ours.close()
        connections["default"] = usual


@pytest.fixture
def pages(file_database: None, settings: Settings, tmp_path: Path) -> list[Group]:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    return Group.objects.bulk_create(
        [Group(name=f"group {number}") for number in range(70)]
    )


def open_publisher(folder: Path, processes: int) -> Publisher:
    book = AddressBook()
    book.register("sample", sample_site.addresses)
    record = PublishedRecord(
        web_root=folder / "published", private=folder / "publisher", build="b"
    )
    return Publisher(record, book, processes=processes)


def test_two_processes_give_what_one_gives(tmp_path: Path, pages: list[Group]) -> None:
    pages[3].name = "broken"
    pages[3].save()
    one = open_publisher(tmp_path / "one", 1)
    two = open_publisher(tmp_path / "two", 2)
    reports = one.sweep(), two.sweep()
    assert one.record.files == two.record.files
    assert reports[0].failed == reports[1].failed
    assert list(reports[0].failed) == [f"/group/{pages[3].pk}/"]
    assert reports[0].rendered == reports[1].rendered == 71
    assert len(one.memory) == len(two.memory)
    assert two.sweep().is_quiet


def test_what_the_processes_remember_is_known_to_the_publisher(
    tmp_path: Path, pages: list[Group]
) -> None:
    publisher = open_publisher(tmp_path, 2)
    publisher.sweep()
    Group.objects.filter(pk=pages[40].pk).update(name="changed")
    report = publisher.publish_changes()
    assert set(report.written) == {"/", f"/group/{pages[40].pk}/"}


def test_what_affects_a_few_pages_waits_for_no_other_process(
    tmp_path: Path, pages: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = open_publisher(tmp_path, 2)
    publisher.sweep()
    monkeypatch.setattr(publishers, "can_fork", lambda: True)
    make, made = publisher.maker.make, []

    def noted(addresses: Iterable[str], care: Care) -> list[Outcome]:
        made.extend(wanted := list(addresses))  # of other processes we see nothing
        return make(wanted, care)

    monkeypatch.setattr(publisher.maker, "make", noted)
    pages[40].name = "changed"
    pages[40].save()
    report = publisher.publish_changes()
    assert set(made) == set(report.written) == {"/", f"/group/{pages[40].pk}/"}
    made.clear()
    Group.objects.filter(pk__in=[page.pk for page in pages[:30]]).update(
        name=Concat("name", Value("!"))
    )
    assert len(publisher.publish_changes().written) == 31
    assert made == []


def test_all_processes_work_on_what_affects_many_pages(
    tmp_path: Path, pages: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = open_publisher(tmp_path / "a", 2)
    publisher.sweep()
    crews: list[Crew] = []
    enter = Crew.__enter__

    def counted(crew: Crew) -> Crew:
        crews.append(crew)
        return enter(crew)

    monkeypatch.setattr(Crew, "__enter__", counted)
    # Threads that other tests left are no concern of this one.
    monkeypatch.setattr(publishers, "can_fork", lambda: True)
    connected: list[bool] = []
    changed = pages[:40]
    Group.objects.filter(pk__in=[one.pk for one in changed]).update(
        name=Concat("name", Value("!"))
    )

    report = publisher.publish_changes(on_connected=lambda: connected.append(True))

    assert len(crews) == 1
    assert connected == [True]
    assert set(report.written) == {"/", *(f"/group/{one.pk}/" for one in changed)}
    assert publisher.memory.concerned == set()
    assert not publisher.sweep().rendered
    fresh = open_publisher(tmp_path / "b", 1)
    fresh.sweep()
    assert fresh.record.files == publisher.record.files


def test_a_run_of_very_many_pages_gives_way_to_another_change(
    tmp_path: Path, pages: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = open_publisher(tmp_path / "a", 2)
    publisher.sweep()
    monkeypatch.setattr(publishers, "can_fork", lambda: True)
    asked: list[int] = []

    def gives_way() -> bool:
        asked.append(1)
        return len(asked) == 3

    Group.objects.update(name=Concat("name", Value("!")))
    with monkeypatch.context() as patch:
        patch.setattr(publishers, "MANY_AT_ONCE", 20)
        report = publisher.publish_changes(gives_way=gives_way)
    assert report.is_for_a_sweep
    assert 0 < len(report.written) < len(pages)
    # Those that were named by then; how many depends on who was faster.
    left = publisher.memory.concerned
    assert left
    swept = set(publisher.sweep().written)
    assert left <= swept
    assert {*report.written, *swept} == {"/", *(f"/group/{one.pk}/" for one in pages)}
    fresh = open_publisher(tmp_path / "b", 1)
    fresh.sweep()
    assert fresh.record.files == publisher.record.files


def test_a_run_of_a_few_pages_gives_way_to_nobody(
    tmp_path: Path, pages: list[Group]
) -> None:
    publisher = open_publisher(tmp_path, 2)
    publisher.sweep()
    Group.objects.filter(pk=pages[0].pk).update(name="changed")
    report = publisher.publish_changes(gives_way=lambda: True)
    assert not report.is_for_a_sweep
    assert len(report.written) == 2


def test_pictures_and_data_wait_for_pages() -> None:
    addresses = ["/a/", "/a.png", "/_spanduk.json", "/b/", "/en/c.json", "/en/d/"]
    crew = Crew(1, lambda addresses, care: [], lambda view: None)
    pipe, _other = Pipe()
    crew._known = {pipe: Known()}
    crew._waiting.extend(sliced(addresses, NOW, size=1))
    assert not [one for one in crew._due(all_are_known=False) if one.for_later]
    handed_out = [
        crew._next_for(pipe, crew._due(all_are_known=True)).addresses[0]
        for _ in addresses
    ]
    assert not crew._due(all_are_known=True)
    assert set(handed_out[:4]) == {"/a/", "/_spanduk.json", "/b/", "/en/d/"}
    assert set(handed_out[4:]) == {"/a.png", "/en/c.json"}


def test_warming_up_writes_nothing_and_ends_when_it_is_told(
    tmp_path: Path, pages: list[Group]
) -> None:
    publisher = open_publisher(tmp_path, 2)
    publisher.sweep()
    before = publisher.record.files.copy()
    rendered: list[str] = []

    def render(addresses: Iterable[str]) -> list[Outcome]:
        rendered.extend(addresses)
        return []

    publisher.maker.render = render  # type: ignore[method-assign]
    assert publisher.warm_up(lambda: True)
    # One of each kind, not each.
    assert rendered[0] == "/"
    assert len(rendered) == 3
    assert not publisher.warm_up(lambda: len(rendered) < 4)
    assert len(rendered) == 4
    assert publisher.record.files == before


def test_what_no_page_shows_needs_no_other_process(
    tmp_path: Path, pages: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = open_publisher(tmp_path, 2)
    publisher.sweep()

    def refuse(crew: Crew) -> Crew:
        raise AssertionError("a process for nothing")

    monkeypatch.setattr(Crew, "__enter__", refuse)
    monkeypatch.setattr(publishers, "can_fork", lambda: True)
    Group.objects.filter(pk=pages[40].pk).update(name="changed")
    Group.objects.filter(pk=pages[40].pk).update(name=pages[40].name)
    report = publisher.publish_changes()
    assert (report.rendered, report.written) == (0, [])


def test_a_process_gets_what_it_knows_unless_another_is_at_it() -> None:
    crew = Crew(2, lambda addresses, care: [], lambda view: None)
    first, second = Pipe()
    crew._known = {first: Known(families={"id"}), second: Known(families={"en"})}
    crew._family = {first: "id", second: "id"}
    crew._waiting.extend(
        Slice([str(number)], timezone.now(), family=family)
        for number, family in enumerate(["id", "id", "en", "en"])
    )
    families = [
        crew._next_for(pipe, crew._due(all_are_known=True)).family
        for pipe in (second, first, second, first)
    ]
    assert families == [
        "en",
        "id",
        "en",
        "id",
    ]


def test_a_sweep_begins_with_what_was_named_and_not_rendered(
    tmp_path: Path, pages: list[Group]
) -> None:
    publisher = open_publisher(tmp_path, 1)
    publisher.sweep()
    Group.objects.filter(pk=pages[60].pk).update(name="changed")
    for _named in publisher.memory.affected():
        pass
    addresses = publisher.record.addresses
    first, *others = publisher._in_urgent_order(addresses, NOW, Care.WHOLE)
    assert first.addresses == ["/", f"/group/{pages[60].pk}/"]
    rest = [address for one in others for address in one.addresses]
    assert sorted(rest + first.addresses) == sorted(addresses)


def test_a_prompt_run_during_a_sweep_is_not_overwritten(
    tmp_path: Path, pages: list[Group]
) -> None:
    publisher = open_publisher(tmp_path, 2)
    publisher.sweep()
    address = f"/group/{pages[69].pk}/"
    file = publisher.record.tree.root / address[1:] / "index.html"
    seen: list[str] = []

    def change_once() -> None:
        if not seen:
            Group.objects.filter(pk=pages[69].pk).update(name="newer")
            publisher.publish_changes()
            assert file.read_text() == "<title>newer</title>"
        seen.append(file.read_text())

    publisher.sweep(between_batches=change_once)
    assert set(seen) == {"<title>newer</title>"}


def test_a_view_of_the_database_is_kept_until_somebody_writes(
    file_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "LONGEST_SNAPSHOT_SECONDS", -1.0)
    usual = connections["default"]
    seen: list[Any] = []

    def open_snapshot(stack: ExitStack) -> None:
        stack.enter_context(database_snapshot())

    with crew.ViewOfDatabase(open_snapshot) as view:
        for name in ("a", "b"):
            view.renew_when_due(0)
            seen.append(connections["default"])
            view.renew_when_due(0)
            assert connections["default"] is seen[-1]
            add_group_elsewhere(usual, name)
            assert Group.objects.count() == len(seen) - 1
        view.renew_when_due(0)
        assert Group.objects.count() == 2
        seen.append(connections["default"])
        view.renew_when_due(1)
        assert connections["default"] is not seen[-1]
    assert connections["default"] is usual


def add_group_elsewhere(usual: Any, name: str) -> None:
    with sqlite3.connect(usual.settings_dict["NAME"]) as other:
        other.execute("INSERT INTO auth_group (name) VALUES (?)", (name,))
    other.close()


NOW = timezone.now()


def killed_once(addresses: object, care: object) -> list[Outcome]:
    found = [Outcome(str(one), b"page") for one in addresses]  # type: ignore[attr-defined]
    if any(one.address == "/fatal/" for one in found):
        os.kill(os.getpid(), signal.SIGKILL)
    return found


def test_a_process_that_is_killed_gives_its_addresses_back() -> None:
    slices = [Slice([f"/{number}/"], NOW) for number in range(20)] + [
        Slice(["/fatal/"], NOW)
    ]
    done: list[str] = []
    with Crew(2, killed_once, lambda view: None) as crew:
        for found in crew.results(slices, state=lambda: 0):
            if found is not None:
                done += [one.address for one in found[1]]
        left = [address for one in crew.leftovers() for address in one.addresses]
    assert sorted(done + left) == sorted(one.addresses[0] for one in slices)
    assert "/fatal/" in left


def who_rendered(addresses: object, care: object) -> list[Outcome]:
    body = str(os.getpid()).encode()
    return [Outcome(str(one), body) for one in addresses]  # type: ignore[attr-defined]


def test_pages_of_one_language_go_to_one_process() -> None:
    slices = [
        Slice([f"{language}{number}/"], NOW, family=language)
        for number in range(6)
        for language in ("/", "/en/")
    ]
    with Crew(2, who_rendered, lambda view: None) as crew:
        done = [found for found in crew.results(slices, state=lambda: 0) if found]
    by = {outcomes[0].address: outcomes[0].body for _one, outcomes in done}
    assert len(by) == len(slices)
    # The first two of each are handed out before anybody has finished.
    assert by["/0/"] == by["/1/"] != by["/en/0/"] == by["/en/1/"]


def test_nobody_gets_a_second_slice_while_another_has_none() -> None:
    slices = [Slice([f"/{number}/"], NOW) for number in range(2)]
    with Crew(2, who_rendered_slowly, lambda view: None) as crew:
        done = [found for found in crew.results(slices, state=lambda: 0) if found]
    assert len({outcomes[0].body for _one, outcomes in done}) == 2


def test_many_pages_that_are_not_asked_for_are_as_if_made_anew(
    tmp_path: Path, pages: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = AddressBook()
    book.register("sample", sample_site.signed_addresses)
    record = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "publisher", build="b"
    )
    publisher = Publisher(record, book, processes=2)
    foot = Group.objects.create(name="foot: 0541")
    publisher.sweep()
    monkeypatch.setattr(publishers, "can_fork", lambda: True)
    cares: list[Care] = []
    make = publisher.maker.make

    def noted(addresses: Iterable[str], care: Care) -> list[Outcome]:
        cares.append(care)
        (tmp_path / care.name).touch()
        return make(addresses, care)

    monkeypatch.setattr(publisher.maker, "make", noted)
    foot.name = "foot: 0542"
    foot.save()
    # What a search that was cut short has missed.
    Group.objects.filter(pk=pages[40].pk).update(name="missed")
    report = publisher.publish_changes()
    assert len(report.written) == len(pages)
    assert (tmp_path / Care.AS_KNOWN.name).exists()
    publisher.sweep()
    fresh = PublishedRecord(
        web_root=tmp_path / "b" / "published", private=tmp_path / "b" / "p", build="b"
    )
    Publisher(fresh, book).sweep()
    assert fresh.files == publisher.record.files


def test_pictures_and_data_wait_for_pages_that_are_not_found_yet() -> None:
    def found() -> Iterator[Slice | Pause]:
        yield Slice(["/a/"], NOW)
        yield Slice(["/a.png"], NOW, for_later=True)
        yield Pause.UNTIL_HANDED_OUT
        yield Slice(["/new/"], NOW)
        yield Pause.UNTIL_DONE

    done: list[str] = []
    with Crew(1, who_rendered, lambda view: None) as crew:
        for one in crew.results(found(), state=lambda: 0):
            done += one[0].addresses if one else []
    assert done == ["/a/", "/new/", "/a.png"]


@pytest.mark.parametrize("pause", Pause)
def test_the_unlikely_is_looked_for_once_somebody_has_nothing_to_do(
    pause: Pause,
) -> None:
    done: list[str] = []
    done_before: list[int] = []

    def found() -> Iterator[Slice | Pause]:
        yield from (Slice([f"/{number}/"], NOW) for number in range(12))
        yield pause
        done_before.append(len(done))
        yield Slice(["/unlikely/"], NOW)

    with Crew(2, who_rendered_slowly, lambda view: None) as crew:
        for one in crew.results(found(), state=lambda: 0):
            done += one[0].addresses if one else []
    assert len(done) == 13
    # Each of the two has one in hand and one waiting: the other eight are done by then.
    least = {Pause.BRIEF: 0, Pause.UNTIL_HANDED_OUT: 8, Pause.UNTIL_DONE: 12}[pause]
    assert least <= done_before[0] < least + 4 or done_before[0] == least == 12


def who_rendered_slowly(addresses: object, care: object) -> list[Outcome]:
    time.sleep(0.02)
    return who_rendered(addresses, care)


def test_the_processes_end_with_the_publisher(tmp_path: Path) -> None:
    def slow(addresses: object, care: object) -> list[Outcome]:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0.2)
        return []

    child = os.fork()
    if child == 0:
        with Crew(2, slow, lambda view: None) as crew:
            for _ in crew.results([Slice(["/"], NOW)] * 500, state=lambda: 0):
                pass
        os._exit(0)
    end = time.monotonic() + 20
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert len(workers) == 2
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < end, "orphans are left"
        time.sleep(0.05)
