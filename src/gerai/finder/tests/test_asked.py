"""What is counted of the searches, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from gerai.directory.tests.factories import ServicePageFactory
from gerai.finder import asked
from gerai.finder.asked import count_search, most_asked, normalised, write_down
from gerai.finder.models import SearchCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    asked._waiting.counts.clear()
    asked._waiting.recent.clear()
    yield
    asked._waiting.counts.clear()


def ask(text: str, *askers: str, results: int = 0) -> None:
    for asker in askers:
        count_search(text, results=results, asker=asker)
    write_down()


def texts() -> list[str]:
    return [one.text for one in most_asked()]


def test_known_words_are_shown_at_once() -> None:
    ServicePageFactory(title="Paspor baru")
    ask("gmn bikin PASPOR baru?", "a", results=1)
    assert [(one.text, one.count) for one in most_asked()] == [("buat paspor baru", 1)]


def test_unknown_words_wait_until_they_are_nobodys_own() -> None:
    ask("budi santoso", "a", "b")
    assert texts() == []
    assert "budi" not in str(list(SearchCount.objects.values_list()))
    ask("Budi  Santoso", "c")
    assert texts() == ["budi santoso"]


def test_repeating_it_does_not_help() -> None:
    ask("budi santoso", *["a"] * 20)
    assert texts() == []
    assert SearchCount.objects.get().count == 1


@pytest.mark.parametrize(
    "text",
    [
        "6472010203040005",
        "nik 6472 0102 0304 0005",
        "0812-3456-789",
        "budi@example.go.id",
        "paspor A1234567",
        "😀",
    ],
)
def test_what_may_be_personal_is_not_counted(text: str) -> None:
    assert normalised(text) == ""
    ask(text, "a", "b", "c", "d")
    assert not SearchCount.objects.exists()


def test_searches_without_an_answer_stand_apart() -> None:
    ask("zeppelin merah", "a", "b", "c", results=0)
    ask("kapal terbang", "a", "b", "c", results=2)
    assert {one.text for one in most_asked()} == {"zeppelin merah", "kapal terbang"}
    assert [one.text for one in most_asked(without_answer=True)] == ["zeppelin merah"]
    ask("zeppelin merah", "d", results=1)
    assert most_asked(without_answer=True) == []


def test_old_counts_go() -> None:
    today = timezone.localdate()
    SearchCount.objects.create(day=today - timedelta(days=90), digest="x", text="lama")
    SearchCount.objects.create(day=today - timedelta(days=89), digest="y", text="baru")
    ask("paspor", "a")
    assert not SearchCount.objects.filter(text="lama").exists()
    assert SearchCount.objects.filter(text="baru").exists()
