"""Weekly hours as staff write them, and what is refused in which words."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from gerai.place.weekly_hours import (
    clock_text,
    format_day,
    parse_day,
    validate_weekly,
    weekly_from_text,
)
from gerai.place.weekly_hours_form import WeeklyHoursFormField, WeeklyHoursWidget


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  ", []),
        ("tutup", []),
        ("Libur", []),
        ("08.00-12.00, 13.00-15.00", [["08:00", "12:00"], ["13:00", "15:00"]]),
        ("13.00-15.00;08.00-12.00", [["08:00", "12:00"], ["13:00", "15:00"]]),
        ("8.00 – 12:00", [["08:00", "12:00"]]),
        ("08.00 s.d. 15.30", [["08:00", "15:30"]]),
        ("08.00-12.00, 12.00-15.00", [["08:00", "12:00"], ["12:00", "15:00"]]),
        ("00.00-24.00", [["00:00", "24:00"]]),
    ],
)
def test_it_reads_what_people_write(text: str, expected: list[list[str]]) -> None:
    assert parse_day(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("08.00", "not_a_range", "“08.00” bukan waktu buka"),
        ("08.00-12.00-13.00", "not_a_range", "bukan waktu buka"),
        ("25.00-26.00", "not_a_time", "“25.00” bukan jam"),
        ("08.60-12.00", "not_a_time", "“08.60” bukan jam"),
        ("08.00-12.77", "not_a_time", "“12.77” bukan jam"),
        ("pagi-siang", "not_a_time", "“pagi” bukan jam"),
        ("24.00-24.00", "not_a_time", "bukan jam"),
        ("0800-1200", "not_a_time", "bukan jam"),
        ("٠٨.٠٠-١٢.٠٠", "not_a_time", "bukan jam"),
        ("12.00-08.00", "crosses_midnight", "melewati tengah malam"),
        ("20.00-02.00", "crosses_midnight", "melewati tengah malam"),
        ("20.00-26.00", "crosses_midnight", "melewati tengah malam"),
        ("11.00-08.00", "backwards", "tutup sebelum buka"),
        ("15.00-13.00", "backwards", "tutup sebelum buka"),
        ("08.00-08.00", "empty_range", "waktu buka dan tutupnya sama"),
        ("08.00-12.00, 11.00-15.00", "overlap", "bertumpang tindih"),
        ("08.00-15.00, 09.00-10.00", "overlap", "08.00-15.00 dan 09.00-10.00"),
    ],
)
def test_it_says_what_is_wrong_and_how_to_write_it(
    text: str, code: str, words: str
) -> None:
    with translation.override("id"), pytest.raises(ValidationError) as refusal:
        parse_day(text)

    assert refusal.value.code == code
    with translation.override("id"):
        assert words in refusal.value.messages[0]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        intervals = parse_day(text)
    except ValidationError as refusal:
        assert refusal.messages
    else:
        assert parse_day(format_day(intervals)) == intervals


edges = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(sorted)


@settings(deadline=None)
@given(edges)
def test_what_is_stored_is_written_and_read_back(found: list[int]) -> None:
    pairs = list(zip(found[::2], found[1::2], strict=False))
    stored = [[clock_text(opens), clock_text(closes)] for opens, closes in pairs]

    assert parse_day(format_day(stored)) == stored
    validate_weekly({"mon": stored})


def test_a_week_from_text_names_each_faulty_day() -> None:
    with pytest.raises(ValidationError) as refusal:
        weekly_from_text({"mon": "8-12", "tue": ["08.00-12.00"], "funday": "x"})

    assert set(refusal.value.message_dict) == {"mon", "funday"}


def test_days_come_in_order_and_empty_days_are_left_out() -> None:
    week = weekly_from_text({"fri": "08.00-11.00", "mon": ["08.00-12.00"], "tue": []})

    assert list(week) == ["mon", "fri"]


@pytest.mark.parametrize(
    "stored",
    [
        [],
        "senin",
        {"senin": []},
        {"mon": "08:00-12:00"},
        {"mon": [["08:00"]]},
        {"mon": [["8:00", "12:00"]]},
        {"mon": [[8, 12]]},
        {"mon": [["08:00", "24:01"]]},
        {"mon": [["12:00", "08:00"]]},
        {"mon": [["13:00", "15:00"], ["08:00", "12:00"]]},
        {"mon": [["08:00", "12:00"], ["11:59", "15:00"]]},
    ],
)
def test_stored_hours_that_the_clock_cant_use_are_refused(stored: object) -> None:
    with pytest.raises(ValidationError):
        validate_weekly(stored)


@pytest.mark.parametrize("stored", [None, {}, {"sun": [["00:00", "24:00"]]}])
def test_unknown_closed_and_round_the_clock_can_be_stored(stored: object) -> None:
    validate_weekly(stored)


def lines(**days: str) -> list[str]:
    return [
        days.get(key, "") for key in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    ]


def test_seven_empty_lines_mean_not_known() -> None:
    field = WeeklyHoursFormField(required=False)

    assert field.clean(lines()) is None
    assert field.clean(lines(mon="tutup")) == {}
    assert field.clean(lines(mon="08.00-12.00")) == {"mon": [["08:00", "12:00"]]}


def test_a_required_week_asks_for_one_day() -> None:
    with pytest.raises(ValidationError):
        WeeklyHoursFormField().clean(lines())


def test_the_form_names_the_day_of_each_fault() -> None:
    with translation.override("id"), pytest.raises(ValidationError) as refusal:
        WeeklyHoursFormField().clean(lines(tue="25.00-26.00", fri="08.00-08.00"))

    assert [message.split(":")[0] for message in refusal.value.messages] == [
        "Selasa",
        "Jumat",
    ]


def test_the_widget_has_a_labelled_line_for_each_day() -> None:
    with translation.override("id"):
        html = WeeklyHoursWidget().render(
            "weekly", {"mon": [["08:00", "12:00"]]}, {"id": "id_weekly"}
        )

    assert html.count("<label") == 7
    assert 'for="id_weekly_0"' in html
    assert 'id="id_weekly_0"' in html
    assert 'name="weekly_mon"' in html
    assert 'value="08.00-12.00"' in html
    assert "Minggu" in html


def test_a_week_without_service_doesnt_look_like_an_unknown_one() -> None:
    with translation.override("id"):
        closed = WeeklyHoursWidget().decompress({})
        assert closed == ["tutup"] * 7
        assert WeeklyHoursFormField().clean(closed) == {}
    assert WeeklyHoursWidget().decompress(None) == [""] * 7


def test_the_form_sees_whether_anything_changed() -> None:
    field = WeeklyHoursFormField(required=False)
    stored = {"mon": [["08:00", "12:00"]], "tue": []}

    assert not field.has_changed(stored, lines(mon="8.00 - 12.00"))
    assert field.has_changed(stored, lines(mon="08.00-12.30"))
    assert field.has_changed(stored, lines(mon="kapan saja"))
    assert not field.has_changed(None, lines())
    assert field.has_changed(None, lines(mon="tutup"))
