"""A sweep renders what may have changed, and only that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from pytest_django import Settings

from gerai.publishing import moments
from gerai.publishing import publisher as publishers
from gerai.publishing.addresses import AddressBook
from gerai.publishing.crew import Slice
from gerai.publishing.making import Outcome
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.report import Report
from gerai.publishing.tests import sample_site

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("gerai.publishing.tests.sample_site"),
]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PAGES = 4


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def publisher(db: None, settings: Settings, tmp_path: Path) -> Publisher:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    Group.objects.all().delete()
    for name in ("a", "b"):
        Group.objects.create(name=name)
    book = AddressBook()
    book.register("sample", sample_site.addresses)
    record = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "publisher", build="b"
    )
    publisher = Publisher(record, book)
    assert counts(publisher.sweep()) == (PAGES, 0)
    return publisher


def counts(report: Report) -> tuple[int, int]:
    return report.rendered, report.standing


def home(publisher: Publisher) -> str:
    return (publisher.record.tree.root / "index.html").read_text()


def test_nothing_is_rendered_when_nothing_changed(publisher: Publisher) -> None:
    assert counts(publisher.sweep()) == (0, PAGES)


def test_all_is_rendered_when_asked_for(publisher: Publisher) -> None:
    assert counts(publisher.sweep(afresh=True)) == (PAGES, 0)


def test_a_change_that_nobody_announced_is_seen(publisher: Publisher) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE auth_group SET name = 'z' WHERE name = 'a'")
    assert counts(publisher.sweep()) == (3, PAGES - 3)
    assert "b, z" in home(publisher)


def test_a_change_and_its_undoing_render_nothing(publisher: Publisher) -> None:
    Group.objects.filter(name="a").update(name="z")
    Group.objects.filter(name="z").update(name="a")
    assert counts(publisher.sweep()) == (0, PAGES)


def test_what_was_named_and_not_rendered_does_not_stand(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prompt run that is cut short has asked already, and knows the new answers."""
    Group.objects.filter(name="a").update(name="z")
    monkeypatch.setattr(publishers, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(publisher, "_processes", 2)
    assert publisher.publish_changes().is_for_a_sweep
    monkeypatch.setattr(publisher, "_processes", 1)
    assert "a, b" in home(publisher)
    assert publisher.sweep().rendered == 3
    assert "b, z" in home(publisher)


def test_a_page_that_failed_is_tried_again(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    Group.objects.filter(name="a").update(name="broken")
    broken = publisher.sweep()
    assert len(broken.failed) == 1
    assert counts(publisher.sweep())[0] == 0
    assert list(publisher.sweep().failed) == list(broken.failed)
    Group.objects.filter(name="broken").update(name="y")
    assert not publisher.sweep().failed


def test_a_file_that_could_not_be_written_is_rendered_again(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    Group.objects.filter(name="a").update(name="z")

    def full(pages: object, compressed: object) -> list[str]:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publisher.record, "put", full)
        with pytest.raises(OSError, match="No space"):
            publisher.sweep()
    publisher.sweep()
    assert "b, z" in home(publisher)


def test_a_moment_that_has_passed_renders_what_was_made_before(
    publisher: Publisher,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = NOON + timedelta(minutes=10)
    monkeypatch.setattr(
        moments, "_sources", {"event": lambda after: event if after < event else None}
    )
    clock.move_to(event - timedelta(seconds=1))
    assert counts(publisher.sweep()) == (0, PAGES)
    clock.move_to(event)
    assert counts(publisher.sweep()) == (PAGES, 0)
    assert counts(publisher.sweep()) == (0, PAGES)


def test_at_midnight_all_is_rendered(
    publisher: Publisher, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOON + timedelta(days=1))
    assert counts(publisher.sweep()) == (PAGES, 0)


def test_a_clock_that_was_set_back_proves_nothing(
    publisher: Publisher, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOON - timedelta(minutes=1))
    assert counts(publisher.sweep()) == (PAGES, 0)


def test_a_prompt_run_in_the_midst_of_a_sweep_has_the_last_word(
    publisher: Publisher,
) -> None:
    """Who asks for a slice may have forgotten what was written since the sweep began."""
    Group.objects.filter(name="a").update(name="z")
    publisher.publish_changes()
    Group.objects.filter(name="z").update(name="a")
    one = Slice(["/"], NOON, state=1)
    report = Report()
    publisher._written_at["/"] = 0
    publisher._take(one, [Outcome("/", is_standing=True)], report)
    assert report.rendered == 1
    assert "a, b" in home(publisher)
