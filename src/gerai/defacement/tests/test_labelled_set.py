"""The promise: what is told apart, on texts that the words weren't made with, too."""

from __future__ import annotations

import time

import pytest

from gerai.defacement.judging import Document, examine
from gerai.defacement.tests.labelled import Example, quality, read_examples

FLOOR = 0.98
EXAMPLES = read_examples()


def test_the_set_is_large_and_mixed() -> None:
    assert len(EXAMPLES) >= 300
    assert len({one.id for one in EXAMPLES}) == len(EXAMPLES)
    assert len({(one.stands_as, one.text) for one in EXAMPLES}) == len(EXAMPLES)
    assert sum(one.is_spam for one in EXAMPLES) >= 150
    assert sum(not one.is_spam for one in EXAMPLES) >= 150
    held = sum(one.half == "held" for one in EXAMPLES)
    assert abs(held - len(EXAMPLES) / 2) <= len(EXAMPLES) / 20


@pytest.mark.parametrize("half", ["built", "held"])
def test_recall_and_precision_keep_their_floors(half: str) -> None:
    found = quality(
        (one for one in EXAMPLES if one.half == half),
        lambda document: examine(document).is_suspicious,
    )

    assert found.recall >= FLOOR
    assert found.precision >= FLOOR


@pytest.mark.parametrize("kind", sorted({one.kind for one in EXAMPLES}))
def test_no_kind_is_missed_as_a_whole(kind: str) -> None:
    ours = [one for one in EXAMPLES if one.kind == kind]
    right = sum(examine(one.document).is_suspicious == one.is_spam for one in ours)

    assert right / len(ours) >= 0.9


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if one.is_spam and one.half == "built"][:40]
)
def test_every_alarm_has_a_reason_in_words(example: Example) -> None:
    for reason in examine(example.document).reasons:
        assert str(reason.words)
        assert reason.weight > 0


def test_an_endless_or_broken_text_is_read_in_the_time_of_its_length() -> None:
    for text in (
        "<div>" * 20_000,
        "<a href='" * 5_000,
        "s l " * 20_000,
        "<style>" + ".x{" * 20_000,
        "a" * 200_000,
        "*a*" * 40_000,
        "&#x" * 40_000,
        "\u200b" * 100_000,
    ):
        assert _milliseconds(text) < 3_000


def _milliseconds(text: str) -> float:
    started = time.process_time()
    examine(Document(texts=(text,)))
    return (time.process_time() - started) * 1000


def test_digests_and_identifiers_say_nothing() -> None:
    digest = "d6cd6c1677511072d42e78e8283921cc5281e569be4ab9cd0ae79b17d0e743d1"

    assert examine(Document(texts=(digest, digest[:32]))).score == 0
