"""Rules and scenes that can't be meant are refused, with file, line and field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.academy.checks import RulesRefused, load_rules, read_rules
from gerai.academy.checks.rules import kinds
from gerai.academy.practice import load_scene
from gerai.academy.practice.scenes import SceneRefused

GOOD = """
- closure_exists:
    counter: latihan-sim
    day: tomorrow
    from: "12:00"
  hint: {id: Mulai di beranda, en: Begin at home}
- fee_equals: {page: /instansi/a/b/, amount: 75000}
"""


def test_rules_are_read() -> None:
    rules = read_rules(GOOD, file="tutup.yaml")
    assert [one.kind for one in rules] == ["closure_exists", "fee_equals"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "- fee_equals: {page: /a/, amount: banyak}",
            "a.yaml:1: [1].fee_equals.amount",
        ),
        (
            "- fee_equals:\n    page: /a/\n    amunt: 1",
            "a.yaml:3: [1].fee_equals.amunt",
        ),
        ("- fee_equals: {page: a, amount: 1}", "[1].fee_equals.page"),
        ("- fee_equals: {page: /a/}", "[1].fee_equals.amount"),
        ("- closure_exists: {day: kemarin}", "[1].closure_exists.day"),
        ("- closure_exists: {day: today, from: siang}", "[1].closure_exists.from"),
        (
            "- closure_exists: {day: today, counter: a, agency: b}",
            "[1].closure_exists",
        ),
        ("- hours_equal: {hours: {friday: besok}}", "[1].hours_equal.hours"),
        ("- image_has_alt: {}", "[1].image_has_alt"),
        ("- text_mentions: {page: /a/}", "[1].text_mentions"),
        ("- nothing_new: {what: apa}", "[1].nothing_new"),
        ("- tidak_ada: {}", "a.yaml:1: [1]"),
        ("- {page_live: {page: /a/}, fee_equals: {}}", "a.yaml:1: [1]"),
        ("- page_live: {page: /a/}\n  hint: 5.5.5\n  text: {en: x}", "[1].text.id"),
        ("page_live: 1", "a.yaml:1"),
        ("[]", "a.yaml:1"),
        ("- [", "a.yaml"),
        ("- &a {page_live: *a}", "a.yaml:1"),
    ],
)
def test_faults_are_named(text: str, place: str) -> None:
    with pytest.raises(RulesRefused) as refused:
        read_rules(text, file="a.yaml")
    assert any(place in str(one) for one in refused.value.problems), str(refused.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*kinds(), "page", "day", "text", "hint", "x"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=12,
    )
)
def test_anything_is_read_or_refused(data: Any) -> None:
    try:
        assert load_rules(data, file="a.yaml")
    except RulesRefused as refused:
        assert refused.problems
    try:
        load_scene(data, file="a.yaml")
    except SceneRefused as refused:
        assert refused.problems


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({"service": {"slug": "a"}}, "[1].service.title"),
        ({"fee": {"service": "a", "amount": -1}}, "[1].fee.amount"),
        ({"work_as": "raja"}, "[1].work_as"),
        ({"apa": {}}, "[1]"),
        ("apa", "[1]"),
    ],
)
def test_steps_that_cannot_be_meant(step: Any, field: str) -> None:
    with pytest.raises(SceneRefused) as refused:
        load_scene([step], file="a.yaml")
    assert any(one.field.startswith(field) for one in refused.value.problems)
