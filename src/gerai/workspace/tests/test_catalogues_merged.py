"""Words of a language are looked for in one place."""

from __future__ import annotations

from typing import Any

from django.utils.translation import trans_real


def test_the_catalogues_of_a_language_are_one() -> None:
    indonesian: Any = trans_real.translation("id")
    catalogue = indonesian._catalog

    rules = [plural.__code__ for plural in catalogue._plurals]
    assert len(rules) == len(set(rules)) <= 2
    assert catalogue.get("Yes") == "Ya"
