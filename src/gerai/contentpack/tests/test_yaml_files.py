"""The YAML reader: exact lines, no tricks."""

from __future__ import annotations

import pytest

from gerai.contentpack.reading import yaml_files
from gerai.contentpack.reading.yaml_files import (
    MAX_DEPTH,
    YamlRefused,
    read_yaml,
)


def test_it_reads_plain_values() -> None:
    document = read_yaml(
        'a: 1\nb: "1"\nc: true\nd: ~\ne: 2026-01-03\nf: 08.00\ng: 0541\nh: yes\ni: -5\n'
    )
    assert document.data == {
        "a": 1,
        "b": "1",
        "c": True,
        "d": None,
        "e": "2026-01-03",
        "f": "08.00",
        "g": "0541",
        "h": "yes",
        "i": -5,
    }


def test_it_remembers_the_line_of_everything() -> None:
    document = read_yaml(
        "a:\n  - b: 1\n    c: |\n      two\n      lines\n  - {d: [x, y]}\n"
    )
    assert document.line_of(("a",)) == 1
    assert document.line_of(("a", 0)) == 2
    assert document.line_of(("a", 0, "c")) == 3
    assert document.line_of(("a", 1, "d", 1)) == 6
    assert document.line_of(("a", 0, "missing")) == 2


def test_lines_count_from_the_beginning_of_the_file() -> None:
    assert read_yaml("a: 1\nb: 2\n", first_line=10).line_of(("b",)) == 11


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x 1\nb: 2\n", 1),
        ("a: 1\nb: *x\n", 2),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2),
        ("a: 1\nb: !tag x\n", 2),
        ("a: 1\nb: 2\na: 3\n", 3),
        ("a: 1\n---\nb: 2\n", 2),
        ("a:\n - {b: 1\nc: 2\n", 3),
        ("? {a: 1}\n: b\n", 1),
        ("a: b\n\tc: d", 2),
    ],
)
def test_it_refuses_what_no_pack_needs(text: str, line: int) -> None:
    with pytest.raises(YamlRefused) as refused:
        read_yaml(text)
    assert refused.value.line == line


def test_a_bomb_of_aliases_never_unfolds() -> None:
    bomb = 'a: &a ["x", "x"]\n' + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(YamlRefused) as refused:
        read_yaml(bomb)
    assert refused.value.line == 1


def test_a_deep_or_endless_document_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(YamlRefused, match=str(MAX_DEPTH)):
        read_yaml("[" * 40 + "]" * 40)
    monkeypatch.setattr(yaml_files, "MAX_NODES", 500)
    with pytest.raises(YamlRefused, match="500"):
        read_yaml("[" + "x," * 501 + "]")
