from __future__ import annotations

from pathlib import Path

import pytest

from gerai.publishing import progress as module
from gerai.publishing.progress import Progress, read_progress


def test_a_sweep_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS_BETWEEN_REPORTS", 0.0)
    file = tmp_path / "progress.json"
    said: list[tuple[int, int]] = []
    progress = Progress(
        report=lambda done, total, rate: said.append((done, total)), file=file
    )
    assert read_progress(file) is None
    progress.start(30)
    progress.advance(0)
    progress.advance(20)
    found = read_progress(file)
    assert found is not None
    assert (found["done"], found["pages"], found["is_finished"]) == (20, 30, False)
    progress.advance(10)
    progress.finish(1.0)
    found = read_progress(file)
    assert found is not None
    assert (found["done"], found["is_finished"]) == (30, True)
    assert said == [(20, 30), (30, 30)]


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_broken_file_says_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "progress.json"
    file.write_text(content)
    assert read_progress(file) is None


def test_a_folder_that_takes_nothing_holds_no_sweep_up(tmp_path: Path) -> None:
    progress = Progress(file=tmp_path / "missing" / "progress.json")
    progress.start(1)
    progress.finish(0.1)
    assert not (tmp_path / "missing").exists()
