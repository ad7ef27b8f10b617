from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gerai.theme.lettering import fitted
from gerai.theme.mark import favicon_svg, icon_png
from gerai.theme.og import HEIGHT, WIDTH, SharedFact, open_graph_image
from gerai.theme.samples import LONG_TITLE
from gerai.theme.tokens import Tokens

FACTS = (SharedFact("Biaya", "Rp 350.000"), SharedFact("Lama", "4 hari kerja"))


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def test_a_shared_picture_has_the_size_that_networks_show() -> None:
    data = open_graph_image(title="Paspor baru", mall_name="MPP", facts=FACTS)
    assert opened(data).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(data) < 40_000


def test_the_same_words_give_the_same_bytes() -> None:
    first = open_graph_image(title="Paspor baru", mall_name="MPP", facts=FACTS)
    assert first == open_graph_image(title="Paspor baru", mall_name="MPP", facts=FACTS)
    assert first != open_graph_image(title="Paspor lama", mall_name="MPP", facts=FACTS)


def test_colours_come_from_the_tokens() -> None:
    data = open_graph_image(
        title="Paspor", mall_name="MPP", tokens=Tokens(structure="#7a1f2b")
    )
    colours = {colour for _, colour in opened(data).getcolors(1 << 20) or []}
    assert rgb("#7a1f2b") in colours
    assert rgb(Tokens().structure) not in colours


def test_the_right_edge_of_the_title_is_never_reached() -> None:
    image = opened(open_graph_image(title=LONG_TITLE, mall_name="MPP " * 30))
    paper = image.getpixel((5, 5))
    column = {image.getpixel((WIDTH - 8, y)) for y in range(HEIGHT - 41)}
    assert column == {paper}


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=18), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_no_word_is_cut_or_lost(words: list[str]) -> None:
    found = fitted(" ".join(words), width=1056, height=240, sizes=(64, 40, 22))
    assert " ".join(found.lines).split() == words


def test_long_titles_get_smaller_letters() -> None:
    short = fitted("Paspor", width=1056, height=240, sizes=(64, 40))
    long = fitted(LONG_TITLE, width=1056, height=120, sizes=(64, 40))
    assert long.size < short.size


@pytest.mark.parametrize("size", [180, 192, 512])
def test_icons_are_square_and_full(size: int) -> None:
    image = opened(icon_png(Tokens(), size=size))
    assert image.size == (size, size)


def test_a_maskable_icon_keeps_a_margin() -> None:
    plain = opened(icon_png(Tokens(), size=512))
    maskable = opened(icon_png(Tokens(), size=512, is_maskable=True))
    deep = rgb(Tokens().deep)
    assert maskable.getpixel((40, 40)) == deep
    assert plain.getpixel((168, 300)) != deep


def test_the_favicon_has_the_colours_of_the_city() -> None:
    svg = favicon_svg(Tokens(thread_2="#123456"))
    assert "#123456" in svg
    assert svg.startswith("<svg ")
