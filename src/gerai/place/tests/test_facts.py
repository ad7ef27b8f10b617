"""What the value of a fact must look like."""

from __future__ import annotations

import pytest

from gerai.place.choices import FactKind
from gerai.place.facts import MapPosition, fact_problem, phone_digits


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FactKind.PHONE, "(0541) 739614"),
        (FactKind.WHATSAPP, "+62 811-5843-555"),
        (FactKind.SMS, "08115843555"),
        (FactKind.COUNTERS_TOTAL, "44"),
        (FactKind.COORDINATES, "-0.4948, 117.1436"),
        (FactKind.EMAIL, "mpp@samarindakota.go.id"),
        (FactKind.WEBSITE, "https://mpp.samarindakota.go.id"),
        (FactKind.INSTAGRAM, "@mpp.samarinda"),
        (FactKind.ADDRESS, "Jalan Pahlawan"),
    ],
)
def test_it_takes_what_is_usual(kind: FactKind, value: str) -> None:
    assert fact_problem(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FactKind.PHONE, "menyusul"),
        (FactKind.PHONE, "()() ()"),
        (FactKind.COUNTERS_TOTAL, "empat puluh"),
        (FactKind.COUNTERS_TOTAL, "-4"),
        (FactKind.COUNTERS_TOTAL, "٤٤"),
        (FactKind.COORDINATES, "117.1436, -0.4948, 3"),
        (FactKind.COORDINATES, "95, 117"),
        (FactKind.COORDINATES, "nan, nan"),
        (FactKind.EMAIL, "mpp at samarinda"),
        (FactKind.WEBSITE, "javascript:alert(1)"),
        (FactKind.OPERATOR_WEBSITE, "dpmptsp"),
    ],
)
def test_it_refuses_what_nobody_can_use(kind: FactKind, value: str) -> None:
    assert fact_problem(kind, value)


def test_a_number_for_the_dial() -> None:
    assert phone_digits("(0541) 739614") == "0541739614"
    assert phone_digits("+62 811-58") == "+6281158"


def test_a_position_on_the_map() -> None:
    assert MapPosition.parse("-0.4948, 117.1436") == MapPosition(-0.4948, 117.1436)
