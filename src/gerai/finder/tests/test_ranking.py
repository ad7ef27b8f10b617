"""Understanding and ranking on a few documents, without a database."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gerai.finder.documents import Document, Source, analyse
from gerai.finder.index import Index, build
from gerai.finder.ranking import rank
from gerai.finder.thesaurus import SameWords, Thesaurus, thesaurus_for
from gerai.finder.understanding import understand

NAMES: dict[str, list[str]] = {
    "KTP hilang": ["dompet hilang"],
    "KTP rusak": ["ktp patah"],
    "Kartu Keluarga baru": ["pisah kk"],
    "Kartu Keluarga hilang atau rusak": ["kk hilang"],
    "Akta kelahiran": ["akta anak"],
    "Paspor baru": ["m-paspor"],
    "Perpanjang (ganti) paspor": ["paspor habis"],
    "Perpanjang SIM A": [],
    "Perpanjang SIM C": [],
    "Izin pasang reklame": ["baliho"],
    "Uji kir": [],
}


def document(title: str, aliases: list[str], number: int = 0) -> Document:
    return analyse(
        Source(
            key=f"service:{title}",
            kind="service",
            target=str(number),
            texts={"title": [title], "alias": aliases},
        )
    )


DOCUMENTS = [document(title, names) for title, names in NAMES.items()]
OWN = [SameWords(("kir", "keur")), SameWords(("traktor",), ("uji kir",))]


def ready(documents: list[Document]) -> tuple[Index, Thesaurus]:
    index = build(documents)
    return index, thesaurus_for(index, OWN)


READY = ready(DOCUMENTS)


def first(text: str, *, is_typing: bool = False) -> str:
    index, thesaurus = READY
    hits = rank(understand(text, index, thesaurus, is_typing=is_typing), index)
    return hits[0].entry.title if hits else ""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("ktp ilang gmn", "KTP hilang"),
        ("kehilangan KTP", "KTP hilang"),
        ("kpt hilang", "KTP hilang"),
        ("kartu tanda penduduk hilang", "KTP hilang"),
        ("lost id card", "KTP hilang"),
        ("e-ktp rusk", "KTP rusak"),
        ("kk baru", "Kartu Keluarga baru"),
        ("family card", "Kartu Keluarga baru"),
        ("kartu keluar ga hilang", "Kartu Keluarga hilang atau rusak"),
        ("aktakelahiran", "Akta kelahiran"),
        ("akte lahirnya", "Akta kelahiran"),
        ("pas por baru", "Paspor baru"),
        ("memperpanjang pasport", "Perpanjang (ganti) paspor"),
        ("perpanajng sim c", "Perpanjang SIM C"),
        ("perpanjang sim a", "Perpanjang SIM A"),
        ("rekalme", "Izin pasang reklame"),
        ("keur", "Uji kir"),
        ("traktor", "Uji kir"),
    ],
)
def test_everyday_questions_find_their_service(text: str, title: str) -> None:
    assert first(text) == title


def test_one_way_words_lead_one_way() -> None:
    index, thesaurus = READY
    phrase = (index.numbers["traktor"],)
    assert phrase in thesaurus.others
    assert all(
        other != phrase
        for others in thesaurus.others.values()
        for _weight, other in others
    )


def test_the_last_word_may_be_unfinished() -> None:
    assert first("perpanjang pas", is_typing=True) == "Perpanjang (ganti) paspor"
    assert first("rekl", is_typing=True) == "Izin pasang reklame"


def test_what_was_meant_is_said() -> None:
    index, thesaurus = READY
    assert understand("pasor hilang", index, thesaurus).corrected == "paspor hilang"
    assert understand("aktakelahiran", index, thesaurus).corrected == ""
    assert understand("paspor hilang", index, thesaurus).corrected == ""


def test_another_first_letter_is_another_word() -> None:
    """“Tilang” is no slip of “hilang”."""
    index, thesaurus = READY
    assert not rank(understand("tilang", index, thesaurus), index)


def test_the_order_does_not_depend_on_the_order_of_coming() -> None:
    forward, backward = ready(DOCUMENTS), ready(DOCUMENTS[::-1])
    for text in ("paspor", "hilang", "ktp", "perpanjang", "kartu baru", "sim"):
        orders = [
            [
                (hit.entry.key, round(hit.score, 6))
                for hit in rank(understand(text, index, thesaurus), index)
            ]
            for index, thesaurus in (forward, backward)
        ]
        assert orders[0] == orders[1], text
        assert orders[0]


def test_what_is_removed_or_replaced_is_found_no_more() -> None:
    index, _thesaurus = ready(DOCUMENTS)
    index.remove("service:KTP hilang")
    index.add(document("Paspor baru", ["buku hijau"]))
    thesaurus = thesaurus_for(index, OWN)

    def titles(text: str) -> list[str]:
        hits = rank(understand(text, index, thesaurus), index)
        return [hit.entry.title for hit in hits]

    assert "KTP hilang" not in titles("ktp hilang")
    assert titles("buku hijau") == ["Paspor baru"]
    assert len(index) == len(DOCUMENTS) - 1


NASTY = st.one_of(
    st.text(max_size=250),
    st.text(alphabet="ktphilangpaspor %_*\"'()\\;<>|&!", max_size=250),
    st.lists(
        st.sampled_from(
            ["ktp", "hilang", "sim", "a", "yang", "di", "😀", "مرحبا", "OR"]
        ),
        max_size=60,
    ).map(" ".join),
)


@settings(max_examples=60, deadline=None)
@given(NASTY, st.booleans())
def test_any_question_is_answered_in_bounded_time(text: str, is_typing: bool) -> None:
    index, thesaurus = READY
    started = time.process_time()
    question = understand(text, index, thesaurus, is_typing=is_typing)
    hits = rank(question, index)
    assert time.process_time() - started < 1
    assert len(question.slots) <= 12
    scores = [round(hit.score, 4) for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < hit.score <= 1 for hit in hits)
