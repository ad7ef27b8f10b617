from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.finder.queries import MAX_LENGTH, clean_line, read_query


@pytest.mark.parametrize(
    ("raw", "text", "words"),
    [
        ("paspor", "paspor", ("paspor",)),
        ("  Paspor\t baru \n", "Paspor baru", ("paspor", "baru")),
        (
            "bagaimana cara bikin SKCK?",
            "bagaimana cara bikin SKCK?",
            ("bagaimana", "cara", "bikin", "skck"),
        ),
        ("cara", "cara", ("cara",)),
        ("SIM A", "SIM A", ("sim", "a")),
        ("KTP ktp KTP", "KTP ktp KTP", ("ktp", "ktp")),
        ("", "", ()),
        ("   ", "", ()),
        ("😀 🧕🏽", "😀 🧕🏽", ()),
        ("a\x00b\x07c", "a b c", ("a", "b", "c")),
        ("'; DROP TABLE x; --", "'; DROP TABLE x; --", ("drop", "table", "x")),
        ("<b>KTP</b>", "<b>KTP</b>", ("b", "ktp", "b")),
        ('"ktp" OR NOT (sim*)', '"ktp" OR NOT (sim*)', ("ktp", "or", "not", "sim")),
        ("__", "__", ()),
    ],
)
def test_it_keeps_the_text_and_finds_the_words(
    raw: str, text: str, words: tuple[str, ...]
) -> None:
    query = read_query(raw)
    assert query.text == text
    assert query.words == words


def test_a_single_letter_asks_for_nothing() -> None:
    query = read_query("a")
    assert query.is_too_short
    assert not query


def test_one_digit_or_an_emoji_asks_for_nothing_either() -> None:
    assert read_query("7").is_too_short
    assert read_query("😀").is_too_short
    assert not read_query("").is_too_short


def test_it_cuts_long_texts_and_says_so() -> None:
    query = read_query("paspor " * 1500)
    assert query.was_cut
    assert len(query.text) <= MAX_LENGTH
    assert set(query.words) == {"paspor"}
    assert not read_query("x" * MAX_LENGTH).was_cut
    assert read_query("x" * (MAX_LENGTH + 1)).was_cut


def test_spaces_at_the_ends_are_not_cut_text() -> None:
    assert clean_line("  paspor  ") == ("paspor", False)


@given(st.text(max_size=500))
def test_it_takes_any_text(raw: str) -> None:
    query = read_query(raw)
    assert len(query.text) <= MAX_LENGTH
    assert "\x00" not in query.text
    assert "\n" not in query.text
    assert all(word.isalnum() or word for word in query.words)
    # What was cleaned stays as it is.
    assert read_query(query.text).text == query.text
