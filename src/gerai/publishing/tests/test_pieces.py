"""A piece of a page is drawn anew by itself, and put in the place of the old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from pytest_django import Settings

from gerai.publishing.reading import reading_once
from gerai.publishing.tests import sample_site
from gerai.publishing.tests.test_parts import (
    Watched,
    clock,
    is_as_if_made_anew,
    publisher_in,
)

__all__ = ["clock"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("gerai.publishing.tests.sample_site"),
]


@pytest.fixture
def pages(settings: Settings, tmp_path: Path) -> list[Group]:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    Group.objects.all().delete()
    pages = [Group.objects.create(name=f"page {number}") for number in range(4)]
    for one in pages:
        Group.objects.create(name=f"mark of {one.pk}: good")
    return pages


@pytest.fixture
def publisher(pages: list[Group], tmp_path: Path) -> Watched:
    publisher = publisher_in(tmp_path)
    publisher.sweep()
    publisher.maker.in_full = 0
    return publisher


def mark(page: Group, text: str) -> None:
    marks = Group.objects.filter(name__startswith=f"mark of {page.pk}:")
    marks.update(name=f"mark of {page.pk}: {text}")


def text_of(publisher: Watched, page: Group) -> str:
    body = publisher.record.tree.read(f"signed/{page.pk}/index.html") or b""
    return body.decode()


def test_a_piece_that_changed_renders_no_page(
    publisher: Watched, pages: list[Group], tmp_path: Path
) -> None:
    mark(pages[1], "better")
    mark(pages[2], "best")
    assert len(publisher.publish_changes().written) == 2
    assert publisher.maker.in_full == 0
    assert f"[mark of {pages[1].pk}: better, id]" in text_of(publisher, pages[1])
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")


def test_what_a_piece_rests_on_now_is_remembered(
    publisher: Watched, pages: list[Group], tmp_path: Path
) -> None:
    for text in ("better", "best", "good"):
        mark(pages[1], text)
        assert len(publisher.sweep().written) == 1
    assert publisher.maker.in_full == 0
    assert publisher.sweep().rendered == 0
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")


def test_a_page_that_changed_beside_its_piece_is_rendered(
    publisher: Watched, pages: list[Group], tmp_path: Path
) -> None:
    mark(pages[1], "better")
    Group.objects.filter(pk=pages[1].pk).update(name="page one")
    publisher.sweep()
    assert publisher.maker.in_full == 1
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")


def test_a_page_is_rendered_when_its_piece_becomes_empty_or_was(
    publisher: Watched, pages: list[Group], tmp_path: Path
) -> None:
    Group.objects.filter(name=f"mark of {pages[1].pk}: good").delete()
    publisher.sweep()
    assert publisher.maker.in_full == 1  # what is around it may depend on that
    Group.objects.create(name=f"mark of {pages[1].pk}: again")
    publisher.sweep()
    assert publisher.maker.in_full == 2
    assert is_as_if_made_anew(publisher, tmp_path / "fresh")


def test_a_piece_that_cannot_be_drawn_fails_with_its_page(
    publisher: Watched, pages: list[Group]
) -> None:
    mark(pages[1], "broken")
    report = publisher.sweep()
    assert report.failed == {
        f"/signed/{pages[1].pk}/": "ValueError: this piece is broken"
    }
    assert "good" in text_of(publisher, pages[1])
    mark(pages[1], "mended")
    assert not publisher.sweep().failed
    assert "mended" in text_of(publisher, pages[1])


def test_a_piece_is_drawn_once_within_a_snapshot_and_at_once_outside(
    pages: list[Group],
) -> None:
    key = pages[0].pk
    with reading_once():
        first = sample_site.marks_of(key)
        assert first == f"[mark of {key}: good, id]"
    mark(pages[0], "other")
    assert sample_site.marks_of(key) == f"[mark of {key}: other, id]"
