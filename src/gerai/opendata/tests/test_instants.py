"""Reading an instant from an address."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gerai.opendata.instants import InstantProblem, parse_instant

WITA = ZoneInfo("Asia/Makassar")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T09:30", "2026-11-24T09:30:00+08:00"),
        ("2026-11-24 09:30", "2026-11-24T09:30:00+08:00"),
        ("2026-11-24", "2026-11-24T00:00:00+08:00"),
        ("20261124T093000", "2026-11-24T09:30:00+08:00"),
        ("2026-11-24T09:30:00Z", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24T09:30+07:00", "2026-11-24T09:30:00+07:00"),
        ("2026-11-24T09:30 07:00", "2026-11-24T09:30:00+07:00"),
        ("2026-11-24T09:30:00.5-02:30", "2026-11-24T09:30:00.500000-02:30"),
    ],
)
def test_it_reads_iso_8601_and_takes_the_malls_zone(text: str, expected: str) -> None:
    assert parse_instant(text, WITA).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "besok",
        "24-11-2026",
        "2026-02-30T09:00",
        "2026-13-01",
        "2026-11-24T25:00",
        "2026-11-24T09:61",
        "1764000000",
        "1999-12-31T23:59",
        "2101-01-01",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2026-11-24T09:30\x00",
        "2026-11-24T09:30' OR 1=1",
        "2" * 10_000,
        "2026-11-24T09:30+99:00",
    ],
)
def test_it_refuses_the_rest_with_a_sentence(text: str) -> None:
    with pytest.raises(InstantProblem, match=r"\w+ \w+ \w+"):
        parse_instant(text, WITA)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_instant_or_refused(text: str) -> None:
    try:
        instant = parse_instant(text, WITA)
    except InstantProblem:
        return
    assert instant.utcoffset() is not None
    assert 2000 <= instant.year <= 2100
    instant.astimezone(WITA)


@settings(deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31)))
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    written = moment.replace(tzinfo=WITA).isoformat()

    assert parse_instant(written, WITA) == moment.replace(tzinfo=WITA)
