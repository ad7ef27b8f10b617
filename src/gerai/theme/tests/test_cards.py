"""Pictures to post: whatever is written on them, no word is cut."""

from __future__ import annotations

import time
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from gerai.theme.cards import Card, Shape, card_image, left_out
from gerai.theme.lettering import (
    DEJAVU,
    LORA,
    drawable,
    face_of,
    fitted,
    font,
    sentences,
)
from gerai.theme.og import SharedFact, open_graph_image

CARD = Card(
    kind="Layanan",
    title="Penerbitan paspor biasa",
    summary="Untuk warga negara Indonesia. Bawa KTP dan KK.",
    facts=(SharedFact("Biaya", "Rp 350.000"), SharedFact("Lama", "4 hari kerja")),
    url="https://mpp.example.go.id/instansi/imigrasi/paspor/",
    address="mpp.example.go.id",
    invitation="Pindai atau buka:",
    mall_name="MPP Kota Contoh",
)
SIZES = {Shape.SQUARE: (1080, 1080), Shape.STORY: (1080, 1920)}
WORDS = st.lists(
    st.one_of(
        st.text("abcdefghiklmnoprstuy", min_size=1, max_size=24),
        st.sampled_from(
            ["Selesai.", "Apa?", "يوم", "🎉", "Жди", "ha.ha", "…", "A" * 90]
        ),
    ),
    min_size=1,
    max_size=120,
).map(" ".join)


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("shape", list(Shape))
def test_it_has_the_size_of_its_shape_and_few_bytes(shape: Shape) -> None:
    data = card_image(CARD, shape)

    assert opened(data).size == SIZES[shape]
    assert len(data) < 80_000
    assert data == card_image(replace(CARD), shape)
    assert data != card_image(replace(CARD, title="Paspor"), shape)


@pytest.mark.parametrize("shape", list(Shape))
def test_it_is_drawn_within_a_second(shape: Shape) -> None:
    started = time.process_time()
    card_image(replace(CARD, title=f"Sekali saja {shape}"), shape)
    assert time.process_time() - started < 1


@given(WORDS)
@example("A" * 5000)
@example("")
@example("\u202e\u0000\ud800"[:2])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_is_cut(text: str) -> None:
    known = drawable(text)
    found = fitted(text, width=600, height=300, sizes=(64, 48, 40, 36))

    shown = "".join(found.lines).replace(" ", "")
    whole = known.replace(" ", "")
    if found.is_whole:
        assert shown == whole
    else:
        assert _ends_with_a_word(known, found.lines)
    assert found.height <= 300
    letters = font(found.face, found.size)
    assert all(letters.getlength(line) <= 600 for line in found.lines)


def _ends_with_a_word(text: str, lines: tuple[str, ...]) -> bool:
    """Whether what is shown is the beginning of ``text``, up to the end of a word."""
    shown = "".join(lines).replace(" ", "").removesuffix("…")
    beginnings = {""}
    for word in text.split():
        beginnings.add(max(beginnings, key=len) + word)
    trimmed = {one.rstrip(",;:–-").removesuffix("…") for one in beginnings}
    return shown in trimmed | beginnings


@given(st.text(min_size=1, max_size=255))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_title_that_a_page_can_have_is_there_as_a_whole(title: str) -> None:
    for shape in Shape:
        assert opened(card_image(replace(CARD, title=title), shape)).size
    assert opened(open_graph_image(title=title, mall_name="MPP")).size
    found = fitted(title, width=936, height=464, sizes=(96, 40, 20))
    assert found.is_whole


def test_a_summary_ends_after_a_sentence() -> None:
    text = "Satu kalimat yang utuh. " * 3 + "Kalimat terakhir yang panjang sekali. " * 9
    found = fitted(text, width=600, height=200, sizes=(40, 36))

    assert not found.is_whole
    assert found.lines[-1].endswith(".")
    assert sentences("Jam 08.00. Lalu? Ya!") == ["Jam 08.00.", "Lalu?", "Ya!"]


def test_a_single_long_sentence_ends_after_a_word() -> None:
    found = fitted("kata " * 200, width=600, height=100, sizes=(40,))

    assert found.lines[-1].endswith("kata …")


def test_letters_that_the_usual_face_lacks_come_from_another() -> None:
    assert face_of("Paspor – 2026 é") == LORA
    assert face_of("بسم الله") == DEJAVU
    assert fitted("يوم", width=600, height=300, sizes=(40,)).is_right_to_left


def test_what_no_face_has_is_left_out_and_named() -> None:
    assert drawable("Hari  pelanggan 🎉👨‍👩‍👧 2026") == "Hari pelanggan 2026"
    assert left_out(replace(CARD, title="Pesta 🎉 中文")) == "🎉中文"
    assert left_out(CARD) == ""


@pytest.mark.parametrize("shape", list(Shape))
def test_a_draft_is_marked_all_over(shape: Shape) -> None:
    plain = opened(card_image(CARD, shape))
    marked = opened(card_image(replace(CARD, watermark="DRAF"), shape))
    width, height = plain.size
    quarters = [
        (x, y, x + width // 2, y + height // 2)
        for x in (0, width // 2)
        for y in (0, height // 2)
    ]
    for quarter in quarters:
        assert plain.crop(quarter).tobytes() != marked.crop(quarter).tobytes()


@pytest.mark.parametrize("shape", list(Shape))
def test_the_code_can_be_read(shape: Shape) -> None:
    """Its dots are whole and as the library says."""
    from gerai.theme.qr import modules

    image = opened(card_image(CARD, shape)).convert("L").point(lambda dot: dot < 128)
    wanted = modules(CARD.url)
    most = {Shape.SQUARE: 264, Shape.STORY: 330}[shape]
    scale = most // len(wanted)
    left = 1080 - 72 - scale * len(wanted)
    top = {Shape.SQUARE: 744, Shape.STORY: 1184}[shape]
    seen = [
        [
            bool(
                image.getpixel(
                    (left + column * scale + scale // 2, top + row * scale + scale // 2)
                )
            )
            for column in range(len(wanted))
        ]
        for row in range(len(wanted))
    ]
    assert seen == wanted
    assert scale >= 5
