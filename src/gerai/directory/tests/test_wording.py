"""Money, times and copies in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gerai.directory.choices import FeeKind, TimeUnit, ValidityUnit
from gerai.directory.standard import Duration, Fee, Length, Product, Requirement
from gerai.directory.standard.wording import (
    copies_text,
    duration_text,
    durations_text,
    fee_text,
    fees_text,
    rupiah,
    validity_text,
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def fixed(amount: int) -> Fee:
    return Fee(FeeKind.FIXED, amount=amount)


def between(low: int | None, high: int | None, unit: TimeUnit) -> Duration:
    return Duration(Length(unit, low, high))


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["id", "en"]))
def test_rupiah_is_the_same_in_both_languages_and_can_be_read_back(
    amount: int, language: str
) -> None:
    with translation.override(language):
        text = rupiah(amount)
    assert re.fullmatch(r"Rp \d{1,3}(\.\d{3})*", text)
    assert int(text.removeprefix("Rp ").replace(".", "")) == amount


def test_rupiah_refuses_debts() -> None:
    with pytest.raises(ValueError, match="-1"):
        rupiah(-1)


def test_fees() -> None:
    assert rupiah(350_000) == "Rp 350.000"
    assert fee_text(Fee(FeeKind.FREE)) == "Free"
    assert fee_text(fixed(1_000_000)) == "Rp 1.000.000"
    span = Fee(FeeKind.RANGE, amount=50_000, amount_maximum=75_000)
    assert fee_text(span) == "Rp 50.000–75.000"
    assert fee_text(Fee(FeeKind.FORMULA, note="x")) == "Worked out case by case"


def test_several_fees_in_a_few_words() -> None:
    assert fees_text([]) == "Not filled in by the agency yet"
    assert fees_text([Fee(FeeKind.FREE), Fee(FeeKind.FREE)]) == "Free"
    assert fees_text([fixed(950_000), fixed(650_000)]) == "Rp 650.000–950.000"
    assert fees_text([Fee(FeeKind.FREE), fixed(50_000)]) == "Free to Rp 50.000"
    assert (
        fees_text([fixed(50_000), Fee(FeeKind.FORMULA, note="x")])
        == "Rp 50.000, or worked out case by case"
    )


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (between(None, 3, TimeUnit.WORKING_DAYS), "3 working days"),
        (between(None, 1, TimeUnit.WORKING_DAYS), "1 working day"),
        (between(5, 10, TimeUnit.MINUTES), "5-10 minutes"),
        (between(5, 5, TimeUnit.HOURS), "5 hours"),
        (between(2, None, TimeUnit.WEEKS), "at least 2 weeks"),
        (between(0, 2, TimeUnit.DAYS), "up to 2 days"),
        (
            Duration(Length(TimeUnit.WORKING_DAYS, None, 14), is_upper_limit=True),
            "at most 14 working days",
        ),
        (Duration(note="Menurut antrean"), "Menurut antrean"),
    ],
)
def test_durations(duration: Duration, text: str) -> None:
    assert duration_text(duration) == text


def test_several_durations_in_a_few_words() -> None:
    days, minutes = TimeUnit.WORKING_DAYS, TimeUnit.MINUTES
    assert durations_text([]) == "Not filled in by the agency yet"
    assert durations_text([between(None, 3, days)]) == "3 working days"
    assert (
        durations_text([between(7, 14, days), between(None, 3, days)])
        == "3-14 working days"
    )
    assert (
        durations_text([between(None, 2, days), between(30, 60, minutes)])
        == "30 minutes to 2 working days"
    )
    assert durations_text([Duration(note="x"), Duration(note="y")]) == "No fixed time"
    limit = Duration(Length(days, None, 5), is_upper_limit=True)
    assert durations_text([limit]) == "At most 5 working days"
    assert durations_text([limit, limit]) == "At most 5 working days"


def test_copies() -> None:
    assert copies_text(Requirement("k", "KTP")) == ""
    assert copies_text(Requirement("k", "KTP", is_original=True)) == "original"
    assert copies_text(Requirement("k", "KTP", copies=1)) == "1 photocopy"
    assert (
        copies_text(Requirement("k", "KTP", is_original=True, copies=2))
        == "original + 2 photocopies"
    )


def test_validity() -> None:
    assert validity_text(Product("Paspor")) == ""
    passport = Product("Paspor", validity=10, validity_unit=ValidityUnit.YEARS)
    assert validity_text(passport) == "valid for 10 years"
