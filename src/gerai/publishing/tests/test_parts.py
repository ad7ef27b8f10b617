"""A page of which only a part changed gets that part, and is not rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from pytest_django import Settings

from gerai.publishing import moments
from gerai.publishing import publisher as publishers
from gerai.publishing.addresses import AddressBook
from gerai.publishing.care import Care
from gerai.publishing.making import Outcome, PageMaker
from gerai.publishing.publisher import Publisher
from gerai.publishing.reading import Notes
from gerai.publishing.record import PublishedRecord
from gerai.publishing.snapshot import database_snapshot
from gerai.publishing.tests import sample_site

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("gerai.publishing.tests.sample_site"),
]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


class CountingMaker(PageMaker):
    in_full: int = 0

    def render(self, addresses: Iterable[str]) -> list[Outcome]:
        outcomes = super().render(addresses)
        self.in_full += len(outcomes)
        return outcomes


class Watched(Publisher):
    """Counts the pages that it renders, as opposed to those that it patches."""

    maker: CountingMaker

    def __init__(self, record: PublishedRecord, book: AddressBook) -> None:
        super().__init__(record, book)
        self.maker = CountingMaker(record, self.memory)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def publisher_in(
    folder: Path, addresses: Callable[[], list[str]] = sample_site.signed_addresses
) -> Watched:
    book = AddressBook()
    book.register("sample", addresses)
    record = PublishedRecord(
        web_root=folder / "published", private=folder / "publisher", build="b"
    )
    return Watched(record, book)


@pytest.fixture
def publisher(settings: Settings, tmp_path: Path) -> Watched:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    Group.objects.all().delete()
    Group.objects.create(name="foot: 0541")
    for number in range(8):
        Group.objects.create(name=f"page {number}")
    publisher = publisher_in(tmp_path)
    publisher.sweep()
    assert publisher.maker.in_full == 8
    publisher.maker.in_full = 0
    return publisher


def is_as_if_made_anew(
    publisher: Publisher,
    folder: Path,
    addresses: Callable[[], list[str]] = sample_site.signed_addresses,
) -> bool:
    fresh = publisher_in(folder, addresses)
    fresh.sweep()
    return fresh.record.files == publisher.record.files


def call(number: str) -> None:
    Group.objects.filter(name__startswith="foot").update(name=f"foot: {number}")


def test_one_page_draws_the_part_and_the_others_take_it(
    publisher: Watched, tmp_path: Path
) -> None:
    call("0542")
    report = publisher.sweep()
    assert (report.rendered, len(report.written), publisher.maker.in_full) == (8, 8, 1)
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")
    publisher.maker.in_full = 0
    call("0543")
    assert len(publisher.publish_changes().written) == 8
    assert publisher.maker.in_full == 1
    assert is_as_if_made_anew(publisher, tmp_path / "fresh again")


def test_what_stands_on_every_page_is_left_to_the_sweep(
    publisher: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("0542")
    with monkeypatch.context() as patch:
        patch.setattr(publishers, "MOST_AT_ONCE", 1)
        patch.setattr(publisher, "_processes", 2)
        report = publisher.publish_changes()
    assert report.is_for_a_sweep
    assert report.written == []
    assert len(publisher.sweep().written) == 8
    assert publisher.maker.in_full <= 2  # of two views of the database
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")


def test_what_was_patched_is_remembered(publisher: Watched) -> None:
    call("0542")
    publisher.sweep()
    assert (publisher.sweep().rendered, publisher.maker.in_full) == (0, 1)


def test_a_page_that_changed_itself_is_rendered(
    publisher: Watched, tmp_path: Path
) -> None:
    call("0542")
    Group.objects.filter(name="page 3").update(name="page three")
    publisher.sweep()
    assert 1 <= publisher.maker.in_full <= 2
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")


def test_words_that_stand_elsewhere_too_are_not_taken_for_the_part(
    publisher: Watched, tmp_path: Path
) -> None:
    Group.objects.filter(name="page 3").update(name="(foot: 0541)")
    publisher.sweep()
    call("0542")
    Group.objects.filter(name="(foot: 0541)").delete()
    Group.objects.create(name="page (foot: 0542)")
    publisher.sweep()
    call("0543")
    publisher.sweep()
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")


def test_a_moment_that_has_passed_renders_the_whole_page(
    publisher: Watched,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moments, "_sources", {"test": lambda now: NOON + HOUR})
    call("0542")
    clock.shift(2 * HOUR)
    publisher.sweep()
    assert publisher.maker.in_full == 8


HOUR = timedelta(hours=1)


def test_the_next_moment_is_looked_for_once_ahead(
    publisher: Watched,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[datetime] = []

    def moment(after: datetime) -> datetime:
        asked.append(after)
        return NOON + HOUR

    monkeypatch.setattr(moments, "_sources", {"test": moment})
    call("0542")
    with publisher.maker.looking_ahead():
        for _ in range(2):
            with database_snapshot():
                publisher.maker.make(publisher.record.addresses, Care.BY_COLUMNS)
        assert (len(asked), publisher.maker.in_full) == (1, 2)
        publisher.maker.in_full = 0
        clock.shift(2 * HOUR)
        publisher.maker.make(publisher.record.addresses, Care.BY_COLUMNS)
        assert publisher.maker.in_full == 8


def test_a_copy_that_is_lost_is_rendered(publisher: Watched, tmp_path: Path) -> None:
    for copy in (tmp_path / "publisher" / "objects").rglob("*"):
        if copy.is_file():
            copy.unlink()
    call("0542")
    publisher.sweep()
    assert publisher.maker.in_full == 8
    assert publisher.record.differences() == {}


def test_a_changed_file_is_not_what_is_patched(
    publisher: Watched, tmp_path: Path
) -> None:
    page = next((tmp_path / "published" / "signed").glob("*/index.html"))
    page.write_text(page.read_text().replace("page", "slot"))
    call("0542")
    publisher.sweep()
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")
    assert publisher.record.differences() == {}


@pytest.fixture
def persons(settings: Settings, tmp_path: Path) -> Watched:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    Group.objects.create(name="foot: 0541")
    for name in ("a", "b"):
        User.objects.create(username=name, first_name=name, email=f"{name}@a.example")
    publisher = publisher_in(tmp_path, sample_site.persons)
    publisher.sweep()
    publisher.maker.in_full = 0
    return publisher


def test_a_column_that_no_page_shows_is_looked_at_by_the_sweep_alone(
    persons: Watched, tmp_path: Path
) -> None:
    User.objects.filter(username="a").update(email="new@a.example")
    report = persons.publish_changes()
    assert (report.rendered, persons.maker.in_full) == (0, 0)
    report = persons.sweep()
    assert (report.rendered, report.written, persons.maker.in_full) == (1, [], 1)
    assert persons.sweep().rendered == 0
    User.objects.filter(username="a").update(first_name="new", email="x@a.example")
    assert len(persons.publish_changes().written) == 1
    assert persons.sweep().rendered == 0
    assert is_as_if_made_anew(persons, tmp_path / "fresh", sample_site.persons)


def test_a_page_is_patched_beside_such_a_column_and_stays_in_doubt(
    persons: Watched, tmp_path: Path
) -> None:
    User.objects.filter(username="a").update(email="new@a.example")
    call("0542")
    assert len(persons.publish_changes().written) == 2
    # One draws the foot for both.
    assert persons.maker.in_full <= 1
    persons.maker.in_full = 0
    report = persons.sweep()
    assert report.written == []
    assert persons.maker.in_full <= 1
    assert persons.sweep().rendered == 0
    assert is_as_if_made_anew(persons, tmp_path / "fresh", sample_site.persons)


def test_columns_that_change_before_anybody_looks_add_up(
    persons: Watched, tmp_path: Path
) -> None:
    of = User.objects.filter(username="a")
    of.update(email="new@a.example")
    persons.publish_changes()
    call("0542")
    of.update(last_name="new")
    persons.publish_changes()
    of.update(first_name="new")
    call("0543")
    assert len(persons.publish_changes().written) == 2
    assert is_as_if_made_anew(persons, tmp_path / "fresh", sample_site.persons)
    assert persons.sweep().written == []
    assert persons.sweep().rendered == 0


def test_a_fault_of_the_notes_is_mended_by_the_sweep(
    persons: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Notes, "read", lambda notes, columns: None)
        persons.sweep(afresh=True)
    User.objects.filter(username="a").update(first_name="new")
    assert persons.publish_changes().written == []
    assert len(persons.sweep().written) == 1
    assert is_as_if_made_anew(persons, tmp_path / "fresh", sample_site.persons)


@pytest.fixture
def cards(settings: Settings, tmp_path: Path) -> Watched:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    User.objects.create(username="a", first_name="Ani", last_name="Lestari")
    publisher = publisher_in(tmp_path, sample_site.cards)
    publisher.sweep()
    publisher.maker.in_full = 0
    sample_site.drawn_cards.clear()
    return publisher


def test_a_rendered_page_has_its_pieces_as_they_were_until_the_sweep(
    cards: Watched, tmp_path: Path
) -> None:
    User.objects.filter(username="a").update(first_name="Budi")
    assert len(cards.publish_changes().written) == 1
    assert (cards.maker.in_full, sample_site.drawn_cards) == (1, [])
    # The piece rests on the row that has changed, so the sweep draws it.
    assert cards.sweep().written == []
    assert len(sample_site.drawn_cards) == 1
    assert cards.sweep().rendered == 0
    assert is_as_if_made_anew(cards, tmp_path / "fresh", sample_site.cards)


def test_a_piece_of_which_the_column_changes_too_is_drawn(
    cards: Watched, tmp_path: Path
) -> None:
    User.objects.filter(username="a").update(first_name="Budi", last_name="Utami")
    assert len(cards.publish_changes().written) == 1
    assert len(sample_site.drawn_cards) == 1
    assert is_as_if_made_anew(cards, tmp_path / "fresh", sample_site.cards)


def test_a_piece_in_doubt_counts_what_changes_later(
    cards: Watched, tmp_path: Path
) -> None:
    of = User.objects.filter(username="a")
    of.update(first_name="Budi")
    cards.publish_changes()
    of.update(last_name="Utami")
    assert len(cards.publish_changes().written) == 1
    assert is_as_if_made_anew(cards, tmp_path / "fresh", sample_site.cards)
    assert cards.sweep().written == []


def test_a_fault_of_the_notes_of_a_piece_is_mended_by_the_sweep(
    cards: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Notes, "read", lambda notes, columns: None)
        cards.sweep(afresh=True)
    User.objects.filter(username="a").update(last_name="Utami")
    assert cards.publish_changes().written == []
    assert len(cards.sweep().written) == 1
    assert is_as_if_made_anew(cards, tmp_path / "fresh", sample_site.cards)


def test_a_piece_that_also_stands_within_another_is_put_into_both(
    settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    Group.objects.create(name="foot: 0541")
    User.objects.create(username="a")
    publisher = publisher_in(tmp_path, sample_site.nesting)
    publisher.sweep()
    publisher.maker.in_full = 0
    call("0542")
    assert len(publisher.publish_changes().written) == 1
    assert publisher.maker.in_full == 0
    assert is_as_if_made_anew(publisher, tmp_path / "fresh", sample_site.nesting)
    assert publisher.sweep().written == []


def test_less_effort_is_known_of_a_page_that_gets_by_with_new_parts(
    persons: Watched,
) -> None:
    address = f"/person/{User.objects.get(username='a').pk}/"
    assert persons.memory.effort(address) == 0
    call("0542")
    list(persons.memory.affected())
    assert persons.memory.effort(address) == 0
    User.objects.filter(username="a").update(email="new@a.example")
    list(persons.memory.affected())
    assert persons.memory.effort(address) == 0
    User.objects.filter(username="a").update(first_name="new")
    list(persons.memory.affected())
    assert persons.memory.effort(address) == 1
    assert persons.memory.effort("/unheard-of/") == 1
