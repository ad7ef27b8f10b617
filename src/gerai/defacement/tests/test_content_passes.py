"""All that the cities' packs say passes: nobody is stopped for honest work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from gerai.defacement.judging import Document, examine

CONTENT = Path(__file__).parents[4] / "content"
OWN = frozenset({"mpp.samarindakota.go.id"})
_NAMES = frozenset({"title", "name", "label", "slug"})


def strings(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from strings(value, str(name))
    elif isinstance(data, list):
        for value in data:
            yield from strings(value, key)


def documents(pack: Path) -> Iterator[tuple[str, Document]]:
    for file in sorted(pack.rglob("*")):
        if file.suffix in {".yaml", ".yml"}:
            data = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
            found = list(strings(data))
            names = tuple(text for key, text in found if key in _NAMES)
            texts = tuple(text for key, text in found if key not in _NAMES)
            # A record at a time stands for the worst: the whole file at once.
            yield str(file), Document(names=names, texts=texts, own=OWN)
        elif file.suffix in {".md", ".txt", ".html"}:
            text = file.read_text(encoding="utf-8")
            yield str(file), Document(texts=(text,), own=OWN)
        if file.is_file():
            yield str(file), Document(files=(file.name,), own=OWN)


@pytest.mark.parametrize("name", ["samarinda", "contoh"])
def test_every_text_of_a_pack_passes(name: str) -> None:
    judged = 0
    alarms = []
    for file, document in documents(CONTENT / name):
        judged += 1
        verdict = examine(document)
        if verdict.is_suspicious:
            alarms.append((file, verdict.score, verdict.reasons[:3]))

    assert judged > 5
    assert alarms == []
