"""Partial dates and provenance values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from gerai.place.models import Floor
from gerai.place.provenance import (
    PartialDate,
    ProvenanceValue,
    TrustLevel,
    validate_partial_date,
)


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("2022", "2022", "2022"),
        ("2022-11", "November 2022", "November 2022"),
        ("2022-08-03", "3 Agustus 2022", "3 August 2022"),
    ],
)
def test_a_partial_date_in_words(text: str, indonesian: str, english: str) -> None:
    partial = PartialDate.parse(text)

    assert str(partial) == text
    with translation.override("id"):
        assert partial.format() == indonesian
    with translation.override("en"):
        assert partial.format() == english


@pytest.mark.parametrize(
    "text",
    ["", "22", "2022-13", "2022-02-30", "2022-1-1", "0000", "2022-11-13T08:00", "٢٠٢٢"],
)
def test_what_is_no_partial_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)
    with pytest.raises(ValidationError):
        validate_partial_date(text)


@settings(deadline=None)
@given(st.dates())
def test_every_day_is_a_partial_date(day: object) -> None:
    assert str(PartialDate.parse(str(day))) == str(day)


def test_partial_dates_with_the_same_precision_are_in_order() -> None:
    assert PartialDate(2022, 3) < PartialDate(2022, 11)


def test_sources_are_lines_and_the_link_is_the_first_address() -> None:
    value = ProvenanceValue(source="Perda 4/2020\n\nhttps://menpan.go.id/a\n")

    assert value.sources == ("Perda 4/2020", "https://menpan.go.id/a")
    assert value.link == "https://menpan.go.id/a"
    assert ProvenanceValue(source="Perda").link == ""
    assert value.is_confirmed is False


@pytest.mark.django_db
def test_confirming_keeps_the_name_even_without_the_account() -> None:
    user = get_user_model().objects.create_user(
        username="sari", first_name="Sari", last_name="Wulandari"
    )
    moment = datetime(2026, 11, 24, 1, tzinfo=UTC)
    floor = Floor(number=1, name="Lantai 1", source_as_of="2025-12-30")

    floor.mark_confirmed(by=user, at=moment)
    floor.save()
    user.delete()
    floor.refresh_from_db()

    assert floor.provenance_value() == ProvenanceValue(
        as_of=PartialDate(2025, 12, 30),
        trust=TrustLevel.CONFIRMED,
        confirmed_by_name="Sari Wulandari",
        confirmed_at=moment,
    )
    assert floor.is_confirmed


@pytest.mark.django_db
def test_a_record_refuses_a_date_that_doesnt_exist() -> None:
    floor = Floor(number=1, name="Lantai 1", source_as_of="2025-02-30")

    with pytest.raises(ValidationError) as refusal:
        floor.full_clean()

    assert set(refusal.value.message_dict) == {"source_as_of"}
