"""What the document of the API promises of odd questions; found by schemathesis."""

from __future__ import annotations

import re
from datetime import UTC

import pytest
from django.test import Client

from gerai.opendata.instants import INSTANT_PATTERN, InstantProblem, parse_instant


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "2026-11-24T09:30",
        "2000-02-28T23:59:59Z",
        "2099-12-31T00:00:00-13:59",
        "2026-04-30T09:30+08:00",
    ],
)
def test_what_is_promised_is_understood(text: str) -> None:
    assert re.search(INSTANT_PATTERN, text)
    assert parse_instant(text, UTC).year >= 2000


@pytest.mark.parametrize(
    "text", ["2026-04-31", "1999-01-01", "2026-02-30", "2026-01-01T24:00", "x", ""]
)
def test_what_is_not_understood_is_not_promised(text: str) -> None:
    assert not re.search(INSTANT_PATTERN, text)
    if text != "2026-01-01T24:00":
        with pytest.raises(InstantProblem):
            parse_instant(text, UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/v1/services/v%C2%B1%11%12", "/api/v1/tidak-ada/", "/api/%00/"]
)
def test_an_unknown_address_of_the_api_is_said_in_json(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["detail"]
