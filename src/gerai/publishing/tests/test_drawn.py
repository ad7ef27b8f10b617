from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gerai.publishing.drawn import drawings_kept_in, drawn_once, forget_drawing


@pytest.fixture
def drawer() -> tuple[Callable[..., bytes], list[str]]:
    made: list[str] = []

    def draw(name: str, *inputs: str) -> bytes:
        def make() -> bytes:
            made.append(name)
            return " ".join(inputs).encode()

        return drawn_once(name, inputs, make)

    return draw, made


def test_it_is_drawn_once_for_the_same_inputs(
    tmp_path: Path, drawer: tuple[Callable[..., bytes], list[str]]
) -> None:
    draw, made = drawer
    for _ in range(2):
        with drawings_kept_in(tmp_path):
            assert draw("/a.png", "title", "fee") == b"title fee"
    assert made == ["/a.png"]


@pytest.mark.parametrize(
    "inputs", [("titles", "fee"), ("title", "Fee"), ("titlef", "ee"), ("title",)]
)
def test_every_input_counts(
    tmp_path: Path,
    drawer: tuple[Callable[..., bytes], list[str]],
    inputs: tuple[str, ...],
) -> None:
    draw, made = drawer
    with drawings_kept_in(tmp_path):
        draw("/a.png", "title", "fee")
        assert draw("/a.png", *inputs) == " ".join(inputs).encode()
    assert len(made) == 2


def test_what_was_altered_is_drawn_again(
    tmp_path: Path, drawer: tuple[Callable[..., bytes], list[str]]
) -> None:
    draw, made = drawer
    with drawings_kept_in(tmp_path):
        draw("/a.png", "title")
        (kept,) = (tmp_path / "drawn").iterdir()
        kept.write_bytes(kept.read_bytes()[:-1] + b"!")
        assert draw("/a.png", "title") == b"title"
        kept.write_bytes(b"")
        assert draw("/a.png", "title") == b"title"
        forget_drawing("/a.png")
        assert not kept.exists()
    assert len(made) == 3


def test_nothing_is_kept_while_nothing_is_published(
    drawer: tuple[Callable[..., bytes], list[str]],
) -> None:
    draw, made = drawer
    assert draw("/a.png", "title") == draw("/a.png", "title")
    assert len(made) == 2
