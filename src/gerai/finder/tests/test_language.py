"""Everyday Indonesian, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.finder.documents import spelled, terms_of
from gerai.finder.language.affixes import roots
from gerai.finder.language.normalising import MAX_WORD_LENGTH, plain, words_of
from gerai.finder.language.spelling import FAR, allowed, distance
from gerai.finder.language.stemming import stem
from gerai.finder.language.wordlists import word_lists


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("KTP Hilang!", ["ktp", "hilang"]),
        ("ＫＴＰ", ["ktp"]),
        ("pásport café", ["pasport", "cafe"]),
        ("tolooong", ["tolong"]),
        ("surat-surat anak2", ["surat", "anak"]),
        ("anak-anaknya", ["anak"]),
        ("e-KTP / KTP-el", ["e", "ktp", "ktp", "el"]),
        ("ktp😀hilang 🧕🏽", ["ktp", "hilang"]),
        ("jum'at", ["jumat"]),
        ("f-1.01", ["f", "1", "01"]),
        ("", []),
        ("…", []),
    ],
)
def test_words_lose_their_decoration(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("word", "root"),
    [
        # Snowball, and so PostgreSQL's "indonesian", leaves the first two wrong.
        ("memperpanjang", "perpanjang"),
        ("kependudukan", "duduk"),
        ("perpanjangan", "perpanjang"),
        ("pembuatan", "buat"),
        ("kehilangan", "hilang"),
        ("pelayanan", "layan"),
        ("perizinan", "izin"),
        ("pengurusan", "urus"),
        ("permohonan", "mohon"),
        ("meninggal", "meninggal"),
        ("perusahaan", "perusahaan"),
        ("ktp", "ktp"),
        ("2026", "2026"),
    ],
)
def test_the_dictionary_knows_the_root(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("ngurusin", "urus"),
        ("nyabut", "cabut"),
        ("bikinin", "bikin"),
        ("nyairkan", "cair"),
        ("diperpanjang", "panjang"),
        ("mengurus", "urus"),
        ("pengurusannya", "urus"),
        ("mencetak", "cetak"),
        ("menukar", "tukar"),
        ("memakai", "pakai"),
        ("mengirim", "kirim"),
        ("bekerja", "kerja"),
        ("passports", "passport"),
    ],
)
def test_the_affix_rules_reach_the_root(word: str, root: str) -> None:
    assert root in roots(word)


@given(st.text(max_size=60))
def test_any_word_has_few_candidates(word: str) -> None:
    found = roots(word)
    assert len(found) <= 60
    assert word not in found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("gmn", "bagaimana"),
        ("brp", "berapa"),
        ("dmn", "di mana"),
        ("yg", "yang"),
        ("ilang", "hilang"),
        ("bikin", "buat"),
        ("akte", "akta"),
        ("ijin", "izin"),
        ("passport", "paspor"),
        ("ktp", "ktp"),
    ],
)
def test_chat_spelling_is_put_into_standard_words(typed: str, standard: str) -> None:
    assert spelled([typed]) == standard.split()


def test_no_slip_leads_to_another_slip() -> None:
    spelling = word_lists().spelling
    for slip, standard in spelling.items():
        for word in standard.split():
            assert spelling.get(word, word) == word, (slip, word)


def test_a_weak_word_is_no_stop_word() -> None:
    lists = word_lists()
    assert not lists.weak & lists.stop


@pytest.mark.parametrize(
    ("first", "second", "slips"),
    [
        ("paspor", "paspor", 0),
        ("papsor", "paspor", 0.75),  # swapped
        ("passpor", "paspor", 0.75),  # doubled
        ("pasoor", "paspor", 0.75),  # beside it on the keyboard
        ("pasor", "paspor", 1),
        ("pasxor", "paspor", 1),
        ("lapor", "paspor", 1.75),
        ("kartu", "paspor", FAR),
    ],
)
def test_near_slips_weigh_less(first: str, second: str, slips: float) -> None:
    assert distance(first, second, 2) == slips
    assert distance(second, first, 2) == slips


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12)


@given(WORD, WORD, st.integers(min_value=0, max_value=2))
def test_the_distance_is_even_and_bounded(first: str, second: str, limit: int) -> None:
    there, back = distance(first, second, limit), distance(second, first, limit)
    assert there == back
    assert there <= limit or there == FAR
    assert (there == 0) == (first == second)


def test_short_words_may_have_no_slips() -> None:
    assert [allowed(length) for length in (2, 3, 4, 6, 7, 20)] == [0, 0, 1, 1, 2, 2]


@given(st.text(max_size=300))
def test_any_text_has_words(text: str) -> None:
    for word in words_of(text):
        assert word
        assert len(word) <= MAX_WORD_LENGTH
    assert words_of(plain(text)) == words_of(text)
    assert all(root for _word, root in terms_of(text))
