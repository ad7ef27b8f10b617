"""Files to practise with: shipped, and nobody's."""

from __future__ import annotations

from importlib.resources import files

FOLDER = "academy/samples"
"""Below the static files, since trainees download them."""
OLD_FORM = "formulir-lama.pdf"
NEW_FORM = "formulir-baru.pdf"


def names() -> list[str]:
    """What an exercise may hand out."""
    return [NEW_FORM]


def sample(name: str) -> bytes:
    """The content of one of them."""
    return (files("gerai.academy") / "static" / FOLDER / name).read_bytes()
