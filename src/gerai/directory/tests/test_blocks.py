"""What the blocks accept, and what they say about bad input."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import Block, StructBlockValidationError

from gerai.directory.blocks import (
    CaseBlock,
    ComponentProvenanceBlock,
    DurationBlock,
    FeeBlock,
    ProductBlock,
    RequirementBlock,
    StepBlock,
)
from gerai.directory.blocks.values import CaseKeysBlock, RupiahField


def errors_of(block: Block, **values: Any) -> dict[str, str]:
    """What the block says, by field; {} if it accepts the values."""
    value = block.normalize({**block.get_default(), **values})
    with translation.override("en"):
        try:
            block.clean(value)
        except StructBlockValidationError as refusal:
            return {
                name: str(error.messages[0])
                for name, error in refusal.block_errors.items()
            }
    return {}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": "fixed", "amount": 350_000}, {}),
        ({"kind": "free"}, {}),
        ({"kind": "range", "amount": 1, "amount_maximum": 2}, {}),
        ({"kind": "formula", "note": "Luas × nilai sewa"}, {}),
        (
            {"kind": "fixed", "amount": -5000},
            {"amount": "An amount is more than zero."},
        ),
        ({"kind": "fixed", "amount": 0}, {"amount": "An amount is more than zero."}),
        (
            {"kind": "fixed", "amount": "350000,5"},
            {"amount": "Write whole rupiah, for example 350.000."},
        ),
        (
            {"kind": "fixed", "amount": 10**13},
            {"amount": "This amount is too large."},
        ),
        (
            {"kind": "fixed"},
            {"amount": "Write the amount, or choose “Free of charge”."},
        ),
        (
            {"kind": "free", "amount": 5000},
            {"amount": "A free service has no amount. Empty it."},
        ),
        (
            {"kind": "range", "amount": 5000, "amount_maximum": 5000},
            {"amount_maximum": "The highest amount is not above the lowest one."},
        ),
        (
            {"kind": "range", "amount": 5000},
            {"amount_maximum": "Write the highest amount."},
        ),
        (
            {"kind": "fixed", "amount": 5000, "amount_maximum": 6000},
            {"amount_maximum": "Only a range has a highest amount. Empty it."},
        ),
        ({"kind": "formula"}, {"note": "Say how the fee is worked out."}),
        (
            {"kind": "formula", "amount": 5, "note": "x"},
            {"amount": "A fee that is worked out has no amount of its own."},
        ),
    ],
)
@pytest.mark.django_db
def test_fees(values: dict[str, Any], expected: dict[str, str]) -> None:
    assert errors_of(FeeBlock(), **values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"minimum": 3, "maximum": 5, "unit": "working_days"}, {}),
        ({"note": "Menurut antrean"}, {}),
        (
            {"minimum": 5, "maximum": 3, "unit": "days"},
            {"maximum": "The longest time is shorter than the shortest one."},
        ),
        ({"maximum": 3}, {"unit": "Choose the unit: minutes, working days …"}),
        (
            {"maximum": 0, "unit": "days"},
            {"minimum": "Write how long it takes, or leave it empty."},
        ),
        ({}, {"note": "Write how long it takes, or why nobody can say."}),
        (
            {"minimum": -1, "maximum": 3, "unit": "days"},
            {"minimum": "The number can't be less than zero."},
        ),
        (
            {"minimum": 3, "unit": "days", "is_upper_limit": True},
            {"maximum": "A limit needs the longest time."},
        ),
    ],
)
def test_durations(values: dict[str, Any], expected: dict[str, str]) -> None:
    assert errors_of(DurationBlock(), **values) == expected


def test_a_step_needs_no_time_but_a_right_one() -> None:
    assert errors_of(StepBlock(), text="Ambil nomor") == {}
    assert "maximum" in errors_of(
        StepBlock(), text="Foto", minimum=9, maximum=3, unit="minutes"
    )


def test_requirements() -> None:
    assert errors_of(RequirementBlock(), text="KTP", copies=2) == {}
    assert errors_of(RequirementBlock(), text="KTP", copies=-1) == {
        "copies": "The number can't be less than zero."
    }
    assert "copies" in errors_of(RequirementBlock(), text="KTP", copies=51)
    assert "text" in errors_of(RequirementBlock(), text="  ")


def test_validity_is_a_number_with_a_unit() -> None:
    block = ProductBlock()
    assert errors_of(block, name="SIM", validity=5, validity_unit="years") == {}
    assert errors_of(block, name="SIM", validity=5) == {
        "validity_unit": "Choose the unit: months, years …"
    }
    assert errors_of(block, name="SIM", validity_unit="years") == {
        "validity": "Write how long it is valid."
    }
    assert errors_of(block, name="SIM", validity=0, validity_unit="years") == {
        "validity": "The number must be one or more."
    }


def test_case_keys_are_short_names() -> None:
    assert errors_of(CaseBlock(), label="Hilang", key="hilang") == {}
    assert errors_of(CaseBlock(), label="Hilang") == {}
    assert "key" in errors_of(CaseBlock(), label="Hilang", key="Hilang Total")


def test_dates_of_sources_exist() -> None:
    block = ComponentProvenanceBlock()
    assert errors_of(block, component="fees", as_of="2022-11") == {}
    assert "as_of" in errors_of(block, component="fees", as_of="2022-13")


def test_drafts_may_lack_things_but_not_contradict_themselves() -> None:
    block = DurationBlock()
    block.defer_required_validation()
    assert errors_of(block) == {}
    assert errors_of(block, maximum=3) == {}
    assert "maximum" in errors_of(block, minimum=5, maximum=3)
    block.restore_deferred_validation()
    assert "note" in errors_of(block)


@given(st.integers(min_value=1, max_value=10**12))
def test_money_is_read_as_people_write_it(amount: int) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    field = RupiahField()
    for text in (str(amount), dotted, f"Rp {dotted}", f"rp{dotted},00", f"{dotted},-"):
        assert field.clean(text) == amount


@pytest.mark.parametrize(
    "text",
    ["35.00", "1.5", "Rp", "seribu", "1,000", "350 000", "١٢٣", 3.5, "1e5", "12.3456"],
)
def test_what_is_no_whole_rupiah_is_refused(text: Any) -> None:
    with pytest.raises(ValidationError):
        RupiahField().clean(text)


def test_cases_are_written_with_commas_and_stored_as_a_list() -> None:
    block = CaseKeysBlock()
    block.set_name("cases")
    posted = {"cases": " hilang, rusak ,hilang,, "}
    value = block.value_from_datadict(posted, {}, "cases")
    assert block.clean(value) == ["hilang", "rusak"]
    assert block.get_prep_value(["hilang"]) == ["hilang"]
    assert block.get_form_state(["hilang", "rusak"]) == "hilang, rusak"
    assert block.clean(None) == []
