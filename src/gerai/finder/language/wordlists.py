"""What all of Indonesia writes alike: ``indonesian.toml``, read once.

What only one city says belongs to its content pack (``synonyms.yaml``), what only one
service is called to the aliases of that service.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("indonesian.toml")


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists, as the file explains them."""

    spelling: dict[str, str]
    stop: frozenset[str]
    weak: frozenset[str]
    whole: frozenset[str]
    roots: dict[str, str]
    same: tuple[tuple[str, ...], ...]
    means: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@cache
def word_lists() -> WordLists:
    """The lists of the file beside this module."""
    data: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return WordLists(
        spelling=_pairs(data["spelling"]),
        stop=frozenset(data["stop"]["words"].split()),
        weak=frozenset(data["weak"]["words"].split()),
        whole=frozenset(data["whole"]["words"].split()),
        roots=_pairs(data["roots"]),
        same=tuple(tuple(group) for group in data["same"]["groups"]),
        means=tuple(
            (tuple(one["say"]), tuple(one["means"])) for one in data.get("means", [])
        ),
    )


def _pairs(section: dict[str, str]) -> dict[str, str]:
    """``standard = "slip other-slip"`` turned round."""
    return {
        slip: standard for standard, slips in section.items() for slip in slips.split()
    }
