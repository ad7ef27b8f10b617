"""A reader's sentence is stored without what points to a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.feedback.cleaning import CUT, clean_sentence
from gerai.feedback.exceptions import TextRefused
from gerai.feedback.models import SENTENCE_LENGTH


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Jam 08.00-15.30 itu benar?", "Jam 08.00-15.30 itu benar?"),
        (
            "Biayanya Rp 1.350.000, bukan 350.000",
            "Biayanya Rp 1.350.000, bukan 350.000",
        ),
        ("NIK saya 6472010101900001", f"NIK saya {CUT}"),
        ("hubungi +62 812-3456-7890 ya", f"hubungi {CUT} ya"),
        ("surel budi.s@example.co.id ya", f"surel {CUT} ya"),
        ("akun @budi_samarinda", f"akun {CUT}"),
        ("  dua\n baris \x00 ", "dua baris"),
        ("081.234.567.890 nomor saya", f"{CUT} nomor saya"),
    ],
)
def test_numbers_of_persons_are_taken_out(written: str, kept: str) -> None:
    assert clean_sentence(written) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "a" * (SENTENCE_LENGTH + 1),
        "lihat www.judi.example",
        "judi.top",
        "1" * 9,
        "hahaaaaaaaaaaaaaaa",
    ],
)
def test_what_says_nothing_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(TextRefused):
        clean_sentence(text)


@given(st.text(max_size=400))
def test_no_text_leaves_a_long_number_behind(text: str) -> None:
    try:
        kept = clean_sentence(f"kata {text}")
    except TextRefused:
        return
    assert len(kept) <= SENTENCE_LENGTH
    assert "\n" not in kept
    assert "@" not in kept or " " in kept
