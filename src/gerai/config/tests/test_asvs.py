"""The table of OWASP ASVS is complete, and what it names exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[4]
TABLE = REPOSITORY / "docs" / "security-asvs.md"
# ASVS 5.0.0, levels 1 and 2: by section, the requirements' numbers.
REQUIREMENTS = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2
2.1:1-3 2.2:1-3 2.3:1-4 2.4:1-1
3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2
4.1:1-3 4.2:1-1 4.3:1-2 4.4:1-4
5.1:1-1 5.2:1-3 5.3:1-2 5.4:1-3
6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4
7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2
8.1:1-2 8.2:1-3 8.3:1-1 8.4:1-1
9.1:1-3 9.2:1-4
10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3
11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1-1 11.6:1-1
12.1:1-3 12.2:1-2 12.3:1-4
13.1:1-1 13.2:1-5 13.3:1-2 13.4:1-5
14.1:1-2 14.2:1-4 14.3:1-3
15.1:1-3 15.2:1-3 15.3:1-7
16.1:1-1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3
17.1:1-1 17.2:1-4 17.3:1-2
"""
pytestmark = pytest.mark.skipif(not TABLE.is_file(), reason="not in a source checkout")


def wanted() -> set[str]:
    found = set()
    for word in REQUIREMENTS.split():
        section, _, numbers = word.partition(":")
        first, last = map(int, numbers.split("-"))
        found |= {f"{section}.{number}" for number in range(first, last + 1)}
    return found


def rows() -> list[tuple[list[str], str, str]]:
    return [
        (ids.split(", "), state, evidence)
        for ids, state, evidence in re.findall(
            r"^\| ([\d., ]+) \| ([^|]+) \| (.+) \|$", TABLE.read_text("utf-8"), re.M
        )
    ]


def test_each_requirement_stands_there_once() -> None:
    listed = Counter(one for ids, _state, _evidence in rows() for one in ids)
    assert set(listed) == wanted()
    assert [one for one, times in listed.items() if times > 1] == []


def test_what_is_named_as_evidence_exists() -> None:
    missing = []
    for ids, state, evidence in rows():
        assert state in {"yes", "partly", "not yet", "n/a"}, ids
        named = re.findall(
            r"`((?:src|docs|e2e|bench|deploy)/[^`]+|pyproject\.toml)`", evidence
        )
        if state in {"yes", "partly"}:
            assert named, ids
        missing += [path for path in named if not (REPOSITORY / path).exists()]
    assert missing == []


def test_the_sum_is_right() -> None:
    counts = Counter(state for ids, state, _evidence in rows() for _one in ids)
    said = (
        f"Of {sum(counts.values())} requirements: {counts['yes']} yes, "
        f"{counts['partly']} partly, {counts['not yet']} not yet, {counts['n/a']} don't"
    )
    assert said in TABLE.read_text("utf-8")
