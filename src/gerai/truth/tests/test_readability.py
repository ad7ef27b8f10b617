"""The measure for Indonesian texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.truth.hard_texts import hardness
from gerai.truth.readability import (
    FEWEST_WORDS,
    HIGHEST_GRADE,
    LONGEST_SENTENCE,
    measured,
    sentences_of,
    syllables_of,
)

EASY = (
    "Bawa KTP asli. Isi formulir. Ambil nomor. Tunggu panggilan. Bayar di kasir. " * 10
)
HARD = (
    "Pemohon mengajukan permohonan penyelenggaraan pelayanan perizinan berusaha dengan "
    "memperhatikan persyaratan administratif sebagaimana ditetapkan penyelenggara. "
    * 10
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("baik", 2),
        ("laut", 2),
        ("pulau", 2),
        ("pandai", 2),
        ("persyaratan", 4),
        ("keimigrasian", 6),
        ("KTP", 1),
        ("au", 1),
    ],
)
def test_syllables_are_counted_as_one_speaks(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_amounts_and_hours_end_no_sentence() -> None:
    text = "Biaya Rp 350.000 dibayar pukul 08.00. Simpan buktinya!"
    assert len(sentences_of(text)) == 2


def test_short_sentences_with_short_words_come_out_easier() -> None:
    easy, hard = measured([EASY]).grade, measured([HARD]).grade
    assert easy is not None
    assert hard is not None
    assert easy < 6
    assert hard > HIGHEST_GRADE
    assert hardness([EASY]) is None


def test_the_formula_is_the_published_one() -> None:
    # 100 words of two syllables in 10 sentences: 0.3793*10 + 0.0207*600 - 13.988
    text = ("kata " * 10 + ". ") * 10
    assert measured([text]).grade == pytest.approx(2.225)


def test_a_short_text_has_no_grade() -> None:
    assert measured(["Bawa KTP asli."]).grade is None
    assert measured(["kata " * (FEWEST_WORDS - 1)]).grade is None


def test_the_longest_sentence_comes_first_and_hard_words_have_simpler_ones() -> None:
    long = "satu " * (LONGEST_SENTENCE + 1)
    longer = "dua " * (LONGEST_SENTENCE + 5)
    reading = measured([f"{long}. {longer}. Apabila hilang, lapor."])
    assert [text.split()[0] for text in reading.long_sentences] == ["dua", "satu"]
    assert reading.hard_words == {"apabila": "kalau"}
    assert not measured(["satu " * LONGEST_SENTENCE]).long_sentences


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_can_be_measured(texts: list[str]) -> None:
    reading = measured(texts)
    assert reading.syllables >= reading.words >= 0
    assert len(reading.long_sentences) <= reading.sentences
    assert (reading.grade is not None) == (reading.words >= FEWEST_WORDS)


@given(st.integers(1, 30), st.integers(1, 30))
def test_longer_sentences_never_make_a_text_easier(short: int, more: int) -> None:
    def grade(length: int) -> float:
        sentence = "rumah " * length + ". "
        found = measured([sentence * (FEWEST_WORDS // length + 1)]).grade
        assert found is not None
        return found

    assert grade(short + more) >= grade(short)
