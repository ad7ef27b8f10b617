from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pytest_django import Settings

from gerai.publishing.addresses import AddressBook
from gerai.publishing.models import Change, FailedPage
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.rendering import Renderer, RenderFailed
from gerai.publishing.tests import sample_site

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("gerai.publishing.tests.sample_site"),
]


@pytest.fixture(autouse=True)
def no_groups_yet(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    Group.objects.all().delete()


def open_publisher(folder: Path) -> Publisher:
    book = AddressBook()
    book.register("sample", sample_site.addresses)
    record = PublishedRecord(
        web_root=folder / "published", private=folder / "publisher", build="b"
    )
    return Publisher(record, book)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return open_publisher(tmp_path)


def files(publisher: Publisher) -> dict[str, str]:
    root = publisher.record.tree.root
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in root.rglob("*.html")
    }


def test_a_sweep_makes_the_tree(publisher: Publisher) -> None:
    group = Group.objects.create(name="alur")
    report = publisher.sweep()
    assert report.rendered == 3
    assert files(publisher) == {
        "index.html": "<title>Semua</title>alur (1)",
        "count/index.html": "1",
        f"group/{group.pk}/index.html": "<title>alur</title>",
    }
    assert not Change.objects.exists()


def test_a_sweep_without_a_change_touches_nothing(publisher: Publisher) -> None:
    Group.objects.create(name="alur")
    publisher.sweep()
    root = publisher.record.tree.root
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert publisher.sweep().is_quiet
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_nothing_is_noted_before_anything_is_published() -> None:
    Group.objects.create(name="a")
    assert not Change.objects.exists()


def test_a_change_is_noted_in_its_own_transaction(publisher: Publisher) -> None:
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        Group.objects.create(name="a")
        raise ValueError("undone")
    assert not Change.objects.exists()
    group = Group.objects.create(name="a")
    assert Change.objects.get().values == [group.pk]


def test_a_change_is_published_without_a_sweep(publisher: Publisher) -> None:
    first, second = Group.objects.create(name="a"), Group.objects.create(name="b")
    publisher.sweep()
    first.name = "aa"
    first.save()
    third = Group.objects.create(name="c")
    second.delete()
    report = publisher.publish_changes()
    assert set(report.written) == {"/", f"/group/{first.pk}/", f"/group/{third.pk}/"}
    assert files(publisher) == {
        "index.html": "<title>Semua</title>aa, c (2)",
        "count/index.html": "1",
        f"group/{first.pk}/index.html": "<title>aa</title>",
        f"group/{third.pk}/index.html": "<title>c</title>",
    }
    assert not Change.objects.exists()


def test_a_page_that_fails_keeps_its_last_good_version_and_holds_nobody_up(
    publisher: Publisher,
) -> None:
    group, other = Group.objects.create(name="good"), Group.objects.create(name="x")
    publisher.sweep()
    group.name = "broken"
    group.save()
    other.name = "y"
    other.save()
    report = publisher.sweep()
    address = f"/group/{group.pk}/"
    assert "this template is broken" in report.failed[address]
    assert files(publisher)[f"group/{group.pk}/index.html"] == "<title>good</title>"
    assert files(publisher)[f"group/{other.pk}/index.html"] == "<title>y</title>"
    assert FailedPage.objects.get().address == address
    group.name = "mended"
    group.save()
    publisher.sweep()
    assert not FailedPage.objects.exists()
    assert files(publisher)[f"group/{group.pk}/index.html"] == "<title>mended</title>"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/personal/", "cookie"),
        ("/group/999999/", "DoesNotExist"),
        ("/nothing/", "404"),
    ],
)
def test_what_cannot_be_one_answer_for_all_is_not_published(
    address: str, reason: str
) -> None:
    with pytest.raises(RenderFailed, match=reason):
        Renderer().render(address)


def test_a_permanent_move_is_told_apart_from_a_page() -> None:
    rendered = Renderer().render("/moved/")
    assert (rendered.status, rendered.location) == (301, "/")


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("law")


def test_after_any_changes_and_one_sweep_the_tree_is_a_fresh_render(
    folder: Path,
) -> None:
    counter = iter(range(1_000_000))

    class Law(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            Group.objects.all().delete()
            self.publisher = open_publisher(folder / str(next(counter)))
            self.publisher.sweep()

        @rule(name=st.sampled_from(["a", "ab", "b", "broken"]))
        def create(self, name: str) -> None:
            Group.objects.get_or_create(name=name)

        @rule(name=st.sampled_from(["a", "ab", "b"]))
        def delete(self, name: str) -> None:
            Group.objects.filter(name=name).delete()

        @rule()
        def update_many(self) -> None:
            if not Group.objects.filter(name="renamed").exists():
                Group.objects.filter(name="a").update(name="renamed")

        @rule()
        def merge(self) -> None:
            Group.objects.filter(name="renamed").delete()

        @rule()
        def publish_changes(self) -> None:
            self.publisher.publish_changes()

        @rule()
        def restart(self) -> None:
            root = self.publisher.record.tree.root.parent
            self.publisher = open_publisher(root)

        @rule()
        def deface(self) -> None:
            (self.publisher.record.tree.root / "index.html").write_text("slot gacor")

        @invariant()
        def one_sweep_makes_it_exact(self) -> None:
            self.publisher.sweep()
            fresh = open_publisher(folder / str(next(counter)))
            fresh.sweep()
            broken = {f"/group/{pk}/" for pk in broken_groups()}
            ours = without(files(self.publisher), broken)
            assert ours == without(files(fresh), broken)
            assert self.publisher.record.differences() == {}

    Law.TestCase.settings = hypothesis_settings(
        max_examples=12, stateful_step_count=12, deadline=None
    )
    Law.TestCase().runTest()


def broken_groups() -> list[int]:
    return list(Group.objects.filter(name="broken").values_list("pk", flat=True))


def without(pages: dict[str, str], addresses: set[str]) -> dict[str, str]:
    """Leave out pages that can't be rendered: they may keep an older version."""
    left_out = {address[1:] + "index.html" for address in addresses}
    return {name: body for name, body in pages.items() if name not in left_out}
