"""Whatever letters are dressed up as, the same comes out."""

from __future__ import annotations

import unicodedata
from uuid import UUID

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gerai.defacement.finding import find
from gerai.defacement.judging import Document, examine
from gerai.defacement.letters import folded, plain_letters, spaced_words

TEXTS = st.text(max_size=60)
WORDS = st.sampled_from(["gacor", "maxwin", "togel", "sbobet", "judol"])
ALIKE = {
    "a": "аａ𝐚ⓐàᴀ",
    "b": "ｂ𝐛ⓑʙ",
    "c": "сｃ𝐜ⓒᴄ",
    "d": "ԁｄ𝐝ⓓᴅ",
    "e": "еｅ𝐞ⓔéᴇ",
    "g": "ｇ𝐠ⓖɢ",
    "i": "іｉ𝐢ⓘíɪ",
    "j": "јｊ𝐣ⓙᴊ",
    "l": "ｌ𝐥ⓛʟ",
    "m": "ｍ𝐦ⓜᴍ",
    "n": "ｎ𝐧ⓝɴ",
    "o": "оｏ𝐨ⓞοö",
    "r": "ｒ𝐫ⓡʀ",
    "s": "ѕｓ𝐬ⓢꜱ",
    "t": "ｔ𝐭ⓣᴛ",
    "u": "υｕ𝐮ⓤü",
    "w": "ｗ𝐰ⓦᴡ",
    "x": "хｘ𝐱ⓧ",
}
LEET = {
    "a": "4@",
    "e": "3",
    "g": "9",
    "i": "1!",
    "l": "1",
    "o": "0",
    "s": "5$",
    "t": "7",
}
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u0336\u034f\ufe0f"


@st.composite
def dressed(draw: st.DrawFn, table: dict[str, str]) -> tuple[str, str]:
    word = draw(WORDS)
    letters = [
        draw(st.sampled_from(table[letter]))
        if letter in table and draw(st.booleans())
        else letter
        for letter in word
    ]
    return word, "".join(letters)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_plain_letters_stay_as_they_are(text: str) -> None:
    plain = plain_letters(text)

    assert plain_letters(plain) == plain


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    plain = plain_letters(text)

    assert folded(folded(plain)) == folded(plain)


@given(dressed(ALIKE))
@settings(deadline=None)
def test_letters_that_look_alike_are_the_same(pair: tuple[str, str]) -> None:
    word, dressed_up = pair

    assert folded(plain_letters(dressed_up)) == folded(word)


@given(dressed(LEET))
@settings(deadline=None)
def test_digits_for_letters_are_seen_through(pair: tuple[str, str]) -> None:
    word, dressed_up = pair
    assume(sum(letter.isalpha() for letter in dressed_up) >= 2)

    hits = find(f"yuk {dressed_up} sekarang").spam

    assert hits
    assert all(hit.is_disguised == (dressed_up != word) for hit in hits)


@given(WORDS, st.lists(st.sampled_from(UNSEEN), min_size=5, max_size=12))
@settings(deadline=None)
def test_what_cant_be_seen_changes_nothing(word: str, signs: list[str]) -> None:
    mixed = "".join(letter + signs[at % len(signs)] for at, letter in enumerate(word))

    assert plain_letters(mixed) == word
    assert examine(Document(texts=(f"{mixed} hari ini",))).is_suspicious


@given(WORDS, st.sampled_from([" ", ".", "-", " . ", "_", "*", "•", "\n", "/"]))
@settings(deadline=None)
def test_what_stands_between_letters_changes_nothing(word: str, between: str) -> None:
    apart = between.join(word)

    assert [joined for _, joined in spaced_words(apart)] == [word]
    assert examine(Document(texts=(apart,))).is_suspicious


@given(WORDS, st.integers(1, 4), st.sampled_from(["", " ", "  "]))
@settings(deadline=None)
def test_capitals_and_tags_change_nothing(word: str, cut: int, space: str) -> None:
    text = f"<p>{space}{word[:cut].upper()}<b>{word[cut:]}</b>{space}</p>"

    assert (
        examine(Document(texts=(text,))).score == examine(Document(texts=(word,))).score
    )


@given(TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_nothing_makes_it_fail(text: str, other: str) -> None:
    document = Document(
        names=(text,),
        texts=(other, f"<p {text}>{other}<a href='{text}'>"),
        links=(text,),
        redirects=(other,),
        files=(text,),
    )

    assert examine(document).score >= 0


@given(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), TEXTS)
@example("NFC", "s\x08lot ¹")
@settings(deadline=None)
def test_the_form_of_unicode_doesnt_matter(form: str, text: str) -> None:
    written = unicodedata.normalize(form, text)  # type: ignore[arg-type]

    assert plain_letters(written) == plain_letters(
        unicodedata.normalize("NFKD", written)
    )


@given(st.uuids())
@example(UUID("cfb0a3e5-9f39-ed27-7e93-dd6751073da3"))
@example(UUID("da218721-2c47-9d91-82ce-5d9709e31f57"))
def test_an_identifier_sells_nothing(identifier: UUID) -> None:
    assert not examine(Document(texts=(str(identifier),))).reasons


@pytest.mark.parametrize(
    "key",
    [
        "YJMq70QFccL1kSpwP3u4BQPsL0tbq3OE",
        "7kIwVlVeTqxvdHtRj78UMEPdZ7DOXAN0fbaXcbbXnxn6CcTdo6tmJXlm0K1mxInU",
        "https://drive.google.com/file/d/XsS6vjbSZTmUjfs1otz4dqalawaUXZp_wgiIymTg2NJA",
    ],
)
def test_a_key_in_which_a_word_turned_up_sells_nothing(key: str) -> None:
    assert not examine(Document(texts=(key,))).is_suspicious


def test_a_long_word_of_several_disguised_ones_is_found() -> None:
    assert examine(Document(texts=("s1tussl0tgac0rm4xw1n2024",))).is_suspicious
