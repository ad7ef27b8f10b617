"""Finished sheets on disk: whole, bounded, never a reason to fail."""

from __future__ import annotations

import os
from typing import Any

import pytest

from gerai.printing import store

DIGEST = "a" * 64


def test_what_is_kept_is_found_again() -> None:
    assert store.kept(DIGEST) is None
    store.keep(DIGEST, b"%PDF")
    assert store.kept(DIGEST) == b"%PDF"
    assert [path.name for path in store.folder().iterdir()] == [f"{DIGEST}.pdf"]


def test_the_longest_unread_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.sheets, "most_bytes", 10)
    for number, name in enumerate(("old", "read", "young")):
        store.keep(name, b"123")
        os.utime(store.folder() / f"{name}.pdf", (number, number))
    assert store.kept("old") == b"123"  # read now: younger than the others

    store.keep("new", b"12")

    left = {path.stem for path in store.folder().iterdir()}
    assert left == {"old", "new", "young"}


def test_a_folder_that_cannot_be_made_is_no_failure(settings: Any) -> None:
    settings.GERAI_DATA = settings.GERAI_DATA / "file"
    settings.GERAI_DATA.write_text("not a folder")

    store.keep(DIGEST, b"%PDF")

    assert store.kept(DIGEST) is None


def test_a_crash_while_writing_leaves_nothing_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    store.keep(DIGEST, b"%PDF")

    assert store.kept(DIGEST) is None
    assert list(store.folder().iterdir()) == []
